using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>What a date means for one learner: when things open and are due. Null is whenever one likes.</summary>
/// <remarks>
/// The one resolver of every date, peer work included. A course's rule gives way to the run's own date; a learner moves
/// what may be moved; an extension for one thing, then days more for all, come on top.
/// </remarks>
public sealed class RunCalendar(RunFacts run, int? enrolledOn, Arrangement? arranged = null, LatePolicy? late = null)
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(run.TimeZone);

    /// <summary>What is left of a mark earned after the due date.</summary>
    public LatePolicy Late { get; } = late ?? LatePolicy.Lenient;

    /// <summary>More time for what is timed.</summary>
    public ExtraTime ExtraTime => arranged?.ExtraTime ?? default;

    /// <summary>When a thing opens: as its day begins, unless its rule says an hour. Nothing of a learner's moves it.</summary>
    public Instant? Opens(string thing, DateRule? rule) => run.Dates.Things.GetValueOrDefault(thing)?.OpensAt ?? At(rule);

    /// <summary>The moment that a rule means for something that the run gives no date of its own: as its day begins, unless it says an hour.</summary>
    public Instant? At(DateRule? rule) => rule is { } given ? Resolve(given, endOfDay: false) : null;

    /// <summary>When a thing is due: as its day ends, unless its rule says an hour.</summary>
    public Instant? Due(string thing, DateRule? rule)
    {
        if (DueForAll(thing, rule) is not { } due)
            return null;
        if (arranged is null)
            return due;
        var moved = MayMove(thing, rule) ? Math.Min(arranged.ShiftDays, run.Dates.MostShift) : 0;
        return Later(due, moved + arranged.Extensions.GetValueOrDefault(thing) + arranged.ExtraDays);
    }

    /// <summary>When a block is due: by its own date, else by its lesson's.</summary>
    public Instant? Due(OutlineLesson lesson, OutlineBlock block) =>
        block.Due is not null || run.Dates.Things.GetValueOrDefault(block.Id)?.DueAt is not null ? Due(block.Id, block.Due) : Due(lesson.Id, lesson.Due);

    /// <summary>When a block is due, and what lateness does to it.</summary>
    public Deadline DeadlineOf(OutlineLesson lesson, OutlineBlock block) => new(Due(lesson, block), Late);

    /// <summary>The due date before anything that is this learner's own.</summary>
    public Instant? DueForAll(string thing, DateRule? rule) =>
        (run.Dates.Things.GetValueOrDefault(thing)?.DueAt ?? (rule is { } given ? Resolve(given, endOfDay: true) : null)) is { } due ? ToEndOfDay(due) : null;

    /// <summary>Whether the learner may move this thing's due date: the run lets all be moved, or it is relative.</summary>
    public bool MayMove(string thing, DateRule? rule) =>
        run.Dates.ShiftDays is { } allowed
            ? allowed > 0
            : rule is { IsRelative: true }
                && (run.IsSelfPaced || rule is { Anchor: DateAnchor.Enrolment })
                && run.Dates.Things.GetValueOrDefault(thing)?.DueAt is null;

    private Instant? Resolve(DateRule rule, bool endOfDay)
    {
        if (!rule.IsRelative)
            return Instant.From(rule.At);
        if (Anchor(rule.Anchor) is not { } day)
            return null;

        return AtLocal(day.AddDays(rule.Days).AddMinutes(rule.Minute ?? (endOfDay ? (24 * 60) - 1 : 0)));
    }

    // Pages say 23:59 and mean the day: its last minute is the learner's to its end.
    private Instant ToEndOfDay(Instant due)
    {
        var clock = TimeZoneInfo.ConvertTime(due.ToDateTimeOffset(), _zone).TimeOfDay;
        return clock == new TimeSpan(23, 59, 0) ? due + TimeSpan.FromMilliseconds(59_999) : due;
    }

    // So many days later at the same hour of the clock, whatever summer time does between.
    private Instant Later(Instant at, int days) => days == 0 ? at : AtLocal(TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), _zone).DateTime.AddDays(days));

    // An hour that the clock skips in spring is the one after it; one it strikes twice in autumn is the later, in the learner's favour.
    private Instant AtLocal(DateTime wanted)
    {
        if (_zone.IsInvalidTime(wanted))
            wanted = wanted.AddHours(1);
        var offset = _zone.IsAmbiguousTime(wanted) ? _zone.GetAmbiguousTimeOffsets(wanted).Min() : _zone.GetUtcOffset(wanted);
        return Instant.From(new DateTimeOffset(wanted, offset));
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
