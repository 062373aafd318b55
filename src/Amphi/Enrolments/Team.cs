using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Enrolments;

/// <summary>Learners of a run who hand work in together. It acts under a persona of its own, which is nobody's.</summary>
public sealed class Team
{
    public const int LongestName = 60;

    public PersonaId Persona { get; init; } = PersonaId.New();
    public required long RunId { get; init; }

    /// <summary>Who knows it may join.</summary>
    public string Code { get; init; } = RandomWord.Code(8);
    public required string Name { get; init; }
    public required int FoundedOn { get; init; }
}

/// <summary>A learner's stay in a team.</summary>
public sealed class TeamMember
{
    public long Id { get; private set; }
    public required PersonaId Team { get; init; }
    public required long RunId { get; init; }
    public required PersonaId Persona { get; init; }
    public required int JoinedOn { get; init; }
    public int? LeftOn { get; private set; }

    public void Leave(Instant now) => LeftOn = Enrolment.Day(now);
}

/// <summary>Makes teams, and lets learners join and leave them. A learner is in one team of a run at a time.</summary>
public sealed class TeamDesk(Database db, TimeProvider time)
{
    /// <exception cref="RefusedException">The founder is in a team, or the name is empty or too long.</exception>
    public Task<Team> Found(PersonaId founder, long runId, string name, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                if (name.Length is 0 or > Team.LongestName || name.Any(char.IsControl))
                    throw new RefusedException(new Refusal("team.refused.name", Team.LongestName) { Status = StatusCodes.Status422UnprocessableEntity });
                var team = new Team
                {
                    RunId = runId,
                    Name = name,
                    FoundedOn = Enrolment.Day(time.Now()),
                };
                db.Teams.Add(team);
                await Enter(team, founder, cancel);
                return team;
            },
            cancel
        );

    /// <exception cref="RefusedException">The learner is in a team, no team has this code, or it is full.</exception>
    public Task<Team> Join(PersonaId learner, long runId, string code, int most, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var team =
                    await db.Teams.SingleOrDefaultAsync(one => one.RunId == runId && one.Code == code, cancel)
                    ?? throw new RefusedException(new Refusal("team.refused.code") { Status = StatusCodes.Status422UnprocessableEntity });
                if ((await db.MembersOf(team.Persona, cancel)).Count >= most)
                    throw new RefusedException(new Refusal("team.refused.full", most));
                await Enter(team, learner, cancel);
                return team;
            },
            cancel
        );

    public Task Leave(PersonaId learner, long runId, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                if (
                    await db.TeamMembers.SingleOrDefaultAsync(one => one.Persona == learner && one.RunId == runId && one.LeftOn == null, cancel) is not { } stay
                )
                    return;
                stay.Leave(time.Now());
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    private async Task Enter(Team team, PersonaId learner, CancellationToken cancel)
    {
        if (await db.TeamOf(learner, team.RunId, cancel) is not null)
            throw new RefusedException(new Refusal("team.refused.already"));
        db.TeamMembers.Add(
            new TeamMember
            {
                Team = team.Persona,
                RunId = team.RunId,
                Persona = learner,
                JoinedOn = Enrolment.Day(time.Now()),
            }
        );

        // The others of the team see how they appear.
        (await db.EnrolmentOf(learner, cancel))?.Act();
        await db.SaveChangesAsync(cancel);
    }
}
