using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Cases;

/// <summary>A learner's team on the page of a case.</summary>
/// <param name="Members">As they appear, in the order in which they came.</param>
/// <param name="HasHandedInWithout">The team had handed in before the learner came.</param>
public sealed record TeamStand(string Name, string Code, IReadOnlyList<string> Members, bool HasHandedInWithout);

/// <summary>A learner makes, joins or leaves the team that hands a case in. What is handed in keeps its authors.</summary>
internal static class TeamUp
{
    public static async Task<IResult> Found(string block, Classroom room, CaseDesk desk, TeamDesk teams, HttpContext context)
    {
        var (open, form) = await Team(block, room, desk, context);
        await teams.Found(room.Acting.Persona, open.Study.RunId, form["name"].ToString().Trim(), room.Visit.Cancel);
        return Back(open);
    }

    public static async Task<IResult> Join(string block, Classroom room, CaseDesk desk, TeamDesk teams, HttpContext context)
    {
        var (open, form) = await Team(block, room, desk, context);
        var code = form["code"].ToString().Trim().ToLowerInvariant();
        await teams.Join(room.Acting.Persona, open.Study.RunId, code, open.Study.Team!.Most, room.Visit.Cancel);
        return Back(open);
    }

    public static async Task<IResult> Leave(string block, Classroom room, CaseDesk desk, TeamDesk teams, Database db, HttpContext context)
    {
        var (open, _) = await Team(block, room, desk, context);
        if (await db.CopyOf(room.Acting.Persona, open.Study.RunId, open.Study.Id, room.Visit.Cancel) is { IsDraft: false })
            throw new RefusedException(new Refusal("case.refused.team.handedin"));
        await teams.Leave(room.Acting.Persona, open.Study.RunId, room.Visit.Cancel);
        return Back(open);
    }

    /// <summary>The team of a learner as its page shows it; null when they are in none.</summary>
    internal static async Task<TeamStand?> Stand(OpenCase open, PersonaId learner, Submission? work, Database db)
    {
        var (study, words, cancel) = (open.Study, open.Room.Visit.Words, open.Room.Visit.Cancel);
        if (await db.TeamOf(learner, study.RunId, cancel) is not { } team)
            return null;
        var members = await db.MembersOf(team.Persona, cancel);
        var isWithout = work is null && await db.SubmissionOf(study, team.Persona, cancel) is { IsDraft: false };
        return new TeamStand(team.Name, team.Code, members.ConvertAll(one => NameOf(one, words)), isWithout);
    }

    /// <summary>How a learner appears to others.</summary>
    internal static string NameOf(Enrolment? enrolment, Words words) => enrolment?.ShownName ?? words.Say("seat", (enrolment?.Seat ?? 0).ToString());

    private static async Task<(OpenCase, IFormCollection)> Team(string block, Classroom room, CaseDesk desk, HttpContext context)
    {
        var open = await desk.Open(room, block);
        _ = room.Acting;
        return open.Study.Team is null ? throw new MissingException("No teams here.") : (open, await context.Request.ReadFormAsync(room.Visit.Cancel));
    }

    private static IResult Back(OpenCase open) => Results.LocalRedirect($"{open.Address}#team");
}
