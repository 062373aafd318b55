namespace Amphi.Ground;

/// <summary>
/// Work done beside the requests, round after round. A round that fails is told in the log and the next one tries again:
/// a database that was away for a minute must not end the house.
/// </summary>
public abstract class PeriodicWork(TimeSpan pause, ILogger log) : BackgroundService
{
    /// <summary>One round; must leave what it did not finish for the next.</summary>
    protected abstract Task Round(CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var pace = new PeriodicTimer(pause);
        while (await pace.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Round(stoppingToken);
            }
            catch (Exception fault) when (Outage.IsBehind(fault))
            {
                log.LogError("{Work} waits: the database is away ({Fault})", GetType().Name, fault.GetType().Name);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "{Work} failed and is tried again", GetType().Name);
            }
        }
    }
}
