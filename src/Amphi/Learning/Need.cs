using Amphi.Courses;

namespace Amphi.Learning;

/// <summary>What a lesson waits for: another to finish, or so much to reach in one.</summary>
/// <param name="Title">Of the lesson, or of the quiz or case study in it.</param>
/// <param name="Percent">To reach at least; null is to finish.</param>
/// <param name="Reached">Percent so far.</param>
public sealed record Need(OutlineLesson Lesson, string Title, int? Percent = null, int Reached = 0)
{
    /// <summary>What is not met yet, as far as it is for the learner.</summary>
    internal static IReadOnlyList<Need> Of(Classroom room, OutlineLesson lesson)
    {
        var needs = new List<Need>();
        foreach (var needed in lesson.Needs.Select(room.Course.LessonOf).OfType<OutlineLesson>())
            if (room.Shows(needed) && room.Learner?.Progress.IsDone(needed.Ordinal) != true)
                needs.Add(new Need(needed, needed.Title));
        foreach (var score in lesson.Reach)
            if (room.Course.LessonOf(score.Of) is { } place && room.Shows(place) && room.Scores?.Of(score.Of) is var reached && !(reached >= score.Percent))
                needs.Add(new Need(place, place.Blocks.FirstOrDefault(block => block.Id == score.Of)?.Title ?? place.Title, score.Percent, reached ?? 0));
        return needs;
    }
}

/// <summary>What one learner has reached in the lessons, quizzes and case studies of a course.</summary>
public interface IScores
{
    /// <summary>Percent of the points of a thing, by its id; all of them for who was let off.</summary>
    int Of(string thing);
}

/// <summary>Where what learners reached stands written; a later room fills it.</summary>
public interface IScoreBoard
{
    ValueTask<IScores> Of(Learner learner, OpenCourse course, CancellationToken cancel);
}
