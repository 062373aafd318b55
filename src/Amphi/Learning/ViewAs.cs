using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Amphi.Organisations;

namespace Amphi.Learning;

/// <summary>
/// Someone of the team looks at a run as a learner who has just arrived would. Nobody in particular is shown, and nothing
/// is kept: rights only shrink (what is not published disappears) and every act is refused.
/// </summary>
internal static class ViewAs
{
    private const string Cookie = "__Host-v";

    public static IResult Begin(Classroom room, HttpContext context)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team views as others.");
        context.Response.Cookies.Append(Cookie, room.Run.Code, Porter.HostCookie);
        return Results.LocalRedirect($"/c/{room.Run.Code}");
    }

    public static IResult End(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Porter.HostCookie);
        return context.Request.Cookies[Cookie] is { } code && code.All(char.IsAsciiLetterOrDigit)
            ? Results.LocalRedirect($"/c/{code}")
            : Results.LocalRedirect("/learning");
    }

    public static bool IsOn(HttpContext context, RunFacts run) => context.Request.Cookies[Cookie] == run.Code;

    /// <summary>A learner who is not there: on no row, seen by nobody.</summary>
    public static Learner Nobody(RunFacts run)
    {
        var persona = PersonaId.New();
        return new Learner(persona, EnrolmentFacts.Nobody, new Progress(persona, run.Id), "", Arrangement.None(persona, run.Id));
    }
}
