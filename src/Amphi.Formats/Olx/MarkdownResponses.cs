using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Amphi.Formats.Expressions;

namespace Amphi.Formats.Olx;

/// <summary>The responses that Studio's Markdown has, each from the lines it is written in: see <see cref="ProblemMarkdown"/>.</summary>
internal static partial class MarkdownResponses
{
    public static bool IsRadio(string line) => Radio().IsMatch(line);

    public static bool IsBox(string line) => Box().IsMatch(line);

    public static bool IsBoxOrTogether(string line) => Box().IsMatch(line) || Together().IsMatch(line);

    public static bool IsAnswer(string line) => Answer().IsMatch(line);

    public static bool IsFurtherAnswer(string line) => FurtherAnswer().IsMatch(line);

    /// <summary><c>(x)</c> is right, <c>(@)</c> keeps its place, <c>(!)</c> shuffles them all.</summary>
    public static string Radios(IEnumerable<string> lines) => Choices(lines, Radio(), "multiplechoiceresponse", "choicegroup");

    /// <summary><c>[x]</c> is to be ticked; <c>{{ ((A B)) … }}</c> is said of choices that were ticked together.</summary>
    public static string Boxes(IEnumerable<string> lines) => Choices(lines, Box(), "choiceresponse", "checkboxgroup");

    /// <summary><c>[[a, (b), c]]</c>, or an option a line.</summary>
    public static string Select(string inside)
    {
        var options = new StringBuilder();
        var mark = inside.Contains('\n', StringComparison.Ordinal) ? '\n' : ',';
        foreach (var line in inside.Split(mark, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Hinted.Of))
        {
            var isRight = line.Text is ['(', _, .., ')'];
            options.Append($"<option correct=\"{isRight}\">{Markup(isRight ? line.Text[1..^1] : line.Text)}{line.Hint("optionhint")}</option>");
        }

        return $"<optionresponse><optioninput>{options}</optioninput></optionresponse>";
    }

    /// <summary><c>= 5 +- 0.1</c>, <c>= [1, 2)</c>, <c>= Paris</c>, <c>=| P.*s</c>, then <c>or= …</c> and <c>not= …</c>; <c>s= 5</c> is a text.</summary>
    public static string Typed(IReadOnlyList<string> lines)
    {
        var answer = Said(lines[0]);
        if (lines[0][0] == '=' && Number(answer.Text) is { } number)
            return $"<numericalresponse answer=\"{Plain(number.Value)}\">{number.Tolerance}<formulaequationinput/>{answer.Hint("correcthint")}</numericalresponse>";

        var more = new StringBuilder(answer.Hint("correcthint"));
        foreach (var line in lines.Skip(1).Where(line => line.Trim().Length > 0))
            if (Said(line) is var other && line.StartsWith("not", StringComparison.Ordinal))
                more.Append(other.Hint("stringequalhint", $" answer=\"{Plain(other.Text)}\""));
            else
                more.Append($"<additional_answer answer=\"{Plain(other.Text)}\">{other.Hint("correcthint")}</additional_answer>");
        var (text, type) = answer.Text.StartsWith('|') ? (answer.Text[1..].Trim(), "ci regexp") : (answer.Text, "ci");
        return $"<stringresponse answer=\"{Plain(text)}\" type=\"{type}\">{more}<textline/></stringresponse>";
    }

    private static Hinted Said(string line) => Hinted.Of(line[(line.IndexOf('=') + 1)..]);

    private static (string Value, string Tolerance)? Number(string text)
    {
        if (text is ['[' or '(', .., ']' or ')'] && text.Contains(',', StringComparison.Ordinal))
            return (text, "");
        var parts = text.Split("+-", 2, StringSplitOptions.TrimEntries);
        if (!NumberFirst().IsMatch(text) || !Expression.TryParse(parts[0], out _))
            return null;
        return (parts[0], parts.Length > 1 ? $"<responseparam type=\"tolerance\" default=\"{Plain(parts[1])}\"/>" : "");
    }

