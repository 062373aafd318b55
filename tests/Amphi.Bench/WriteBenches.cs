using System.Diagnostics;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Organisations;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Amphi.Bench;

/// <summary>Durable writes of progress by 256 callers, beside what a bare loop reaches with a commit for each.</summary>
internal static class WriteBenches
{
    private const int Callers = 256;
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task Sqlite()
    {
        await using var stand = await Stand.Open();
        await Writes(stand);
        var (ratios, waits, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var limit = SingleCommits(Path.Combine(stand.Folder, $"limit-{round}.db"));
            var (rate, longest) = await Writes(stand);
            ratios.Add(rate / limit);
            rates.Add(rate);
            waits.Add(longest);
        }

        Figures.AtLeast(
            "progress writes, SQLite, 256 callers",
            Figures.Median(ratios),
            3,
            $"× a bare loop of single commits; {Figures.Median(rates):0} acts/s"
        );
        Figures.AtMost("a write beside them waits at most, SQLite", waits.Max(), 250, "ms");
    }

    public static async Task Postgres()
    {
        if (!BenchPostgres.IsHere)
        {
            Console.WriteLine("progress writes, PostgreSQL: not measured, the package postgresql is not installed");
            return;
        }

        await using var postgres = await BenchPostgres.Start();
        await using var stand = await Stand.Open(postgres.Connection);
        await Writes(stand);
        var (ratios, waits, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var limit = await SingleCommits(postgres);
            var (rate, longest) = await Writes(stand);
            ratios.Add(rate / limit);
            rates.Add(rate);
            waits.Add(longest);
        }

        Figures.AtLeast(
            "progress writes, PostgreSQL, 256 callers",
            Figures.Median(ratios),
            3,
            $"× 32 connections of single commits; {Figures.Median(rates):0} acts/s"
        );
        Figures.AtMost("a write beside them waits at most, PostgreSQL", waits.Max(), 250, "ms");
    }

    /// <summary>Acts a second, for what is measured beside them.</summary>
    public static async Task<double> Rate(Stand stand) => (await Writes(stand)).Rate;

    // Acts of learning as the site writes them: a line of the journal and a row of progress, acknowledged when on disk.
    private static async Task<(double Rate, double LongestWait)> Writes(Stand stand)
    {
        var run = (await stand.Services.GetRequiredService<RunBoard>().RunAt(stand.Run, CancellationToken.None))!;
        var course = await stand.Services.GetRequiredService<Shelf>().Open(run.VersionId);
        var ledger = stand.Services.GetRequiredService<LearningLedger>();
        var personas = await stand.With<Database, List<PersonaId>>(db =>
            db.Set<Enrolments.Enrolment>()
                .Where(enrolment => enrolment.RunId == run.Id)
                .OrderBy(enrolment => enrolment.Seat)
                .Select(enrolment => enrolment.Persona)
                .Take(Callers)
                .ToListAsync()
        );
        var lessons = course.LessonsForLearners;
        var (written, watch) = (0, Stopwatch.StartNew());
        var beside = Beside(stand, watch);
        await Task.WhenAll(
            personas.Select(
                (persona, n) =>
                    Task.Run(async () =>
                    {
                        for (var k = n; watch.Elapsed < Time; k++)
                        {
                            await ledger.Write(
                                new SawLesson(Guid.CreateVersion7(), persona, run.Id, TimeProvider.System.Now(), lessons[k % lessons.Count].Lesson)
                            );
                            Interlocked.Increment(ref written);
                        }
                    })
            )
        );
        return (written / watch.Elapsed.TotalSeconds, await beside);
    }

    // Another write of another kind, every 20 ms.
    private static async Task<double> Beside(Stand stand, Stopwatch watch)
    {
        var longest = 0.0;
        while (watch.Elapsed < Time)
        {
            var asked = Stopwatch.GetTimestamp();
            await stand.With<Database, int>(async db =>
            {
                var person = await db.People.OrderBy(person => person.Id).FirstAsync();
                person.Name = $"{person.Name.Split(' ')[0]} {asked % 1000}";
                return await db.SaveChangesAsync();
            });
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            await Task.Delay(20);
        }

        return longest;
    }

    private static double SingleCommits(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        SqliteEngine.Prepare(connection);
        using (var create = connection.CreateCommand())
        {
            create.CommandText =
                "create table progress (persona blob primary key, run_id integer, bits blob, lesson text, seen_at integer) without rowid; create table statements (at integer, id blob, persona blob, verb integer, object text, primary key (at, id)) without rowid;";
            create.ExecuteNonQuery();
        }

        using var write = connection.CreateCommand();
        write.CommandText =
            "begin immediate; insert into statements values ($at, $id, $persona, 1, 'l11'); insert into progress values ($persona, 1, $bits, 'l11', $at) on conflict (persona) do update set seen_at = excluded.seen_at; commit;";
        var (at, id, persona, bits) = (
            write.Parameters.Add("$at", SqliteType.Integer),
            write.Parameters.Add("$id", SqliteType.Blob),
            write.Parameters.Add("$persona", SqliteType.Blob),
            write.Parameters.Add("$bits", SqliteType.Blob)
        );
        bits.Value = new byte[16];
        var (count, watch) = (0, Stopwatch.StartNew());
        while (watch.Elapsed < Time)
        {
            at.Value = count;
            id.Value = Guid.CreateVersion7().ToByteArray();
            persona.Value = BitConverter.GetBytes((long)(count % Callers));
            write.ExecuteNonQuery();
            count++;
        }

        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> SingleCommits(BenchPostgres postgres)
    {
        await using var source = NpgsqlDataSource.Create(
            postgres.Connection + ";Maximum Pool Size=32;Max Auto Prepare=20;Auto Prepare Min Usages=2;No Reset On Close=true"
        );
        await using (
            var create = source.CreateCommand(
                "drop table if exists limit_progress; drop table if exists limit_statements; create table limit_progress (persona bytea primary key, run_id bigint, bits bytea, lesson text, seen_at bigint); create table limit_statements (at bigint, id uuid, persona bytea, verb int, object text, primary key (at, id));"
            )
        )
            await create.ExecuteNonQueryAsync();
        var (count, watch) = (0, Stopwatch.StartNew());
        await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(n =>
                    Task.Run(async () =>
                    {
                        await using var connection = await source.OpenConnectionAsync();
                        while (watch.Elapsed < Time)
                        {
                            var k = Interlocked.Increment(ref count);
                            await using var transaction = await connection.BeginTransactionAsync();
                            await using var journal = new NpgsqlCommand("insert into limit_statements values ($1, $2, $3, 1, 'l11')", connection, transaction)
                            {
                                Parameters =
                                {
                                    new() { Value = (long)k },
                                    new() { Value = Guid.CreateVersion7() },
                                    new() { Value = BitConverter.GetBytes((long)(k % Callers)) },
                                },
                            };
                            await journal.ExecuteNonQueryAsync();
                            await using var progress = new NpgsqlCommand(
                                "insert into limit_progress values ($1, 1, $2, 'l11', $3) on conflict (persona) do update set seen_at = excluded.seen_at",
                                connection,
                                transaction
                            )
                            {
                                Parameters =
                                {
                                    new() { Value = BitConverter.GetBytes((long)(k % Callers)) },
                                    new() { Value = new byte[16] },
                                    new() { Value = (long)k },
                                },
                            };
                            await progress.ExecuteNonQueryAsync();
                            await transaction.CommitAsync();
                        }
                    })
                )
        );
        return count / watch.Elapsed.TotalSeconds;
    }
}
