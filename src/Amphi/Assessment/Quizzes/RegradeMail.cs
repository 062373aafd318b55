using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations.Mail;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Quizzes;

/// <summary>A corrected key changed what a learner's work in a lesson is worth.</summary>
/// <param name="Sequence">The correction's place in the audit log: however many answers it changed, it is told once.</param>
public sealed record MarkCorrected(string Persona, long RunId, string Lesson, long Sequence) : IAnnouncement
{
    public static string Kind => "mark.corrected";
}

/// <summary>Tells learners by mail that a correction changed a mark of theirs, and where they read why.</summary>
public sealed class RegradeMail(Database db, Shelf shelf, LearnerMail mail) : IListener<MarkCorrected>
{
    public async Task Hear(MarkCorrected announcement, CancellationToken cancel)
    {
        var run = await db.Runs.AsNoTracking().SingleAsync(one => one.Id == announcement.RunId, cancel);
        var course = await shelf.Open(run.VersionId);
        if (course.LessonOf(announcement.Lesson) is not { IsOpenToLearners: true } lesson)
            return;
        await mail.Send(
            PersonaId.Parse(announcement.Persona),
            new Letter($"{MarkCorrected.Kind}:{announcement.Sequence}", MarkCorrected.Kind, $"/c/{run.Code}/result#corrections", lesson.Title, course.Title),
            cancel
        );
    }
}
