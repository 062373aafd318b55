using System.Collections.Concurrent;
using Amphi.Ground;

namespace Amphi.Courses;

/// <summary>The facts of runs by their code, remembered for two seconds: every learning page asks, and they hardly change.</summary>
public sealed class RunBoard(HotReads reads, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (RunFacts Run, long ReadAt)> _remembered = new(StringComparer.Ordinal);

    /// <exception cref="MissingException">There is no such run.</exception>
    public async ValueTask<RunFacts> RunAt(string code, CancellationToken cancel)
    {
        if (_remembered.TryGetValue(code, out var known) && time.GetElapsedTime(known.ReadAt) < Fresh)
            return known.Run;

        var run = await reads.One(Tables.RunByCode, Tables.RunFacts, cancel, code) ?? throw new MissingException("No such run.");
        if (_remembered.Count >= Most)
            _remembered.Clear();
        _remembered[code] = (run, time.GetTimestamp());
        return run;
    }
}
