using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Amphi.Ground;

/// <summary>Which database holds the data, and how to open it: embedded SQLite in the data folder, or PostgreSQL.</summary>
public abstract class Engine : IAsyncDisposable
{
    /// <summary>The word in the names of scripts that differ: <c>sqlite</c> or <c>postgres</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True when one process owns the database, so that every write can pass one queue.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>An open connection; the caller disposes of it.</summary>
    public abstract ValueTask<DbConnection> Open(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();

    /// <summary>SQLite for a file in <paramref name="folder"/>, PostgreSQL when a connection is given.</summary>
    public static Engine For(string folder, string file, string? connection, string? schema = null) =>
        connection is null ? new SqliteEngine(Path.Combine(folder, file)) : new PostgresEngine(connection, schema);
}

/// <summary>One file, in write-ahead mode, flushed on every commit.</summary>
public sealed class SqliteEngine(string path) : Engine
{
    public override string Name => "sqlite";
    public override bool HasOneWriter => true;

    public string ConnectionString { get; } =
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString();

    public override async ValueTask<DbConnection> Open(CancellationToken cancel)
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(cancel);
        Prepare(connection);
        return connection;
    }

    /// <summary>
    /// Each connection asks for durability itself: in write-ahead mode NORMAL may lose the last commits when power fails.
    /// Checkpoints are the <see cref="Checkpointer"/>'s, so that no writer pays for one.
    /// </summary>
    public static void Prepare(SqliteConnection connection)
    {
        using var pragmas = connection.CreateCommand();

        // Without a memory map: readers that share one wait for each other in the kernel, and pages were a tenth slower.
        pragmas.CommandText = "pragma journal_mode=wal; pragma synchronous=full; pragma wal_autocheckpoint=0; pragma mmap_size=0; pragma temp_store=memory;";
        pragmas.ExecuteNonQuery();
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A PostgreSQL database, or one schema of it.</summary>
public sealed class PostgresEngine : Engine
{
    public PostgresEngine(string connection, string? schema = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
        };
        Schema = schema;
        if (schema is not null)
            settings.SearchPath = schema;
        Source = NpgsqlDataSource.Create(settings);
    }

    public override string Name => "postgres";
    public override bool HasOneWriter => false;
    public NpgsqlDataSource Source { get; }

    /// <summary>The one schema it works in; null is the database's own.</summary>
    public string? Schema { get; }

    public override async ValueTask<DbConnection> Open(CancellationToken cancel) => await Source.OpenConnectionAsync(cancel);

    public override ValueTask DisposeAsync() => Source.DisposeAsync();
}
