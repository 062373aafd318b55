using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>
/// Problems of Studio's simple editor, which leaves its Markdown alone in some exports: made into the XML that Studio makes
/// of it (openedx/edx-platform, <c>xmodule/js/src/problem/edit.js</c>). Parts between lines of <c>---</c> follow each other.
/// </summary>
internal sealed partial class ProblemMarkdown
{
    /// <summary>Letters: longer ones could be made to take long.</summary>
    public const int Longest = 20_000;

    private const int Depth = 40;
    private readonly StringBuilder _xml = new("<problem>");
    private readonly StringBuilder _hints = new();
    private readonly List<string> _prose = [];

    /// <summary>The problem that the Markdown describes, with the attributes it had.</summary>
    public static Element Read(Element problem, string markdown)
    {
        var made = new ProblemMarkdown().Made(markdown);
        foreach (var (name, value) in problem.Attributes)
            made.Set(name, value);
        return made;
    }

    private Element Made(string markdown)
    {
        foreach (var part in Rule().Split(markdown.ReplaceLineEndings("\n")))
        {
            var text = Hint().Replace(part, hint => hint.Value.Replace('\n', ' '));
            var at = 0;
            foreach (Match block in Blocks().Matches(text))
            {
                Lines(text[at..block.Index]);
                Add(Block(block));
                at = block.Index + block.Length;
            }

            Lines(text[at..]);
            Add("");
        }

        return SafeXml.Read($"{_xml}<demandhint>{_hints}</demandhint></problem>", Depth + 10);
    }

    private static string Block(Match block) =>
        block.Groups["select"] is { Success: true } select ? MarkdownResponses.Select(select.Value)
        : block.Groups["why"] is { Success: true } why ? $"<solution>{Paragraphs(why.Value.Split('\n'))}</solution>"
        : block.Groups["code"] is { Success: true } code ? $"<pre><code>{Markup(code.Value.Trim('\n'))}</code></pre>"
        : block.Groups["asked"].Value.Split("||", 2) is [var asked, var more] ? $"<p>{Markup(asked)}</p><p><em>{Markup(more)}</em></p>"
        : $"<p>{Markup(block.Groups["asked"].Value)}</p>";

    // Each response is a run of lines; what is none is prose.
    private void Lines(string text)
    {
        var lines = text.Split('\n');
        for (var n = 0; n < lines.Length; )
        {
            var rest = lines.AsSpan(n);
            if (rest.Length > 1 && Underline().IsMatch(rest[1]) && rest[0].Trim().Length > 0)
                n += Add($"<h3>{Markup(rest[0].Trim())}</h3>", 2);
            else if (DemandHint().Match(rest[0]) is { Success: true } hint)
                (_, n) = (_hints.Append($"<hint>{Markup(hint.Groups["said"].Value)}</hint>"), n + 1);
            else if (Run(rest, MarkdownResponses.IsRadio, MarkdownResponses.IsRadio) is > 0 and var radios)
                n += Add(MarkdownResponses.Radios(rest[..radios].ToArray()), radios);
            else if (Run(rest, MarkdownResponses.IsBox, MarkdownResponses.IsBoxOrTogether) is > 0 and var boxes)
                n += Add(MarkdownResponses.Boxes(rest[..boxes].ToArray()), boxes);
            else if (Run(rest, MarkdownResponses.IsAnswer, MarkdownResponses.IsFurtherAnswer) is > 0 and var answers)
                n += Add(MarkdownResponses.Typed(rest[..answers].ToArray()), answers);
            else
                _prose.Add(lines[n++]);
        }
    }

    // How many lines belong together: blank ones may stand between them.
    private static int Run(ReadOnlySpan<string> lines, Func<string, bool> begins, Func<string, bool> goesOn)
    {
        if (!begins(lines[0]))
            return 0;
        var length = 1;
        for (var n = 1; n < lines.Length; n++)
            if (goesOn(lines[n]))
                length = n + 1;
            else if (lines[n].Trim().Length > 0)
                break;
        return length;
    }

    private int Add(string xml, int lines = 0)
    {
        _xml.Append(Paragraphs(_prose)).Append(xml);
        _prose.Clear();
        return lines;
    }

    // There a line is a paragraph, unless it begins with markup of its own or stands within what keeps its lines.
    private static string Paragraphs(IReadOnlyList<string> lines)
    {
        var text = new StringBuilder();
        var isKept = false;
        foreach (var line in lines.Where(line => line.Trim().Length > 0))
        {
            isKept |= Keeps().IsMatch(line);
            text.Append(isKept || line.TrimStart().StartsWith('<') ? line + "\n" : $"<p>{Markup(line.Trim())}</p>");
            isKept &= !KeptSoFar().IsMatch(line);
        }

        return IsMarkup(text.ToString())
            ? text.ToString()
            : string.Concat(lines.Where(line => line.Trim().Length > 0).Select(line => $"<p>{Markup(line.Trim())}</p>"));
    }

    /// <summary>Markup stays markup as it does there; what is none is text, so that it cannot break what stands around it.</summary>
    public static string Markup(string text) => IsMarkup(text) ? text : System.Net.WebUtility.HtmlEncode(text);

    private static bool IsMarkup(string text)
    {
        if (text.AsSpan().IndexOfAny('<', '>', '&') < 0)
            return true;
        if (text.Contains("<!", StringComparison.Ordinal))
            return false;
        try
        {
            SafeXml.Read($"<x>{text}</x>", Depth);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\n\s*---\s*\n", RegexOptions.None, 1000)]
    private static partial Regex Rule();

    [GeneratedRegex(@"\{\{[^{}]*(?:\}[^{}]*\{[^{}]*)*\}\}", RegexOptions.NonBacktracking, 1000)]
    private static partial Regex Hint();

    [GeneratedRegex(
        @"\[\[(?<select>.+?)\]\]|\[explanation\]\n?(?<why>.*?)\[/?explanation\]|\[code\]\n?(?<code>.*?)\[/?code\]|>>(?<asked>.+?)<<",
        RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        1000
    )]
    private static partial Regex Blocks();

    [GeneratedRegex(@"^={3,}$", RegexOptions.None, 1000)]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s*\|\|\s*(?<said>.*?)\s*\|\|\s*$", RegexOptions.None, 1000)]
    private static partial Regex DemandHint();

    [GeneratedRegex(@"<(script|pre)\b", RegexOptions.None, 1000)]
    private static partial Regex Keeps();

    [GeneratedRegex(@"</(script|pre)\s*>", RegexOptions.None, 1000)]
    private static partial Regex KeptSoFar();
}
