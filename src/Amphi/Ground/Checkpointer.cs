namespace Amphi.Ground;

/// <summary>Moves SQLite's write-ahead log into the database from a connection of its own, so that no writer waits for it.</summary>
public sealed class Checkpointer(Engine engine) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!engine.HasOneWriter)
            return;

        await using var connection = await engine.Open(stoppingToken);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await pace.WaitForNextTickAsync(stoppingToken))
            await connection.Run("pragma wal_checkpoint(passive)", null, stoppingToken);
    }
}
