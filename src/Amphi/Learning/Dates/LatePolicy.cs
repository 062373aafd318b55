using Amphi.Formats.Courses;
using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>What is left of a mark that was earned late: nothing is lost in the grace, then so much for each day begun.</summary>
/// <param name="Grace">After the due date, nothing is taken off within it.</param>
/// <param name="PercentADay">Taken off for each day begun after the grace, which counts from the due date.</param>
/// <param name="Floor">What lateness never goes below, in percent.</param>
/// <param name="ClosesAfter">From then on nothing is taken in; null never closes.</param>
public sealed record LatePolicy(TimeSpan Grace, int PercentADay, int Floor, TimeSpan? ClosesAfter)
{
    /// <summary>Where a course says nothing, late work counts as if it were in time.</summary>
    public static LatePolicy Lenient { get; } = new(TimeSpan.Zero, 0, 0, null);

    public static LatePolicy Of(LateDocument? late) =>
        late is null
            ? Lenient
            : new(
                TimeSpan.FromMinutes(late.GraceMinutes),
                late.PercentADay,
                late.Floor,
                late.ClosesAfterMinutes is { } closes ? TimeSpan.FromMinutes(closes) : null
            );

    /// <summary>How many percent of a mark are kept; null when the work is no longer taken in.</summary>
    public int? KeptPercent(Instant due, Instant at)
    {
        var late = at - due;
        if (late <= TimeSpan.Zero || late <= Grace)
            return 100;
        if (late > ClosesAfter)
            return null;
        var days = (int)Math.Min(Math.Ceiling(late.TotalDays), 1_000);
        return Math.Max(Floor, 100 - (days * PercentADay));
    }

    /// <summary>The last moment at which something due then is taken in; null is any time.</summary>
    public Instant? Closes(Instant due) => ClosesAfter is { } after ? due + (after > Grace ? after : Grace) : null;
}
