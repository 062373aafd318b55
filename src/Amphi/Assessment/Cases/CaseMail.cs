using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations.Mail;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

public enum News
{
    Result,
    Appeal,
}

/// <summary>There is something to tell the author of a copy.</summary>
public sealed record CaseNews(long Submission, News What) : IAnnouncement
{
    public static string Kind => "case.news";
}

/// <summary>A day on which an author may have to be reminded of what they still owe.</summary>
/// <param name="HandedIn">The hand-in it belongs to, in milliseconds: one that was taken back is not reminded of.</param>
public sealed record CaseReminder(long Submission, long HandedIn, int Number) : IAnnouncement
{
    public const int Most = 3;
    public static string Kind => "case.reminder";
}

/// <summary>A copy was lent some hours ago, and will soon go to someone else.</summary>
public sealed record LeaseEnding(string Review) : IAnnouncement
{
    public static readonly TimeSpan Before = TimeSpan.FromHours(2);
    public static string Kind => "case.lease";
}

/// <summary>
/// Tells learners by mail what waits for them in a case study and what came back. Each time it is looked at again: what
/// was done meanwhile, is past, or is no longer theirs to see is not written about.
/// </summary>
public sealed class CaseMail(Database db, CaseClerk clerk, CaseDesk desk, Shelf shelf, LearnerMail mail, TimeProvider time)
    : IListener<CaseNews>,
        IListener<CaseReminder>,
        IListener<LeaseEnding>
{
    public async Task Hear(CaseNews announcement, CancellationToken cancel)
    {
        var copy = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(one => one.Id == announcement.Submission, cancel);
        if (copy is not { IsSettled: true } || (announcement.What == News.Appeal && copy.AppealAnsweredAt is null))
            return;
        var (template, anchor) = announcement.What == News.Appeal ? ("case.appeal", "again") : ("case.result", "result");
        foreach (var author in await db.AuthorsOf(copy, cancel))
            await Send(author, copy.RunId, copy.Block, $"{template}:{copy.Code}", template, anchor, cancel);
    }

    public async Task Hear(CaseReminder announcement, CancellationToken cancel)
    {
        var copy = await db.Submissions.AsNoTracking().SingleOrDefaultAsync(one => one.Id == announcement.Submission, cancel);
        if (copy is not { IsSettled: false, PatientUntil: { } until } || copy.HandedInAt?.Milliseconds != announcement.HandedIn || time.Now() >= until)
            return;
        foreach (var author in await db.AuthorsOf(copy, cancel))
            await Remind(author, copy, $"{copy.Code}:{announcement.HandedIn}:{announcement.Number}", cancel);
    }

    private async Task Remind(PersonaId author, Submission copy, string what, CancellationToken cancel)
    {
        PersonaId? reader = author;
        if (await clerk.Owed(copy, author, cancel) is > 0 and var owed)
            await Send(author, copy.RunId, copy.Block, $"case.owed:{what}", "case.owed", "read", cancel, owed, copy.PatientUntil!.Value);
        else if (
            !await db.Reviews.AnyAsync(one => one.SubmissionId == copy.Id && one.Kind == ReviewKind.Self && one.Reader == reader && one.DoneAt != null, cancel)
        )
            await Send(author, copy.RunId, copy.Block, $"case.self:{what}", "case.self", "self", cancel);
    }

    public async Task Hear(LeaseEnding announcement, CancellationToken cancel)
    {
        var reading = await db.Reviews.AsNoTracking().SingleOrDefaultAsync(one => one.Code == announcement.Review, cancel);
        if (reading is not { IsDone: false, Reader: { } reader, LeasedUntil: { } until } || until <= time.Now())
            return;
        await Send(reader, reading.RunId, reading.Block, $"case.lease:{reading.Code}", "case.lease", "read", cancel, until);
    }

    private async Task Send(
        PersonaId persona,
        long runId,
        string block,
        string what,
        string template,
        string anchor,
        CancellationToken cancel,
        params object[] more
    )
    {
        var run = await db.Runs.AsNoTracking().SingleAsync(one => one.Id == runId, cancel);
        var course = await shelf.Open(run.VersionId);
        if (await desk.Find(course, block) is not { Lesson: { IsOpenToLearners: true } lesson, Written: var study } || (anchor == "self" && !HasSelf(study)))
            return;
        await mail.Send(
            persona,
            new Letter(what, template, $"/c/{run.Code}/case/{block}#{anchor}", [study.Title ?? lesson.Title, course.Title, .. more]),
            cancel
        );
    }

    private static bool HasSelf(Amphi.Formats.Courses.CaseBlock study) => study.Steps.Any(step => step.Kind == "self");
}
