using Amphi.Courses;

namespace Amphi.Learning;

/// <summary>What can be done next of a lesson in the time someone has.</summary>
/// <param name="Part">« lesson », or the part of it that fits: « video », « questions ».</param>
public sealed record ShortStep(OutlineLesson Lesson, string Part, int Minutes);

/// <summary>
/// Learners come between two meetings: given some minutes, what fits into them, in the order of the course. Whole
/// lessons first; of a lesson that is too long, its video or its questions; what is longer still waits for another day.
/// </summary>
internal static class TimeBox
{
    public static readonly IReadOnlyList<int> Choices = [10, 25, 60];
    private const int UsualMinutes = 10;
    private const int MinutesAQuestion = 1;
    private const int MostSteps = 4;

    /// <param name="pending">Open lessons that are not finished, in the order they are to be taken.</param>
    public static IReadOnlyList<ShortStep> Fill(IEnumerable<OutlineLesson> pending, Progress progress, int minutes)
    {
        var steps = new List<ShortStep>();
        foreach (var lesson in pending)
        {
            var step = Parts(lesson, progress).FirstOrDefault(part => part.Minutes <= minutes);
            if (step is null || steps.Count == MostSteps)
                continue;
            steps.Add(step);
            minutes -= step.Minutes;
        }

        return steps;
    }

    private static IEnumerable<ShortStep> Parts(OutlineLesson lesson, Progress progress)
    {
        var left = lesson.Required.Where(block => !progress.IsDone(block.Ordinal)).ToList();
        var videos = Minutes(left.Sum(block => Unseen(block, progress)));
        var questions = left.Sum(block => block.Questions.Count) * MinutesAQuestion;
        var isBegun = left.Count < lesson.Required.Count();
        yield return new(lesson, "lesson", isBegun ? Math.Max(1, videos + questions) : lesson.Minutes ?? Math.Max(UsualMinutes, videos + questions));
        if (videos > 0)
            yield return new(lesson, "video", videos);
        if (questions > 0)
            yield return new(lesson, "questions", questions);
    }

    // Milliseconds.
    private static long Unseen(OutlineBlock block, Progress progress) =>
        Math.Max(0, (block.Duration ?? 0) - (progress.Places.TryGetValue(block.Id, out var place) ? place.Position : 0));

    private static int Minutes(long milliseconds) => (int)Math.Ceiling(milliseconds / 60_000.0);
}
