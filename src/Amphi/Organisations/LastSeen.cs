using System.Collections.Concurrent;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// When sessions were last used. A request only notes it, and only when what is stored is a minute old; the notes of a
/// minute are written together, beside the requests.
/// </summary>
public sealed class LastSeen(Engine engine, WriteQueue queue, ILogger<LastSeen> log) : PeriodicWork(Pace, log)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Instant> _noted = new(StringComparer.Ordinal);

    /// <summary>When the session was last used before now.</summary>
    public Instant Of(Visitor visitor) => _noted.TryGetValue(visitor.SessionId, out var noted) && noted > visitor.SeenAt ? noted : visitor.SeenAt;

    public void Note(Visitor visitor, Instant now)
    {
        if (now - visitor.SeenAt >= Pace)
            _noted[visitor.SessionId] = now;
    }

    /// <summary>Writes what was noted; a note made meanwhile stays for the next time.</summary>
    public async Task Write(CancellationToken cancel)
    {
        foreach (var handful in _noted.ToArray().Chunk(500))
        {
            await queue.Alone(() => Write(handful, cancel), cancel);
            foreach (var note in handful)
                _noted.TryRemove(note);
        }
    }

    protected override Task Round(CancellationToken cancel) => Write(cancel);

    private async Task<int> Write(KeyValuePair<string, Instant>[] notes, CancellationToken cancel)
    {
        await using var connection = await engine.Open(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);

        // In one order, so that two nodes do not wait for each other.
        foreach (var (session, seen) in notes.OrderBy(note => note.Key, StringComparer.Ordinal))
            await connection.Run(Tables.SessionSeen, transaction, cancel, session, seen.Milliseconds);
        await transaction.CommitAsync(cancel);
        return notes.Length;
    }
}
