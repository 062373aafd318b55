namespace Amphi.Ground;

/// <summary>Moves SQLite's write-ahead log into the database from a connection of its own, so that no writer waits for it.</summary>
public sealed class Checkpointer(Engine engine, ILogger<Checkpointer> log) : PeriodicWork(TimeSpan.FromSeconds(2), log)
{
    protected override async Task Round(CancellationToken cancel)
    {
        if (!engine.HasOneWriter)
            return;

        await using var connection = await engine.Open(cancel);
        await connection.Run("pragma wal_checkpoint(passive)", null, cancel);
    }
}
