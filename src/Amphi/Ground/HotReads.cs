using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Amphi.Ground;

/// <summary>
/// The ten or so reads that every page asks for, as SQL on prepared statements: on SQLite a read costs a fifth of a
/// compiled EF query. The statements themselves stand in each room's <c>Tables.cs</c>.
/// </summary>
public sealed class HotReads(Engine engine) : IDisposable
{
    private readonly ConcurrentBag<Reader> _readers = [];

    /// <summary>How many statements and rows were read; a test watches that a crowd does not change them.</summary>
    public (long Statements, long Rows) Read => (Interlocked.Read(ref _statements), Interlocked.Read(ref _rows));

    private long _statements;
    private long _rows;

    /// <summary>The first row, or null.</summary>
    public async ValueTask<T?> One<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params object?[] values)
        where T : class
    {
        Interlocked.Increment(ref _statements);
        if (engine is SqliteEngine sqlite)
            return OneHere(sqlite, sql, row, values);

        await using var connection = await engine.Open(cancel);
        await using var command = connection.Statement(sql);
        command.Bind(values);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? Counted(row(reader)) : null;
    }

    /// <summary>All rows; only for reads that name how many there can be.</summary>
    public async ValueTask<List<T>> All<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params object?[] values)
    {
        Interlocked.Increment(ref _statements);
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
    private T? OneHere<T>(SqliteEngine sqlite, string sql, Func<DbDataReader, T> row, object?[] values)
        where T : class
    {
        if (!_readers.TryTake(out var reader))
            reader = new Reader(sqlite);
        try
        {
            return reader.One(sql, row, values) is { } found ? Counted(found) : null;
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private T Counted<T>(T row)
    {
        Interlocked.Increment(ref _rows);
        return row;
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly Dictionary<string, SqliteCommand> _prepared = [];

        public Reader(SqliteEngine engine)
        {
            // Its own connection, not a pooled one: the statements live as long as it does.
            _connection = new SqliteConnection(engine.ConnectionString + ";Pooling=False");
            _connection.Open();
            SqliteEngine.Prepare(_connection);
        }

        public T? One<T>(string sql, Func<DbDataReader, T> row, object?[] values)
            where T : class
        {
            if (!_prepared.TryGetValue(sql, out var command))
                _prepared[sql] = command = (SqliteCommand)_connection.Statement(sql);
            command.Bind(values);
            using var reader = command.ExecuteReader();
            return reader.Read() ? row(reader) : null;
        }

        public void Dispose()
        {
            foreach (var command in _prepared.Values)
                command.Dispose();
            _connection.Dispose();
        }
    }
}