    private static string Choices(IEnumerable<string> lines, Regex mark, string response, string group)
    {
        var (choices, together) = (new StringBuilder(), new StringBuilder());
        var shuffles = false;
        foreach (var line in lines.Where(line => line.Trim().Length > 0))
        {
            if (mark.Match(line) is not { Success: true } marked)
            {
                var said = Together().Match(line);
                together.Append($"<compoundhint value=\"{Plain(said.Groups["which"].Value)}\">{Markup(said.Groups["said"].Value)}</compoundhint>");
                continue;
            }

            var marks = marked.Groups["marks"].Value;
            shuffles |= marks.Contains('!', StringComparison.Ordinal);
            var choice = Hinted.Of(line[marked.Length..]);
            choices.Append(
                $"<choice correct=\"{marks.Contains('x', StringComparison.OrdinalIgnoreCase)}\" fixed=\"{marks.Contains('@', StringComparison.Ordinal)}\">"
            );
            choices.Append(Markup(choice.Text)).Append(WhenTicked(line) is { Length: > 0 } hints ? hints : choice.Hint("choicehint")).Append("</choice>");
        }

        return $"<{response}><{group} shuffle=\"{shuffles}\">{choices}{together}</{group}></{response}>";
    }

    private static string WhenTicked(string line) =>
        string.Concat(
            Ticked()
                .Matches(line)
                .Select(one =>
                    $"<choicehint selected=\"{(one.Groups["when"].Value[0] is 's' or 'S' ? "true" : "false")}\">{Markup(one.Groups["said"].Value)}</choicehint>"
                )
        );

    private static string Markup(string text) => ProblemMarkdown.Markup(text);

    private static string Plain(string text) => WebUtility.HtmlEncode(text.Trim());

    /// <summary>A line, and what is said on it: <c>Paris {{Well done:: It is.}}</c>.</summary>
    private sealed record Hinted(string Text, string Label, string Said)
    {
        public static Hinted Of(string line)
        {
            if (Curly().Match(line) is not { Success: true } hint)
                return new Hinted(line.Trim(), "", "");
            var said = hint.Groups["said"].Value.Split("::", 2, StringSplitOptions.TrimEntries);
            return new Hinted(line.Remove(hint.Index, hint.Length).Trim(), said.Length > 1 ? said[0] : "", said[^1]);
        }

        public string Hint(string element, string attributes = "") =>
            Said.Length > 0 ? $"<{element} label=\"{Plain(Label)}\"{attributes}>{Markup(Said)}</{element}>" : "";
    }

    [GeneratedRegex(@"^\s*\((?<marks>[xX@! ]{0,3})\)\s*", RegexOptions.None, 1000)]
    private static partial Regex Radio();

    [GeneratedRegex(@"^\s*\[(?<marks>[xX ]?)\]\s*", RegexOptions.None, 1000)]
    private static partial Regex Box();

    [GeneratedRegex(@"^\s*\{\{\s*\(\((?<which>.*?)\)\)\s*(?<said>.*?)\s*\}\}", RegexOptions.None, 1000)]
    private static partial Regex Together();

    [GeneratedRegex(@"\{\s*(?<when>s|selected|u|unselected):\s*(?<said>.*?)\s*\}", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Ticked();

    [GeneratedRegex(@"^s?=(?!=)\s*\S", RegexOptions.None, 1000)]
    private static partial Regex Answer();

    [GeneratedRegex(@"^(or|not)=\s*\S", RegexOptions.None, 1000)]
    private static partial Regex FurtherAnswer();

    [GeneratedRegex(@"^[+-]?\.?\d", RegexOptions.None, 1000)]
    private static partial Regex NumberFirst();

    [GeneratedRegex(@"\s*\{\{(?<said>.*?)\}\}", RegexOptions.None, 1000)]
    private static partial Regex Curly();
}
