using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Amphi.Ground;

/// <summary>A read to make: a statement, its values, and what its first row becomes.</summary>
public sealed record HotRead<T>(string Sql, Func<DbDataReader, T> Row, params object?[] Values)
    where T : class;

/// <summary>
/// The ten or so reads that every page asks for, as SQL on prepared statements: on SQLite a read costs a fifth of a
/// compiled EF query. The statements themselves stand in each room's <c>Tables.cs</c>.
/// </summary>
public sealed class HotReads(Engine engine) : IDisposable
{
    private readonly ConcurrentBag<Reader> _readers = [];
    private readonly ConcurrentDictionary<(string, string), ConcurrentBag<NpgsqlBatch>> _batches = new();

    /// <summary>How many statements and rows were read; a test watches that a crowd does not change them.</summary>
    public (long Statements, long Rows) Read => (Interlocked.Read(ref _statements), Interlocked.Read(ref _rows));

    private long _statements;
    private long _rows;

    /// <summary>The first row, or null.</summary>
    public ValueTask<T?> One<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params object?[] values)
        where T : class => One(new HotRead<T>(sql, row, values), cancel);

    /// <summary>The first row, or null.</summary>
    public async ValueTask<T?> One<T>(HotRead<T> read, CancellationToken cancel)
        where T : class
    {
        Interlocked.Increment(ref _statements);
        if (engine is SqliteEngine sqlite)
            return OneHere(sqlite, read);

        await using var connection = await engine.Open(cancel);
        await using var command = connection.Statement(read.Sql);
        command.Bind(read.Values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Counted(read.Row(reader)) : null;
    }

    /// <summary>The first rows of two reads that travel together: one round trip on PostgreSQL, one lock on SQLite.</summary>
    public async ValueTask<(T1? First, T2? Second)> Both<T1, T2>(HotRead<T1> first, HotRead<T2> second, CancellationToken cancel)
        where T1 : class
        where T2 : class
    {
        Interlocked.Add(ref _statements, 2);
        if (engine is SqliteEngine sqlite)
            return BothHere(sqlite, first, second);

        // A batch is made once and used again: making one costs as much memory as the rest of a page.
        var kept = _batches.GetOrAdd((first.Sql, second.Sql), static _ => []);
        if (!kept.TryTake(out var batch))
            batch = new NpgsqlBatch();
        batch.Bind(0, first.Sql, first.Values);
        batch.Bind(1, second.Sql, second.Values);
        await using var connection = await engine.Open(cancel);
        batch.Connection = (NpgsqlConnection)connection;
        await using var reader = await batch.ExecuteReaderAsync(cancel);
        var one = await reader.ReadAsync(cancel) ? Counted(first.Row(reader)) : null;
        await reader.NextResultAsync(cancel);
        var other = await reader.ReadAsync(cancel) ? Counted(second.Row(reader)) : null;
        await reader.CloseAsync();
        kept.Add(batch);
        return (one, other);
    }

    /// <summary>All rows; only for reads that name how many there can be.</summary>
    public async ValueTask<List<T>> All<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params object?[] values)
    {
        Interlocked.Increment(ref _statements);
        if (engine is SqliteEngine sqlite)
            return AllHere(sqlite, sql, row, values);

        var rows = new List<T>();
        await using var connection = await engine.Open(cancel);
        await using var command = connection.Statement(sql);
        command.Bind(values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            rows.Add(Counted(row(reader)));
        return rows;
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
            reader.Dispose();
    }

    // Microsoft.Data.Sqlite's async methods run synchronously anyway.
    private T? OneHere<T>(SqliteEngine sqlite, HotRead<T> read)
        where T : class
    {
        var reader = Taken(sqlite);
        try
        {
            return reader.One(read) is { } found ? Counted(found) : null;
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private List<T> AllHere<T>(SqliteEngine sqlite, string sql, Func<DbDataReader, T> row, object?[] values)
    {
        var reader = Taken(sqlite);
        try
        {
            var rows = reader.All(sql, row, values);
            Interlocked.Add(ref _rows, rows.Count);
            return rows;
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private (T1? First, T2? Second) BothHere<T1, T2>(SqliteEngine sqlite, HotRead<T1> first, HotRead<T2> second)
        where T1 : class
        where T2 : class
    {
        var reader = Taken(sqlite);
        try
        {
            using var look = reader.Look();
            var one = reader.One(first) is { } found ? Counted(found) : null;
            var other = reader.One(second) is { } beside ? Counted(beside) : null;
            return (one, other);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private Reader Taken(SqliteEngine sqlite) => _readers.TryTake(out var reader) ? reader : new Reader(sqlite);

    private T Counted<T>(T row)
    {
        Interlocked.Increment(ref _rows);
        return row;
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, SqliteCommand> _prepared = [];
        private readonly sqlite3_stmt _begin;
        private readonly sqlite3_stmt _commit;

        public Reader(SqliteEngine engine)
        {
            // Its own connection, not a pooled one: the statements live as long as it does.
            _connection = new SqliteConnection(engine.ConnectionString + ";Pooling=False");
            _connection.Open();
            SqliteEngine.Prepare(_connection);
            raw.sqlite3_prepare_v2(_connection.Handle, "begin", out _begin);
            raw.sqlite3_prepare_v2(_connection.Handle, "commit", out _commit);
        }

        /// <summary>Several reads under one lock; where each takes its own, the locks cost a fifth of them.</summary>
        public Looking Look() => new(_begin, _commit);

        public T? One<T>(HotRead<T> read)
            where T : class
        {
            var command = Prepared(read.Sql);
            command.Bind(read.Values);
            using var reader = command.ExecuteReader();
            return reader.Read() ? read.Row(reader) : null;
        }

        public List<T> All<T>(string sql, Func<DbDataReader, T> row, object?[] values)
        {
            var command = Prepared(sql);
            command.Bind(values);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(row(reader));
            return rows;
        }

        private SqliteCommand Prepared(string sql)
        {
            if (!_prepared.TryGetValue(sql, out var command))
                _prepared[sql] = command = (SqliteCommand)_connection.Statement(sql);
            return command;
        }

        public void Dispose()
        {
            _begin.Dispose();
            _commit.Dispose();
            foreach (var command in _prepared.Values)
                command.Dispose();
            _connection.Dispose();
        }

        public readonly struct Looking : IDisposable
        {
            private readonly sqlite3_stmt _commit;

            public Looking(sqlite3_stmt begin, sqlite3_stmt commit)
            {
                _commit = commit;
                Step(begin);
            }

            public void Dispose() => Step(_commit);

            private static void Step(sqlite3_stmt statement)
            {
                raw.sqlite3_step(statement);
                raw.sqlite3_reset(statement);
            }
        }
    }
}
