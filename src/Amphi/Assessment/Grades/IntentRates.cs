using System.Collections.Concurrent;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Grades;

/// <summary>Of those with an intent, the percentage that finished, in fives; null while it could tell of a few.</summary>
public sealed record IntentRate(Intent Intent, int? Percent);

/// <summary>
/// Who finished, against what they set out for. Taken once a day, and only where ten people or nobody stand on each
/// side: a figure that moved at once, or that a few made, would tell who it was.
/// </summary>
public sealed class IntentRates(HotReads reads)
{
    private const int Fewest = 10;
    private readonly ConcurrentDictionary<long, (int Day, IReadOnlyList<IntentRate> Rates)> _taken = new();

    public async ValueTask<IReadOnlyList<IntentRate>> Of(Classroom room)
    {
        var today = Enrolment.Day(room.Visit.Now);
        if (_taken.TryGetValue(room.Run.Id, out var taken) && taken.Day == today)
            return taken.Rates;
        var counted = await reads.All(
            Tables.Intents,
            row => (Intent: Enum.Parse<Intent>(row.GetString(0)), All: row.GetInt32(1), Finished: row.GetInt32(2)),
            room.Visit.Cancel,
            room.Run.Id
        );
        IReadOnlyList<IntentRate> rates = [.. counted.OrderBy(one => one.Intent).Select(one => new IntentRate(one.Intent, Rate(one.All, one.Finished)))];
        _taken[room.Run.Id] = (today, rates);
        return rates;
    }

    internal static int? Rate(int all, int finished) =>
        all < Fewest || finished is > 0 and < Fewest || all - finished is > 0 and < Fewest ? null : ((finished * 100 / all) + 2) / 5 * 5;
}
