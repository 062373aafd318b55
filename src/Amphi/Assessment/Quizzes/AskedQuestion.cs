using System.Text.Json;
using System.Text.RegularExpressions;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>A question where it stands in a version of its course.</summary>
public sealed partial record AskedQuestion(OpenCourse Course, OutlineLesson Lesson, OutlineBlock Block, QuizBlock Quiz, Question Question)
{
    /// <summary>
    /// What an answer to it refers to: everything that is asked, nothing of the key. An answer means the same under
    /// another key exactly when this stayed.
    /// </summary>
    public string Wording =>
        field ??= JsonSerializer.Serialize(
            new
            {
                Question.Type,
                Question.Text,
                Question.Drawn,
                Choices = (Question as SingleQuestion)?.Choices.Select(choice => choice.Text)
                    ?? (Question as MultipleQuestion)?.Choices.Select(choice => choice.Text),
                Gaps = (Question as GapQuestion)?.Gaps.Select(gap => gap.Options.Select(option => option.Text)),
                Sides = Question is MatchQuestion match
                    ? (IEnumerable<string>)[.. match.Pairs.Select(pair => pair.Left), .. Marking.Marker.RightHandSides(match)]
                    : null,
                Items = (Question as OrderQuestion)?.Items.Order(StringComparer.Ordinal),
                (Question as HotspotQuestion)?.Image,
                Letters = (Question as FormulaQuestion)?.Variables,
            }
        );

    /// <summary>
    /// An answer to this question as one to another with the same wording: items to order are kept by their places in the
    /// key, and another key has them in other places.
    /// </summary>
    public Marking.Answer Translate(Marking.Answer answer, AskedQuestion to)
    {
        if (Question is not OrderQuestion before || to.Question is not OrderQuestion after)
            return answer;
        var places = before.Items.Zip(answer.Values).ToLookup(one => one.First, one => one.Second, StringComparer.Ordinal);
        return new Marking.Answer([.. after.Items.Select((item, n) => places[item].ElementAtOrDefault(after.Items.Take(n).Count(one => one == item)) ?? "")]);
    }

    /// <summary>What is asked, as one reads it: a gap and a drawn number are left open.</summary>
    public static string Text(Question question) => Open().Replace(question.Text, "…");

    public bool HasKeyOf(AskedQuestion other) => Json(Question) == Json(other.Question);

    /// <summary>All questions of a version that a machine marks.</summary>
    internal static async Task<IReadOnlyList<AskedQuestion>> AllIn(OpenCourse course, LessonShelf lessons)
    {
        var all = new List<AskedQuestion>();
        foreach (var lesson in course.Lessons.Select(place => place.Lesson).Where(lesson => lesson.Blocks.Any(block => block.Kind == "quiz")))
        foreach (var quiz in (await lessons.Lesson(course, lesson)).Blocks.OfType<QuizBlock>().Where(quiz => !quiz.Survey))
            all.AddRange(
                quiz.Questions.Where(question => question.IsMarked)
                    .Select(question => new AskedQuestion(course, lesson, course.Block(quiz.Id!).Block, quiz, question))
            );
        return all;
    }

    private static string Json(Question question) => JsonSerializer.Serialize(question, question.GetType());

    [GeneratedRegex(@"\[\[\d+\]\]|\{\{\w+\}\}", RegexOptions.None, 1000)]
    private static partial Regex Open();
}
