using System.Data.Common;
using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Amphi.Learning;

public static class Tables
{
    public static void Map(ModelBuilder model) => Dates.Tables.Map(model);

    /// <summary>Enrolment, progress and arrangements of a learner in one read, made for every learning page.</summary>
    internal const string LearnerByPersona = """
        select e.seat, e.shown_name, e.intent, e.has_acted, e.enrolled_on, e.audiences, p.done, p.places, p.bookmarks, p.lesson, p.seen_at,
          a.shift_days, a.extra_days, a.extra_percent, a.extra_minutes, a.extended
        from enrolments e left join progress p on p.persona = e.persona left join arrangements a on a.persona = e.persona
        where e.persona = $1 and e.left_on is null
        """;

    internal const string ProgressByPersona = "select persona, run_id, done, places, bookmarks, lesson, seen_at from progress where persona = $1";
    private const string ProgressByPersonas =
        "select persona, run_id, done, places, bookmarks, lesson, seen_at from progress where persona = any($1) order by persona for update";

    // A row to lock must be there first, or two nodes could each begin one.
    private const string BeginMany = """
        insert into progress (persona, run_id, done, done_count, places, bookmarks, seen_at)
        select persona, run_id, ''::bytea, 0, '', '', 0 from unnest($1::bytea[], $2::bigint[]) as begun (persona, run_id)
        on conflict (persona) do nothing
        """;

    private const string KeepOne = """
        insert into progress (persona, run_id, done, done_count, places, bookmarks, lesson, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (persona) do update set done = excluded.done, done_count = excluded.done_count, places = excluded.places,
          bookmarks = excluded.bookmarks, lesson = excluded.lesson, seen_at = excluded.seen_at
        """;

    private const string KeepMany = """
        insert into progress (persona, run_id, done, done_count, places, bookmarks, lesson, seen_at)
        select * from unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[])
        on conflict (persona) do update set done = excluded.done, done_count = excluded.done_count, places = excluded.places,
          bookmarks = excluded.bookmarks, lesson = excluded.lesson, seen_at = excluded.seen_at
        """;

    internal static Progress Progress(DbDataReader row) =>
        Learning.Progress.Stored(
            PersonaId.From(row.GetFieldValue<byte[]>(0)),
            row.GetInt64(1),
            row.GetFieldValue<byte[]>(2),
            row.GetString(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            new Instant(row.GetInt64(6))
        );

    /// <summary>The progress of some personas, empty where they have none yet.</summary>
    internal static async Task<Dictionary<PersonaId, Progress>> ProgressOf(
        DbConnection connection,
        DbTransaction transaction,
        IEnumerable<(PersonaId Persona, long RunId)> learners
    )
    {
        var all = learners.Distinct().ToDictionary(one => one.Persona, one => new Progress(one.Persona, one.RunId));
        if (connection is NpgsqlConnection)
            await ReadMany(connection, transaction, all);
        else
            ReadEach(connection, transaction, all);
        return all;
    }

    internal static async Task Keep(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<Progress> progress)
    {
        await Finisher.KeepNew(connection, transaction, progress.Where(one => one.HasCrossedTheLine));
        if (connection is NpgsqlConnection)
        {
            await KeepAll(connection, transaction, [.. progress.OrderBy(one => one.Persona.Bits)]);
            return;
        }

        using var command = connection.Statement(KeepOne, transaction);
        foreach (var one in progress)
        {
            command.Bind(
                one.Persona.ToBytes(),
                one.RunId,
                one.Done.ToArray(),
                one.DoneCount,
                one.PlacesJson,
                one.Bookmarks,
                one.Lesson,
                one.SeenAt.Milliseconds
            );
            command.ExecuteNonQuery();
        }
    }

    private static void ReadEach(DbConnection connection, DbTransaction transaction, Dictionary<PersonaId, Progress> all)
    {
        using var command = connection.Statement(ProgressByPersona, transaction);
        foreach (var persona in all.Keys)
        {
            command.Bind(persona.ToBytes());
            using var rows = command.ExecuteReader();
            if (rows.Read())
                all[persona] = Progress(rows);
        }
    }

    private static async Task ReadMany(DbConnection connection, DbTransaction transaction, Dictionary<PersonaId, Progress> all)
    {
        var learners = all.Values.OrderBy(one => one.Persona.Bits).ToList();
        var personas = learners.ConvertAll(one => one.Persona.ToBytes()).ToArray();
        await using var begin = connection.Statement(BeginMany, transaction);
        begin.Bind(personas, learners.ConvertAll(one => one.RunId).ToArray());
        await begin.ExecuteNonQueryAsync();

        await using var command = connection.Statement(ProgressByPersonas, transaction);
        command.Bind(new object?[] { personas });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var read = Progress(rows);
            all[read.Persona] = read;
        }
    }

    private static async Task KeepAll(DbConnection connection, DbTransaction transaction, List<Progress> progress)
    {
        await using var command = connection.Statement(KeepMany, transaction);
        command.Bind(
            progress.ConvertAll(one => one.Persona.ToBytes()).ToArray(),
            progress.ConvertAll(one => one.RunId).ToArray(),
            progress.ConvertAll(one => one.Done.ToArray()).ToArray(),
            progress.ConvertAll(one => one.DoneCount).ToArray(),
            progress.ConvertAll(one => one.PlacesJson).ToArray(),
            progress.ConvertAll(one => one.Bookmarks).ToArray(),
            progress.ConvertAll(one => one.Lesson).ToArray(),
            progress.ConvertAll(one => one.SeenAt.Milliseconds).ToArray()
        );
        await command.ExecuteNonQueryAsync();
    }
}
