using System.Data.Common;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Amphi.Assessment.Grades;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<MarkChange> MarkChanges => db.Set<MarkChange>();
        public DbSet<MarkCorrection> MarkCorrections => db.Set<MarkCorrection>();

        /// <summary>Who of the team made some changes, by the audit log's sequence.</summary>
        public async Task<IReadOnlyDictionary<long, string>> AuthorsOf(IEnumerable<MarkChange> changes, CancellationToken cancel)
        {
            var sequences = changes.Select(change => change.AuditSequence).Distinct().ToList();
            var (entries, people) = (db.AuditEntries, db.People);
            return await entries
                .Where(entry => sequences.Contains(entry.Sequence))
                .Join(people, entry => entry.ActorPersonId, person => (long?)person.Id, (entry, person) => new { entry.Sequence, person.Name })
                .ToDictionaryAsync(one => one.Sequence, one => one.Name, cancel);
        }
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<MarkChange>(change =>
        {
            change.ToTable("mark_changes");
            change.Property(c => c.Kind).HasConversion<string>();
        });
        model.Entity<MarkCorrection>().ToTable("mark_corrections");
    }

    internal const string LastCorrection = "select at from mark_corrections where persona = $1 order by id desc limit 1";

    // The marks are asked for row by row: PostgreSQL would join all of a large run for one page of it.
    /// <summary>A page of the gradebook: learners by seat, each with their marks. The seat before it, how many.</summary>
    internal const string RowsAfter = """
        select e.persona, e.seat, e.shown_name, (select m.marks from mark_sheets m where m.persona = e.persona), e.audiences,
          exists (select 1 from finishers f where f.persona = e.persona), e.intent,
          coalesce((select p.done_count from progress p where p.persona = e.persona), 0)
        from enrolments e
        where e.run_id = $1 and e.seat > $2 and e.left_on is null order by e.seat limit $3
        """;

    internal const string RowAt = """
        select e.persona, e.seat, e.shown_name, (select m.marks from mark_sheets m where m.persona = e.persona), e.audiences,
          exists (select 1 from finishers f where f.persona = e.persona), e.intent,
          coalesce((select p.done_count from progress p where p.persona = e.persona), 0)
        from enrolments e
        where e.run_id = $1 and e.seat = $2 and e.left_on is null
        """;

    /// <summary>Those whose shown name holds a text are picked in C#, so that both engines fold letters alike.</summary>
    internal const string NamesAfter =
        "select seat, shown_name from enrolments where run_id = $1 and seat > $2 and left_on is null and shown_name is not null order by seat";

    internal static GradebookRow Row(DbDataReader row, long runId)
    {
        var persona = PersonaId.From(row.GetFieldValue<byte[]>(0));
        return new GradebookRow(
            persona,
            row.GetInt32(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            row.IsDBNull(3) ? new MarkSheet(persona, runId) : MarkSheet.Stored(persona, runId, row.GetFieldValue<byte[]>(3)),
            row.GetString(4),
            row.GetBoolean(5),
            Enum.Parse<Intent>(row.GetString(6)),
            row.GetInt32(7) > 0
        );
    }

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
