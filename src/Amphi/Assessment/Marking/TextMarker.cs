using System.Text;
using System.Text.RegularExpressions;
using Amphi.Formats.Courses;

namespace Amphi.Assessment.Marking;

internal static class TextMarker
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    public static Mark Mark(TextQuestion question, Answer answer)
    {
        var typed = answer.Text;
        var right = question.Answers.FirstOrDefault(one => Matches(question, one.Text, typed));
        if (right is not null)
            return Marking.Mark.Of(question.Points, 100) with { Feedback = right.Feedback };
        return Marking.Mark.Of(question.Points, 0) with { Feedback = question.Foreseen.FirstOrDefault(one => Matches(question, one.Text, typed))?.Feedback };
    }

    /// <summary>Equal but for blanks, the shape of apostrophes and (unless it matters) case. Accents matter.</summary>
    public static bool Same(string expected, string typed, bool caseSensitive) =>
        string.Equals(Plain(expected), Plain(typed), caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static bool Matches(TextQuestion question, string expected, string typed) =>
        question.Pattern ? IsMatch(expected, Plain(typed), question.CaseSensitive) : Same(expected, typed, question.CaseSensitive);

    // Patterns come with imported courses: without backtracking where it can be, else against the clock.
    private static bool IsMatch(string pattern, string typed, bool caseSensitive)
    {
        var options = RegexOptions.CultureInvariant | (caseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase);
        var whole = $"^(?:{pattern})$";
        try
        {
            return Regex.IsMatch(typed, whole, options | RegexOptions.NonBacktracking, Patience);
        }
        catch (NotSupportedException)
        {
            return IsMatchAgainstTheClock(typed, whole, options);
        }
        catch (Exception fault) when (fault is ArgumentException or RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static bool IsMatchAgainstTheClock(string typed, string whole, RegexOptions options)
    {
        try
        {
            return Regex.IsMatch(typed, whole, options, Patience);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        var blank = false;
        foreach (var letter in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsWhiteSpace(letter))
            {
                blank = plain.Length > 0;
                continue;
            }

            if (blank)
                plain.Append(' ');
            blank = false;
            plain.Append(letter is '’' or '‘' or 'ʼ' ? '\'' : letter);
        }

        return plain.ToString();
    }
}
