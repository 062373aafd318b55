using Amphi.Ground;

namespace Amphi.Courses;

/// <summary>A course given once, with its dates; or at everyone's own pace.</summary>
public sealed class CourseRun
{
    public long Id { get; private set; }
    public required long CourseId { get; init; }
    public required long VersionId { get; set; }

    /// <summary>The word in the addresses of its pages: random, because an address must not name the course.</summary>
    public string Code { get; init; } = RandomWord.Code(10);

    /// <summary>What its people call it, such as « Promo 13 ».</summary>
    public required string Title { get; set; }

    /// <summary>IANA; the dates of the run are said in it.</summary>
    public required string TimeZone { get; set; }
    public bool IsSelfPaced { get; set; }
    public Instant? StartsAt { get; set; }
    public Instant? EndsAt { get; set; }
    public Instant? EnrolmentOpensAt { get; set; }
    public Instant? EnrolmentClosesAt { get; set; }

    /// <summary>null is without limit.</summary>
    public int? Capacity { get; set; }
    public int Taken { get; private set; }
    public required Instant CreatedAt { get; init; }

    /// <summary>The dates set over the course's, as <see cref="RunDates"/> writes them.</summary>
    public string Dates { get; set; } = "";

    public bool HasEnded(Instant now) => EndsAt <= now;

    /// <summary>Why nobody may enrol now, or null.</summary>
    public Refusal? EnrolmentRefusal(Instant now) =>
        HasEnded(now) ? new Refusal("enrol.refused.ended")
        : now < EnrolmentOpensAt ? new Refusal("enrol.refused.notyet", EnrolmentOpensAt)
        : now >= EnrolmentClosesAt ? new Refusal("enrol.refused.closed", EnrolmentClosesAt)
        : Taken >= Capacity ? new Refusal("enrol.refused.full")
        : null;

    /// <summary>Takes a place.</summary>
    /// <exception cref="RefusedException">Enrolment is closed, or every place is taken.</exception>
    public void Admit(Instant now)
    {
        if (EnrolmentRefusal(now) is { } refusal)
            throw new RefusedException(refusal);

        // Open runs are not counted, so a crowd does not queue on one row.
        if (Capacity is not null)
            Taken++;
    }

    public void GiveBackPlace()
    {
        if (Capacity is not null)
            Taken--;
    }
}
