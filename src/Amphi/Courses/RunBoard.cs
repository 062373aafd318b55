using System.Collections.Concurrent;
using Amphi.Ground;

namespace Amphi.Courses;

/// <summary>The facts of runs by their code, remembered for two seconds: every learning page asks, and they hardly change.</summary>
public sealed class RunBoard(HotReads reads, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (RunFacts Run, long ReadAt)> _remembered = new(StringComparer.Ordinal);

    /// <summary>The run of that code, or null when there is none.</summary>
    public async ValueTask<RunFacts?> RunAt(string code, CancellationToken cancel)
    {
        if (Remembered(code) is { } known)
            return known;

        if (await reads.One(Tables.RunByCode, Tables.RunFacts, cancel, code) is not { } run)
            return null;
        if (_remembered.Count >= Most)
            _remembered.Clear();
        _remembered[code] = (run, time.GetTimestamp());
        return run;
    }

    /// <summary>Forgets a run that was changed, so that who changed it sees it at once.</summary>
    public void Forget(string code) => _remembered.TryRemove(code, out _);

    /// <summary>The same from memory alone; null also when it is not there, or no longer fresh.</summary>
    public RunFacts? Remembered(string code) => _remembered.TryGetValue(code, out var known) && time.GetElapsedTime(known.ReadAt) < Fresh ? known.Run : null;
}
