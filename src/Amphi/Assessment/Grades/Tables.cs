using System.Data.Common;
using Amphi.Discretion;
using Amphi.Ground;
using Npgsql;

namespace Amphi.Assessment.Grades;

public static class Tables
{
    internal const string SheetOf = "select persona, run_id, marks from mark_sheets where persona = $1";
    private const string SheetsOfMany = "select persona, run_id, marks from mark_sheets where persona = any($1) order by persona for update";

    // A row to lock must be there first, or two nodes could each begin one.
    private const string BeginMany = """
        insert into mark_sheets (persona, run_id, marks)
        select persona, run_id, ''::bytea from unnest($1::bytea[], $2::bigint[]) as begun (persona, run_id)
        on conflict (persona) do nothing
        """;

    private const string KeepOne = """
        insert into mark_sheets (persona, run_id, marks) values ($1, $2, $3)
        on conflict (persona) do update set marks = excluded.marks
        """;

    private const string KeepMany = """
        insert into mark_sheets (persona, run_id, marks) select * from unnest($1::bytea[], $2::bigint[], $3::bytea[])
        on conflict (persona) do update set marks = excluded.marks
        """;

    internal static MarkSheet Sheet(DbDataReader row) =>
        MarkSheet.Stored(PersonaId.From(row.GetFieldValue<byte[]>(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2));

    /// <summary>The sheets of some learners, empty where they have none yet; on PostgreSQL locked until the transaction ends.</summary>
    internal static async Task<Dictionary<PersonaId, MarkSheet>> SheetsOf(
        DbConnection connection,
        DbTransaction transaction,
        IEnumerable<(PersonaId Persona, long RunId)> learners
    )
    {
        var all = learners.Distinct().ToDictionary(one => one.Persona, one => new MarkSheet(one.Persona, one.RunId));
        if (connection is NpgsqlConnection)
        {
            await ReadMany(connection, transaction, all);
            return all;
        }

        using var command = connection.Statement(SheetOf, transaction);
        foreach (var persona in all.Keys)
        {
            command.Bind(persona.ToBytes());
            using var rows = command.ExecuteReader();
            if (rows.Read())
                all[persona] = Sheet(rows);
        }

        return all;
    }

    internal static async Task Keep(DbConnection connection, DbTransaction transaction, IEnumerable<MarkSheet> sheets)
    {
        if (connection is NpgsqlConnection)
        {
            var sorted = sheets.OrderBy(sheet => sheet.Persona.Bits).ToList();
            await using var many = connection.Statement(KeepMany, transaction);
            many.Bind(
                sorted.ConvertAll(sheet => sheet.Persona.ToBytes()).ToArray(),
                sorted.ConvertAll(sheet => sheet.RunId).ToArray(),
                sorted.ConvertAll(sheet => sheet.ToBytes()).ToArray()
            );
            await many.ExecuteNonQueryAsync();
            return;
        }

        using var one = connection.Statement(KeepOne, transaction);
        foreach (var sheet in sheets)
        {
            one.Bind(sheet.Persona.ToBytes(), sheet.RunId, sheet.ToBytes());
            one.ExecuteNonQuery();
        }
    }

    private static async Task ReadMany(DbConnection connection, DbTransaction transaction, Dictionary<PersonaId, MarkSheet> all)
    {
        var learners = all.Values.OrderBy(sheet => sheet.Persona.Bits).ToList();
        var personas = learners.ConvertAll(sheet => sheet.Persona.ToBytes()).ToArray();
        await using var begin = connection.Statement(BeginMany, transaction);
        begin.Bind(personas, learners.ConvertAll(sheet => sheet.RunId).ToArray());
        await begin.ExecuteNonQueryAsync();

        await using var command = connection.Statement(SheetsOfMany, transaction);
        command.Bind(new object?[] { personas });
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            var read = Sheet(rows);
            all[read.Persona] = read;
        }
    }
}
