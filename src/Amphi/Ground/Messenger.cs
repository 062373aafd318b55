using System.Text.Json;

namespace Amphi.Ground;

/// <summary>Which listeners hear which kind of announcement; filled once, when the house is built.</summary>
public sealed class Listeners
{
    private readonly Dictionary<string, List<Func<IServiceProvider, string, CancellationToken, Task>>> _byKind = [];

    public void Add<TAnnouncement, TListener>()
        where TAnnouncement : IAnnouncement
        where TListener : IListener<TAnnouncement>
    {
        if (!_byKind.TryGetValue(TAnnouncement.Kind, out var listeners))
            _byKind[TAnnouncement.Kind] = listeners = [];
        listeners.Add(
            (services, body, cancel) =>
                services.GetRequiredService<TListener>().Hear(JsonSerializer.Deserialize<TAnnouncement>(body, JsonSerializerOptions.Web)!, cancel)
        );
    }

    internal IReadOnlyList<Func<IServiceProvider, string, CancellationToken, Task>> Of(string kind) => _byKind.GetValueOrDefault(kind) ?? [];
}

/// <summary>
/// Delivers what the outbox holds: leases due rows, tells their listeners, forgets them. A listener that fails is tried
/// again later and later; after a day and a half of tries the row stays, marked, for a person to look at.
/// </summary>
public sealed class Messenger(Engine engine, WriteQueue queue, Listeners listeners, IServiceScopeFactory scopes, TimeProvider time, ILogger<Messenger> log)
    : PeriodicWork(TimeSpan.FromMilliseconds(500), log)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private const int MostTries = 12;

    protected override async Task Round(CancellationToken cancel)
    {
        while (await DeliverDue(cancel) > 0)
        {
            // Until nothing is due.
        }
    }

    /// <summary>Delivers one handful and says how many it took.</summary>
    public async Task<int> DeliverDue(CancellationToken cancel)
    {
        var due = await queue.Alone(() => LeaseDue(cancel), cancel);
        foreach (var announcement in due)
            await Deliver(announcement, cancel);
        return due.Count;
    }

    private async Task<List<LeasedAnnouncement>> LeaseDue(CancellationToken cancel)
    {
        var now = time.Now();
        var due = new List<LeasedAnnouncement>();
        await using var connection = await engine.Open(cancel);
        await using var lease = connection.Statement(AnnouncementTables.Lease(engine));
        lease.Bind((now + Lease).Milliseconds, now.Milliseconds);
        await using var rows = await lease.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            due.Add(AnnouncementTables.Leased(rows));
        return due;
    }

    private async Task Deliver(LeasedAnnouncement announcement, CancellationToken cancel)
    {
        try
        {
            foreach (var listener in listeners.Of(announcement.Kind))
            {
                await using var scope = scopes.CreateAsyncScope();
                await listener(scope.ServiceProvider, announcement.Body, cancel);
            }

            await Write(AnnouncementTables.Delivered, cancel, announcement.Id);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "An announcement of kind {Kind} was not heard, try {Try}", announcement.Kind, announcement.Tries);
            var later = time.Now() + TimeSpan.FromSeconds(5 * Math.Pow(2, announcement.Tries));
            var failure = announcement.Tries >= MostTries ? fault.GetType().Name : null;
            await Write(AnnouncementTables.Failed, cancel, announcement.Id, later.Milliseconds, failure);
        }
    }

    private Task Write(string sql, CancellationToken cancel, params object?[] values) =>
        queue.Alone(
            async () =>
            {
                await using var connection = await engine.Open(cancel);
                return await connection.Run(sql, null, cancel, values);
            },
            cancel
        );
}
