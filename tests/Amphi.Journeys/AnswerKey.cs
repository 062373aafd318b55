using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Packages;

namespace Amphi.Journeys;

/// <summary>The right answers to a course's questions, from its folder and, where numbers are drawn, from what the learner reads.</summary>
internal sealed partial class AnswerKey(string folder)
{
    private readonly Dictionary<string, Question> _questions = CourseFolder
        .Read(Package.Open(folder, new PackageLimits(), Path.GetTempPath()))
        .Document.Blocks.OfType<QuizBlock>()
        .SelectMany(quiz => quiz.Questions)
        .ToDictionary(question => question.Id);

    /// <summary>The values to choose or to type.</summary>
    public IReadOnlyList<string> To(string id, string shown) =>
        _questions[id] switch
        {
            SingleQuestion single => [.. Right(single.Choices)],
            MultipleQuestion multiple => [.. Right(multiple.Choices)],
            NumericQuestion numeric => [Variant.Worked(numeric.Answers[0].Value!, Read(numeric, shown))!],
            var other => throw new NotSupportedException(other.Type),
        };

    private static IEnumerable<string> Right(IReadOnlyList<Choice> choices) =>
        choices.Index().Where(one => one.Item.Correct).Select(one => one.Index.ToString());

    // Each number stands in the text where its name does; those worked out of others are worked out again.
    private static Dictionary<string, string> Read(NumericQuestion question, string shown)
    {
        var written = Place().Replace(Regex.Escape(Spaced(question.Text)), place => $"(?<{place.Groups[1].Value}>[0-9.,]+)");
        var read = Regex.Match(Spaced(shown), written, RegexOptions.None, TimeSpan.FromSeconds(1));
        Assert.True(read.Success, $"{shown} is not {question.Text}");
        var numbers = Variant.NamesIn(question.Text).Distinct().ToDictionary(name => name, name => read.Groups[name].Value.TrimEnd('.', ',').Replace(',', '.'));
        foreach (var number in question.Drawn.Where(number => number.Is is not null && !numbers.ContainsKey(number.Name)))
            numbers[number.Name] = Variant.Worked(number.Is!, numbers)!;
        return numbers;
    }

    private static string Spaced(string text) => Blank().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"\\\{\\\{(\w+)\}\}")]
    private static partial Regex Place();
}
