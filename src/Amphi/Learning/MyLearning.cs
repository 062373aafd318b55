using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning;

public sealed record MyLearningModel(IReadOnlyList<MyCourse> Courses, IReadOnlyList<TeamCourse> Team);

public sealed record MyCourse(OpenCourse Course, CourseRun Run, string Cloth, int Seat, bool IsDiscreet, int Done, int Total);

public sealed record TeamCourse(Course Course, CourseRun Run);

/// <summary>A person finds the courses they follow. Only they can: the list is read from the vault.</summary>
internal static class MyLearning
{
    public static async Task<IResult> See(Visit visit, Vault vault, Database db, Shelf shelf, HotReads reads)
    {
        var mine = new List<MyCourse>();
        foreach (var (runId, persona) in await vault.PersonasOf(visit.Person.Id, visit.Cancel))
            if (await Follow(runId, persona, db, shelf, reads, visit.Cancel) is { } course)
                mine.Add(course);

        return Page.Show(visit.Frame(visit.Words["mylearning"]), MyLearningPage.Create(new MyLearningModel(mine, await Team(visit, db))));
    }

    private static async Task<MyCourse?> Follow(long runId, PersonaId persona, Database db, Shelf shelf, HotReads reads, CancellationToken cancel)
    {
        if (await db.EnrolmentOf(persona, cancel) is not { IsHeld: true } enrolment)
            return null;
        var run = await db.Runs.AsNoTracking().SingleAsync(run => run.Id == runId, cancel);
        var course = (await shelf.Open(run.VersionId)).For(enrolment.Audiences);
        var cloth = await db.Courses.Where(one => one.Id == run.CourseId).Select(one => one.Cloth).SingleAsync(cancel);
        var progress = await reads.One(Tables.ProgressByPersona, Tables.Progress, cancel, persona.ToBytes());
        var done = progress is null ? 0 : course.LessonsForLearners.Count(place => progress.IsDone(place.Lesson.Ordinal));
        return new MyCourse(course, run, cloth, enrolment.Seat, enrolment.IsDiscreet, done, course.LessonsForLearners.Count);
    }

    private static async Task<IReadOnlyList<TeamCourse>> Team(Visit visit, Database db)
    {
        if (!visit.Roles.Any)
            return [];
        var courses = await db
            .Courses.AsNoTracking()
            .Where(course => course.OrganisationId == visit.Person.OrganisationId)
            .OrderBy(course => course.Id)
            .Take(200)
            .ToListAsync(visit.Cancel);
        var team = new List<TeamCourse>();
        foreach (var course in courses.Where(course => visit.Roles.IsOnTeamOf(course.Id)))
        foreach (
            var run in await db.Runs.AsNoTracking().Where(run => run.CourseId == course.Id).OrderByDescending(run => run.Id).Take(5).ToListAsync(visit.Cancel)
        )
            team.Add(new TeamCourse(course, run));
        return team;
    }
}
