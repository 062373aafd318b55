using System.Diagnostics;
using Amphi.Assessment.Cases;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Bench;

/// <summary>Handing copies out among 23,000 that are open: one reader after another, and eight at once.</summary>
internal static class ReviewBenches
{
    private const int Copies = 23_000;
    private const int Readers = 400;

    public static async Task Sqlite()
    {
        await using var stand = await Stand.Open();
        await Measure(stand, "SQLite");
    }

    public static async Task Postgres()
    {
        if (!BenchPostgres.IsHere)
        {
            Console.WriteLine("peer allocation, PostgreSQL: not measured, the package postgresql is not installed");
            return;
        }

        await using var postgres = await BenchPostgres.Start();
        await using var stand = await Stand.Open(postgres.Connection);
        await Measure(stand, "PostgreSQL");
    }

    private static async Task Measure(Stand stand, string engine)
    {
        var run = (await stand.Services.GetRequiredService<RunBoard>().RunAt(stand.Run, CancellationToken.None))!.Id;
        await Fill(stand.Services.GetRequiredService<Engine>(), run);
        var room = stand.Services.GetRequiredService<ReadingRoom>();
        var now = TimeProvider.System.Now();

        async Task<(double Time, string? Code)> Take()
        {
            var watch = Stopwatch.StartNew();
            var code = await room.Next(run, "bench", PersonaId.New(), "fr", now, CancellationToken.None);
            return (watch.Elapsed.TotalMilliseconds, code);
        }

        for (var warm = 0; warm < 20; warm++)
            await Take();
        var alone = new List<double>();
        for (var reader = 0; reader < Readers; reader++)
            alone.Add((await Take()).Time);
        Figures.AtMost($"peer allocation among 23,000 copies, {engine}", Figures.Median(alone), 20, "ms at the median");

        var atOnce = new System.Collections.Concurrent.ConcurrentBag<(double Time, string? Code)>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        for (var reader = 0; reader < Readers / 8; reader++)
                            atOnce.Add(await Take());
                    })
                )
        );
        Figures.AtMost($"the same, 8 at once, {engine}", Figures.Median(atOnce.Select(one => one.Time)), 20, "ms at the median");
        Figures.AtMost($"copies lent twice where one reader was wanted, {engine}", await LentTwice(stand.Services.GetRequiredService<Engine>()), 0, "");
    }

    // A third of the copies want two readers; those that want one must never have two.
    private static async Task<long> LentTwice(Engine engine)
    {
        await using var connection = await engine.Open(CancellationToken.None);
        await using var count = connection.Statement(
            "select count(*) from case_submissions s where s.needed < (select count(*) from case_reviews r where r.submission_id = s.id) or s.taken <> (select count(*) from case_reviews r where r.submission_id = s.id)"
        );
        return Convert.ToInt64(await count.ExecuteScalarAsync());
    }

    private static async Task Fill(Engine engine, long run)
    {
        await using var connection = await engine.Open(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var add = connection.Statement(
            """
            insert into case_submissions (code, run_id, block, ordinal, persona, language, parts, revision, changed_at, state, handed_in_at, late_percent, must_give, needed, taken, received, possible)
            values ($1, $2, 'bench', 1, $3, 'fr', '[]', 1, 0, 'WithPeers', $4, 0, 3, $5, 0, 0, 10)
            """,
            transaction
        );
        for (var copy = 0; copy < Copies; copy++)
        {
            add.Bind(RandomWord.Code(), run, PersonaId.New().ToBytes(), (long)copy, copy % 3 == 0 ? 2 : 1);
            await add.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
