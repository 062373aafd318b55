using Amphi.Ground;
using Amphi.Organisations;

namespace Amphi.Staff;

/// <summary>Someone who changes others' rights, with what they hold at that moment. Nobody gives what they do not have, least of all to themselves.</summary>
public sealed record Appointer(long PersonId, Roles Roles)
{
    public Refusal? RefusalToGive(Role role, long to) =>
        !Roles.MayGive(role) ? Above
        : to == PersonId ? new Refusal("people.refused.self")
        : null;

    /// <summary>One's own rights may shrink; the last administrator's may not, or nobody could give them back.</summary>
    public Refusal? RefusalToTake(Role role, bool isLastAdministrator) =>
        !Roles.MayGive(role) ? Above
        : role == Role.Administrator && isLastAdministrator ? new Refusal("people.refused.last")
        : null;

    /// <summary>To disable or enable an account takes as much as to give every role it holds.</summary>
    public Refusal? RefusalToClose(long whom, Roles theirs) =>
        !Roles.MayGive(Role.Manager) || (theirs.Holds(Role.Administrator) && !Roles.MayGive(Role.Administrator)) ? Above
        : whom == PersonId ? new Refusal("people.refused.close.self")
        : null;

    private static Refusal Above => new("people.refused.above") { Status = StatusCodes.Status403Forbidden };
}
