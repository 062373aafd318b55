using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>How long a session may stand idle, and how long it lasts however busy it is: less for those who hold a role.</summary>
public sealed class SessionLimits(Settings settings)
{
    public static readonly Setting LearnerIdle = Minutes("SESSION_IDLE", "480", "how many minutes a learner's session may stand idle");
    public static readonly Setting LearnerLongest = Minutes("SESSION_LONGEST", "10080", "after how many minutes a learner signs in again in any case");
    public static readonly Setting StaffIdle = Minutes("SESSION_STAFF_IDLE", "30", "how many minutes the session of someone with a role may stand idle");
    public static readonly Setting StaffLongest = Minutes(
        "SESSION_STAFF_LONGEST",
        "720",
        "after how many minutes someone with a role signs in again in any case"
    );

    private readonly (TimeSpan Idle, TimeSpan Longest) _learners = (Span(settings, LearnerIdle), Span(settings, LearnerLongest));
    private readonly (TimeSpan Idle, TimeSpan Longest) _staff = (Span(settings, StaffIdle), Span(settings, StaffLongest));

    public static IReadOnlyList<Setting> Settings { get; } = [LearnerIdle, LearnerLongest, StaffIdle, StaffLongest];

    public TimeSpan Idle(bool isStaff) => isStaff ? _staff.Idle : _learners.Idle;

    public TimeSpan Longest(bool isStaff) => isStaff ? _staff.Longest : _learners.Longest;

    /// <summary>Asked at each request rather than kept in the session, so that a role given meanwhile counts at once.</summary>
    public bool AreOver(bool isStaff, Instant begun, Instant seen, Instant now) => seen + Idle(isStaff) <= now || begun + Longest(isStaff) <= now;

    private static Setting Minutes(string name, string value, string explanation) => new(name, value, explanation, Setting.Whole(1, 60 * 24 * 90));

    private static TimeSpan Span(Settings settings, Setting setting) => TimeSpan.FromMinutes(settings.Number(setting));
}
