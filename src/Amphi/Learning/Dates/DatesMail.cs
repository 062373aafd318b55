using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations.Mail;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning.Dates;

/// <summary>Somebody asked for more time in a run some while ago.</summary>
public sealed record ExtensionAsked(long RunId) : IAnnouncement
{
    public static string Kind => "extension.asked";
}

/// <summary>The team has answered who asked for more time.</summary>
public sealed record ExtensionAnswered(long Request) : IAnnouncement
{
    public static string Kind => "extension.answered";
}

/// <summary>Tells the team by mail that requests for more time wait, and learners that theirs was answered.</summary>
public sealed class DatesMail(Database db, Shelf shelf, LearnerMail mail, TeamMail team) : IListener<ExtensionAsked>, IListener<ExtensionAnswered>
{
    // What is asked within an hour is one mail.
    private const long Gathered = 3_600_000;

    /// <summary>Within a transaction: the team will hear of a request when the hour is full.</summary>
    internal static async Task Tell(Database db, long runId, Instant now, CancellationToken cancel)
    {
        var due = new Instant(((now.Milliseconds / Gathered) + 1) * Gathered);
        var mark = $"{ExtensionAsked.Kind}:{runId}:{due.Milliseconds}";
        if (!await db.Announcements.AnyAsync(one => one.Mark == mark, cancel))
            db.Announce(new ExtensionAsked(runId), due, mark);
    }

    public async Task Hear(ExtensionAsked announcement, CancellationToken cancel)
    {
        var waiting = db.ExtensionRequests.Where(one => one.RunId == announcement.RunId && one.AnsweredAt == null);
        if (await waiting.CountAsync(cancel) is not (> 0 and var count))
            return;
        var last = await waiting.MaxAsync(one => one.Id, cancel);
        var run = await db.Runs.AsNoTracking().SingleAsync(one => one.Id == announcement.RunId, cancel);
        var course = await db.Courses.AsNoTracking().SingleAsync(one => one.Id == run.CourseId, cancel);
        var letter = new Letter($"{ExtensionAsked.Kind}:{run.Code}:{last}", ExtensionAsked.Kind, $"/c/{run.Code}/team/dates", course.Title, run.Title, count);
        await team.Send(course.Id, course.OrganisationId, letter, cancel);
    }

    public async Task Hear(ExtensionAnswered announcement, CancellationToken cancel)
    {
        var request = await db.ExtensionRequests.AsNoTracking().SingleOrDefaultAsync(one => one.Id == announcement.Request, cancel);
        if (request?.AnsweredAt is null)
            return;
        var run = await db.Runs.AsNoTracking().SingleAsync(one => one.Id == request.RunId, cancel);
        var course = await shelf.Open(run.VersionId);
        if (course.LessonOf(request.Thing) is not { IsOpenToLearners: true } lesson)
            return;
        var title = lesson.Blocks.FirstOrDefault(block => block.Id == request.Thing)?.Title ?? lesson.Title;
        await mail.Send(
            request.Persona,
            new Letter($"{ExtensionAnswered.Kind}:{request.Id}", ExtensionAnswered.Kind, $"/c/{run.Code}/dates", title, course.Title),
            cancel
        );
    }
}
