using System.Text.RegularExpressions;

namespace Amphi.Formats.Html;

/// <summary>Finds formulas in foreign HTML and makes elements of them, before a parser sees their letters.</summary>
internal static partial class FormulaMarks
{
    // The marks of MathJax as edX writes them.
    public static string AsCode(string html)
    {
        html = InlineTag().Replace(html, formula => $"<code data-tex=\"\">{formula.Groups[1].Value}</code>");
        html = InlineMark().Replace(html, formula => $"<code data-tex=\"\">{formula.Groups[1].Value}</code>");
        html = DisplayTag().Replace(html, formula => $"<code data-tex=\"display\">{formula.Groups[1].Value}</code>");
        html = DisplayMark().Replace(html, formula => $"<code data-tex=\"display\">{formula.Groups[1].Value}</code>");
        return DollarMark().Replace(html, formula => $"<code data-tex=\"display\">{formula.Groups[1].Value}</code>");
    }

    [GeneratedRegex(@"\[mathjaxinline\](.*?)\[/mathjaxinline\]", RegexOptions.Singleline, 1000)]
    private static partial Regex InlineTag();

    [GeneratedRegex(@"\\\((.*?)\\\)", RegexOptions.Singleline, 1000)]
    private static partial Regex InlineMark();

    [GeneratedRegex(@"\[mathjax\](.*?)\[/mathjax\]", RegexOptions.Singleline, 1000)]
    private static partial Regex DisplayTag();

    [GeneratedRegex(@"\\\[(.*?)\\\]", RegexOptions.Singleline, 1000)]
    private static partial Regex DisplayMark();

    [GeneratedRegex(@"\$\$(.+?)\$\$", RegexOptions.Singleline, 1000)]
    private static partial Regex DollarMark();
}
