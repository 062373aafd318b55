using System.Data.Common;
using Amphi.Discretion;
using Amphi.Ground;
using Npgsql;

namespace Amphi.Journal;

/// <summary>The journal is only ever added to and read; both are statements of our own.</summary>
public static class Tables
{
    private const string AddOne = """
        insert into statements (id, run_id, persona, verb, object, result, at) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do nothing
        """;

    private const string AddMany = """
        insert into statements (id, run_id, persona, verb, object, result, at)
        select * from unnest($1::bytea[], $2::bigint[], $3::bytea[], $4::int[], $5::text[], $6::text[], $7::bigint[])
        on conflict (id) do nothing returning id
        """;

    private const string IsWritten = "select 1 from statements where id = $1";
    private const string AreWritten = "select id from statements where id = any($1)";

    /// <summary>A persona's own lines, oldest first.</summary>
    public const string OfPersona = """
        select id, run_id, persona, verb, object, result, at from statements
        where persona = $1 and (at > $2 or (at = $2 and id > $3)) order by at, id limit $4
        """;

    internal const string ActOfPersona = "select 1 from statements where persona = $1 and object <> 'run' limit 1";

    /// <summary>Writes statements and tells which are new: an id that is there already was written before.</summary>
    public static async Task<HashSet<Guid>> Append(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<Statement> statements)
    {
        if (statements.Count == 0)
            return [];
        return connection is NpgsqlConnection ? await AppendMany(connection, transaction, statements) : AppendEach(connection, transaction, statements);
    }

    /// <summary>Which of these ids the journal holds already.</summary>
    public static async Task<HashSet<Guid>> Written(DbConnection connection, DbTransaction transaction, IReadOnlyList<Guid> ids)
    {
        var written = new HashSet<Guid>();
        if (connection is not NpgsqlConnection)
        {
            using var one = connection.Statement(IsWritten, transaction);
            foreach (var id in ids)
            {
                one.Bind(id.ToByteArray(bigEndian: true));
                if (one.ExecuteScalar() is not null)
                    written.Add(id);
            }

            return written;
        }

        await using var many = connection.Statement(AreWritten, transaction);
        many.Bind(new object?[] { ids.Select(id => id.ToByteArray(bigEndian: true)).ToArray() });
        await using var rows = await many.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            written.Add(new Guid(rows.GetFieldValue<byte[]>(0), bigEndian: true));
        return written;
    }

    public static Statement Statement(DbDataReader row) =>
        new(
            new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
            row.GetInt64(1),
            PersonaId.From(row.GetFieldValue<byte[]>(2)),
            (Verb)row.GetInt32(3),
            row.GetString(4),
            row.IsDBNull(5) ? null : row.GetString(5),
            new Instant(row.GetInt64(6))
        );

    private static HashSet<Guid> AppendEach(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<Statement> statements)
    {
        var added = new HashSet<Guid>(statements.Count);
        using var command = connection.Statement(AddOne, transaction);
        foreach (var one in statements)
        {
            command.Bind(one.Id.ToByteArray(bigEndian: true), one.RunId, one.Persona.ToBytes(), (int)one.Verb, one.Object, one.Result, one.At.Milliseconds);
            if (command.ExecuteNonQuery() > 0)
                added.Add(one.Id);
        }

        return added;
    }

    private static async Task<HashSet<Guid>> AppendMany(DbConnection connection, DbTransaction transaction, IReadOnlyCollection<Statement> statements)
    {
        var added = new HashSet<Guid>(statements.Count);
        var distinct = statements.DistinctBy(one => one.Id).OrderBy(one => one.Id).ToList();
        await using var command = connection.Statement(AddMany, transaction);
        command.Bind(
            distinct.ConvertAll(one => one.Id.ToByteArray(bigEndian: true)).ToArray(),
            distinct.ConvertAll(one => one.RunId).ToArray(),
            distinct.ConvertAll(one => one.Persona.ToBytes()).ToArray(),
            distinct.ConvertAll(one => (int)one.Verb).ToArray(),
            distinct.ConvertAll(one => one.Object).ToArray(),
            distinct.ConvertAll(one => one.Result).ToArray(),
            distinct.ConvertAll(one => one.At.Milliseconds).ToArray()
        );
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
            added.Add(new Guid(rows.GetFieldValue<byte[]>(0), bigEndian: true));
        return added;
    }
}
