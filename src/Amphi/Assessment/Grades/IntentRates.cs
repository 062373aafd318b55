using System.Collections.Concurrent;
using Amphi.Enrolments;
using Amphi.Learning;

namespace Amphi.Assessment.Grades;

/// <summary>Of those with an intent, the percentage that reached it, in fives; null while it could tell of a few.</summary>
public sealed record IntentRate(Intent Intent, int? Percent)
{
    /// <summary>Whoever looks around has seen something; a certificate is a result that passes, and without a pass mark it is to finish.</summary>
    internal static bool IsReached(Intent intent, bool hasBegun, bool hasFinished, Result result) =>
        intent switch
        {
            Intent.LookAround => hasBegun,
            Intent.GetCertified when result.Policy is { IsGraded: true, Pass: not null } => result.IsPassed,
            _ => hasFinished,
        };
}

/// <summary>
/// Who reached what they set out for. Taken once a day, and only where ten people or nobody stand on each side: a figure
/// that moved at once, or that a few made, would tell who it was.
/// </summary>
public sealed class IntentRates(Gradebook gradebook)
{
    private const int Fewest = 10;
    private readonly ConcurrentDictionary<long, (int Day, IReadOnlyList<IntentRate> Rates)> _taken = new();

    public async ValueTask<IReadOnlyList<IntentRate>> Of(Classroom room)
    {
        var today = Enrolment.Day(room.Visit.Now);
        if (_taken.TryGetValue(room.Run.Id, out var taken) && taken.Day == today)
            return taken.Rates;
        var seats = (await gradebook.Ranked(room)).GroupBy(seat => seat.Intent).OrderBy(those => those.Key);
        IReadOnlyList<IntentRate> rates = [.. seats.Select(those => new IntentRate(those.Key, Rate(those.Count(), those.Count(seat => seat.IsIntentReached))))];
        _taken[room.Run.Id] = (today, rates);
        return rates;
    }

    internal static int? Rate(int all, int reached) =>
        all < Fewest || reached is > 0 and < Fewest || all - reached is > 0 and < Fewest ? null : ((reached * 100 / all) + 2) / 5 * 5;
}
