using Amphi.Courses;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;

namespace Amphi.Enrolments;

public sealed record EnrolForm(Course Course, CourseRun Run, Refusal? Refusal, string Name, string? Appearance, Intent? Intent, bool IsIncomplete);

/// <summary>A person enrols in a course run, under their name or discreetly, and says what they want from it.</summary>
internal static class EnrolInCourse
{
    public static async Task<IResult> Ask(Slug slug, Visit visit, Database db)
    {
        var (course, run) = await Offered(slug, visit, db);
        return Show(visit, new EnrolForm(course, run, run.EnrolmentRefusal(visit.Now), visit.Person.Name, null, null, IsIncomplete: false));
    }

    public static async Task<IResult> Enrol(Slug slug, Visit visit, Database db, Registrar registrar, HttpContext context)
    {
        var (course, run) = await Offered(slug, visit, db);
        var form = await context.Request.ReadFormAsync(visit.Cancel);
        var appearance = form["appearance"].ToString() is "named" or "discreet" ? form["appearance"].ToString() : null;
        var intent = Enum.TryParse<Intent>(form["intent"], out var wanted) && Enum.IsDefined(wanted) ? wanted : (Intent?)null;
        if (appearance is null || intent is null)
            return Show(
                visit,
                new EnrolForm(course, run, null, visit.Person.Name, appearance, intent, IsIncomplete: true),
                StatusCodes.Status422UnprocessableEntity
            );

        await registrar.Enrol(run.Code, new Application(visit.Person.Id, appearance == "named" ? visit.Person.Name : null, intent.Value), visit.Cancel);
        return Results.LocalRedirect($"/c/{run.Code}");
    }

    private static async Task<(Course, CourseRun)> Offered(Slug slug, Visit visit, Database db)
    {
        var course = await db.CourseAt(slug, visit.Cancel);
        return (course, await db.RunToEnrolIn(course.Id, visit.Now, visit.Cancel) ?? throw new RefusedException(new Refusal("enrol.refused.norun")));
    }

    private static IResult Show(Visit visit, EnrolForm form, int status = StatusCodes.Status200OK) =>
        Page.Show(visit.Frame(visit.Words["enrol.title"]), EnrolPage.Create(form), status);
}
