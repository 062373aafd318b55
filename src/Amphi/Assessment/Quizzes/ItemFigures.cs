using Amphi.Assessment.Marking;
using Amphi.Courses;
using Amphi.Formats.Courses;

namespace Amphi.Assessment.Quizzes;

/// <summary>A question as it stood in some versions of its course, and how it did there.</summary>
/// <param name="Discrimination">From −1 to 1; null where it cannot be said.</param>
/// <param name="Chosen">How many chose each choice, to the nearest five; null where so few did that it could tell who.</param>
public sealed record ItemFigures(
    OpenCourse Course,
    OutlineLesson Lesson,
    QuizBlock Quiz,
    Question Question,
    IReadOnlyList<int> Versions,
    int Learners,
    int Facility,
    double? Discrimination,
    IReadOnlyList<int?> Chosen
)
{
    /// <summary>With fewer learners nothing is said.</summary>
    public const int Fewest = 10;

    /// <summary>Where the figures ask the team to look: those who knew the rest did worse than the others.</summary>
    public bool IsSuspect => Discrimination < 0;

    internal static IReadOnlyList<int?> Told(Question question, ItemTally tally)
    {
        var counts = Enumerable.Range(0, Choices(question).Count).Select(tally.Chose).ToArray();
        var isMany = question is MultipleQuestion;
        var told = counts.Select(count => IsTold(count) && (!isMany || IsTold(tally.Learners - count)) ? count : (int?)null).ToArray();
        // One that is missing among choices that make a whole could be worked out from the others.
        if (!isMany && told.Count(count => count is null) == 1 && told.Max() is not null)
            told[Array.IndexOf(told, told.Where(count => count > 0).DefaultIfEmpty(0).Min())] = null;
        return [.. told.Select(count => count is { } known ? (int?)((known + 2) / 5 * 5) : null)];
    }

    public static IReadOnlyList<Choice> Choices(Question question) =>
        question switch
        {
            SingleQuestion single => single.Choices,
            MultipleQuestion multiple => multiple.Choices,
            _ => [],
        };

    internal static IReadOnlyList<int> ChosenIn(Question question, Answer answer) => answer.Indices(Choices(question).Count);

    private static bool IsTold(int count) => count is 0 or >= Fewest;
}
