using System.Globalization;
using System.Text.RegularExpressions;
using Amphi.Formats.Expressions;

namespace Amphi.Formats.Courses;

/// <summary>A question with the numbers that one learner drew.</summary>
public static partial class Variant
{
    /// <summary>Draws the numbers of a question, in their order and in invariant writing.</summary>
    /// <param name="pick">A place below a count.</param>
    /// <returns>null when one of them is no finite number for what was drawn before it.</returns>
    public static IReadOnlyDictionary<string, string>? Draw(IReadOnlyList<DrawnNumber> numbers, Func<int, int> pick)
    {
        var drawn = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var value =
                number.Is is { } expression ? Worked(expression, drawn)
                : number.Count is > 0 and var count ? number.At(pick(count))
                : null;
            if (value is null)
                return null;
            drawn[number.Name] = value;
        }

        return drawn;
    }

    /// <summary>The question with the numbers in its texts, where it has <c>{{name}}</c>, and in its answers.</summary>
    /// <param name="point">The decimal sign of the texts: answers are compared, so theirs is always a full stop.</param>
    public static Question Fill(Question question, IReadOnlyDictionary<string, string> numbers, string point = ".")
    {
        if (numbers.Count == 0)
            return question;
        string Said(string text) =>
            Place().Replace(text, place => numbers.TryGetValue(place.Groups[1].Value, out var value) ? value.Replace(".", point) : place.Value);
        string Put(string formula) => Word().Replace(formula, word => numbers.TryGetValue(word.Value, out var value) ? $"({value})" : word.Value);
        string? SaidOrNot(string? text) => text is null ? null : Said(text);

        var filled = question with { Text = Said(question.Text), Hints = [.. question.Hints.Select(Said)], Explanation = SaidOrNot(question.Explanation) };
        return filled switch
        {
            NumericQuestion numeric => numeric with
            {
                Answers =
                [
                    .. numeric.Answers.Select(answer =>
                        answer with
                        {
                            Value = answer.Value is { } value ? Worked(value, numbers) ?? value : null,
                            Tolerance = answer.Tolerance is { } tolerance ? Tolerated(tolerance, numbers) : null,
                            Range = answer.Range is { } range ? Ranged(range, numbers) : null,
                            Feedback = SaidOrNot(answer.Feedback),
                        }
                    ),
                ],
            },
            FormulaQuestion formula => formula with
            {
                Answer = Put(formula.Answer),
                Foreseen = [.. formula.Foreseen.Select(one => new TextAnswer(Put(one.Text), SaidOrNot(one.Feedback)))],
            },
            _ => filled,
        };
    }

    /// <summary>The names that stand in a text as <c>{{name}}</c>.</summary>
    public static IEnumerable<string> NamesIn(string? text) => text is null ? [] : Place().Matches(text).Select(place => place.Groups[1].Value);

    /// <summary>The value of an expression in twelve digits, as many as double arithmetic keeps right; null when it is no finite number.</summary>
    public static string? Worked(string expression, IReadOnlyDictionary<string, string> numbers) =>
        Expression.TryParse(expression, out var parsed)
        && parsed.TryEvaluate(numbers.ToDictionary(number => number.Key, number => double.Parse(number.Value, CultureInfo.InvariantCulture)), out var value)
        && double.IsFinite(value)
            ? value.ToString("G12", CultureInfo.InvariantCulture)
            : null;

    private static string Tolerated(string tolerance, IReadOnlyDictionary<string, string> numbers) =>
        tolerance.TrimEnd() is var trimmed && trimmed.EndsWith('%')
            ? $"{Worked(trimmed[..^1], numbers) ?? trimmed[..^1]}%"
            : Worked(tolerance, numbers) ?? tolerance;

    private static string Ranged(string range, IReadOnlyDictionary<string, string> numbers) =>
        Bounds(range) is var (open, from, to, close) && Worked(from, numbers) is { } least && Worked(to, numbers) is { } most
            ? $"{open}{least};{most}{close}"
            : range;

    /// <summary>The parts of a range such as <c>[n, 2 * n)</c>; with a semicolon, its bounds may hold commas.</summary>
    internal static (char Open, string From, string To, char Close)? Bounds(string range) =>
        range.Trim() is ['[' or '(', .. var inner, ']' or ')'] trimmed
        && inner.Split(inner.Contains(';', StringComparison.Ordinal) ? ';' : ',') is [var from, var to]
            ? (trimmed[0], from, to, trimmed[^1])
            : null;

    [GeneratedRegex(@"\{\{\s*([\p{L}_][\p{L}\d_]*)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    // A name, not the exponent of a number such as 1e5.
    [GeneratedRegex(@"(?<![\p{L}\d_.'])\p{L}[\p{L}\d_']*", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
