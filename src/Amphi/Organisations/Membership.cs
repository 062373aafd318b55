using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>What someone may do. A learner needs no membership: anyone signed in may learn.</summary>
public enum Role
{
    /// <summary>Signed in, and no more.</summary>
    Learner,

    /// <summary>Answers and moderates in the courses they are given.</summary>
    Facilitator,

    /// <summary>Writes, publishes and runs the courses they are given, or all.</summary>
    Teacher,

    /// <summary>Watches over examinations.</summary>
    Proctor,

    /// <summary>Runs the organisation: people, courses offered, figures. Never who learns discreetly.</summary>
    Manager,

    /// <summary>Runs the installation.</summary>
    Administrator,
}

/// <summary>A role a person holds, in the whole organisation or for one course.</summary>
public sealed class Membership(long personId, long organisationId, Role role, long? courseId, Instant createdAt)
{
    public long Id { get; private set; }
    public long PersonId { get; private set; } = personId;
    public long OrganisationId { get; private set; } = organisationId;
    public Role Role { get; private set; } = role;

    /// <summary>The course it is for; null is all of the organisation.</summary>
    public long? CourseId { get; private set; } = courseId;
    public Instant CreatedAt { get; private set; } = createdAt;
}

/// <summary>The roles of a visitor.</summary>
public sealed class Roles(IReadOnlyList<(Role Role, long? CourseId)> held)
{
    public static Roles None { get; } = new([]);

    /// <summary>Reads the column of the session's query: <c>Teacher:0,Facilitator:12</c>, 0 being all.</summary>
    public static Roles Parse(string? column)
    {
        if (string.IsNullOrEmpty(column))
            return None;
        return new([
            .. column.Split(',').Select(one => one.Split(':')).Select(one => (Enum.Parse<Role>(one[0]), one[1] == "0" ? (long?)null : long.Parse(one[1]))),
        ]);
    }

    /// <summary>Whether whoever holds these gives and takes a role: an administrator all, a manager all but the administrator's. Learning needs none.</summary>
    public bool MayGive(Role role) => role != Role.Learner && (Holds(Role.Administrator) || (Holds(Role.Manager) && role != Role.Administrator));

    public bool Any => held.Count > 0;

    public bool Holds(Role role) => held.Any(one => one.Role == role);

    /// <summary>Whether the role is held for a course, or for all.</summary>
    public bool Holds(Role role, long courseId) => held.Any(one => one.Role == role && (one.CourseId is null || one.CourseId == courseId));

    /// <summary>Teachers and facilitators of a course, and administrators.</summary>
    public bool IsOnTeamOf(long courseId) => Any && (Holds(Role.Teacher, courseId) || Holds(Role.Facilitator, courseId) || Holds(Role.Administrator));
}
