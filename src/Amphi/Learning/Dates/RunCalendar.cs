using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>What a date means for one learner: when things open and are due. Null is whenever one likes.</summary>
/// <remarks>The one resolver of every date, peer work included.</remarks>
public sealed class RunCalendar(RunFacts run, int? enrolledOn)
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(run.TimeZone);

    /// <summary>When a thing opens: as its day begins, unless its rule says an hour.</summary>
    public Instant? Opens(string thing, DateRule? rule) => rule is { } given ? Resolve(thing, given, endOfDay: false) : null;

    /// <summary>When a thing is due: as its day ends, unless its rule says an hour.</summary>
    public Instant? Due(string thing, DateRule? rule) => rule is { } given ? Resolve(thing, given, endOfDay: true) : null;

    private Instant? Resolve(string thing, DateRule rule, bool endOfDay)
    {
        _ = thing;
        if (!rule.IsRelative)
            return Instant.From(rule.At);
        if (Anchor(rule.Anchor) is not { } day)
            return null;

        var wanted = day.AddDays(rule.Days).AddMinutes(rule.Minute ?? (endOfDay ? (24 * 60) - 1 : 0));
        return Instant.From(new DateTimeOffset(wanted, _zone.GetUtcOffset(wanted)));
    }

    // The day, at midnight where the run is.
    private DateTime? Anchor(DateAnchor anchor) =>
        anchor switch
        {
            DateAnchor.Start => Start,
            DateAnchor.Enrolment => Enrolled ?? Start,
            _ => Start ?? Enrolled,
        };

    private DateTime? Start => run.StartsAt is { } at ? TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), _zone).Date : null;

    private DateTime? Enrolled => enrolledOn is { } day ? Epoch.AddDays(day) : null;
}
