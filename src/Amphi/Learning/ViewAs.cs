using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Amphi.Organisations;

namespace Amphi.Learning;

/// <summary>
/// Someone of the team looks at a run as a learner who has just arrived would, on a path and tracks of their choice. Nobody in particular is shown, and nothing
/// is kept: rights only shrink (what is not published disappears) and every act is refused.
/// </summary>
internal static class ViewAs
{
    private const string Cookie = "__Host-v";

    // No id has one.
    private const char Between = '~';

    public static async Task<IResult> Begin(Classroom room, HttpContext context)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team views as others.");
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var audience = Audience.In(room.Course.Outline, [.. form["audience"].OfType<string>()]);
        context.Response.Cookies.Append(Cookie, $"{room.Run.Code} {audience.Ids}".Replace(' ', Between), Porter.HostCookie);
        return Results.LocalRedirect($"/c/{room.Run.Code}");
    }

    public static IResult End(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Porter.HostCookie);
        return context.Request.Cookies[Cookie]?.Split(Between)[0] is { Length: > 0 } code && code.All(char.IsAsciiLetterOrDigit)
            ? Results.LocalRedirect($"/c/{code}")
            : Results.LocalRedirect("/learning");
    }

    /// <summary>What someone views a run as, as the ids of audiences; null when they do not.</summary>
    public static string? Audiences(HttpContext context, RunFacts run) =>
        context.Request.Cookies[Cookie]?.Split(Between, 2) is [var code, .. var rest] && code == run.Code ? string.Concat(rest).Replace(Between, ' ') : null;

    /// <summary>A learner who is not there: on no row, seen by nobody.</summary>
    public static Learner Nobody(RunFacts run, OpenCourse course, string audiences)
    {
        var persona = PersonaId.New();
        var enrolment = EnrolmentFacts.Nobody with { Audiences = Audience.In(course.Outline, audiences).Ids };
        return new Learner(persona, enrolment, new Progress(persona, run.Id), Arrangement.None(persona, run.Id));
    }
}
