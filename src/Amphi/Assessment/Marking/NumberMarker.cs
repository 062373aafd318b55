using System.Globalization;
using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Expressions;

namespace Amphi.Assessment.Marking;

internal static partial class NumberMarker
{
    public static Mark Mark(NumericQuestion question, Answer answer)
    {
        if (!TryRead(answer.Text, out var typed))
            return Marking.Mark.Of(question.Points, 0);
        // The right ones first: what is half right may lie close to them.
        if (question.Answers.OrderByDescending(one => one.IsRight).FirstOrDefault(one => Accepts(one, typed, 1)) is { } met)
            return Marking.Mark.Of(question.Points, met.PartialPercent ?? 100) with { Feedback = met.Feedback };
        if (question.PartialPercent is { } percent && question.Answers.Any(one => one.IsRight && Accepts(one, typed, 2)))
            return Marking.Mark.Of(question.Points, percent);
        return Marking.Mark.Of(question.Points, 0);
    }

    /// <summary>Reads a number as French and English people type it: <c>3,5</c>, <c>1 000</c>, <c>1e-3</c>, <c>−2</c>, or a constant expression.</summary>
    public static bool TryRead(string typed, out double number)
    {
        var plain = new string([.. typed.Where(c => !char.IsWhiteSpace(c))]).Replace('−', '-');
        // A comma among digits is a decimal comma; expressions have no lists.
        plain = plain.Replace(',', '.');
        if (double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return double.IsFinite(number);
        return Expression.TryParse(plain, out var expression)
            && expression.TryEvaluate(new Dictionary<string, double>(), out number)
            && double.IsFinite(number);
    }

    private static bool Accepts(NumericAnswer answer, double typed, int times)
    {
        if (answer.Range is { } range)
            return Holds(range, typed);
        if (answer.Value is null || !TryRead(answer.Value, out var value))
            return false;

        var tolerance = Tolerance(answer.Tolerance, value) * times;
        // What binary fractions round away is not the learner's mistake.
        return Math.Abs(typed - value) <= tolerance + (Math.Max(Math.Abs(value), Math.Abs(typed)) * 1e-12);
    }

    internal static double Tolerance(string? tolerance, double value)
    {
        if (string.IsNullOrWhiteSpace(tolerance))
            return 0;
        var isPercent = tolerance.TrimEnd().EndsWith('%');
        return TryRead(tolerance.TrimEnd().TrimEnd('%'), out var number) ? Math.Abs(isPercent ? value * number / 100 : number) : 0;
    }

    private static bool Holds(string range, double typed)
    {
        if (
            Range().Match(range) is not { Success: true } parts
            || !TryRead(parts.Groups["from"].Value, out var from)
            || !TryRead(parts.Groups["to"].Value, out var to)
        )
            return false;
        return (parts.Groups["open"].Value == "[" ? typed >= from : typed > from) && (parts.Groups["close"].Value == "]" ? typed <= to : typed < to);
    }

    [GeneratedRegex(@"^\s*(?<open>[\[(])(?<from>[^,;]+)[,;](?<to>[^\])]+)(?<close>[\])])\s*$", RegexOptions.None, 1000)]
    private static partial Regex Range();
}
