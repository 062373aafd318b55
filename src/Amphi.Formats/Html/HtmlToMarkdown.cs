using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Amphi.Formats.Html;

/// <summary>A stretch of foreign HTML once it was read: text, or a frame that stood in it.</summary>
public abstract record HtmlPiece;

public sealed record MarkdownPiece(string Markdown) : HtmlPiece;

public sealed record FramePiece(string Address, string? Title, int? Height) : HtmlPiece;

/// <summary>
/// Turns the HTML of other platforms into Markdown that a teacher can edit. What Markdown cannot say (a table with
/// spanning cells, a definition with markup) stays HTML and is cleaned when it is shown; scripts and styles go.
/// </summary>
public sealed partial class HtmlToMarkdown(Func<string, string> link)
{
    // Quotations and items within each other. What stands deeper is told without their marks, which each line repeats.
    private const int Deepest = 12;

    // What a parser needs around it is many times larger than a text, so a converter is made once and keeps its own.
    private readonly HtmlParser _parser = new();
    private readonly List<HtmlPiece> _pieces = [];
    private StringBuilder _text = new();
    private int _within;

    /// <summary>Scripts that were left out.</summary>
    public int Scripts { get; private set; }

    /// <summary>Buttons, fields, drawings and plug-ins that were left out.</summary>
    public int Gone { get; private set; }

    /// <summary>Reads HTML; text and frames in their order.</summary>
    public IReadOnlyList<HtmlPiece> Pieces(string html)
    {
        _pieces.Clear();
        _text.Clear();
        Blocks(_parser.ParseDocument($"<body>{FormulaMarks.AsCode(html)}</body>").Body!);
        Flush();
        return [.. _pieces];
    }

    /// <summary>Reads HTML as one text; a frame in it becomes a link.</summary>
    public string Text(string html) =>
        string.Join("\n\n", Pieces(html).Select(piece => piece is FramePiece frame ? $"<{frame.Address}>" : ((MarkdownPiece)piece).Markdown)).Trim();

    private void Flush()
    {
        var text = ManyLines().Replace(_text.ToString(), "\n\n").Trim('\n', ' ');
        _text.Clear();
        if (text.Length > 0)
            _pieces.Add(new MarkdownPiece(text));
    }

    private void Blocks(IElement parent)
    {
        var line = new StringBuilder();
        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element && (IsBlock(element) || HoldsBlocks(element)))
            {
                EndLine(line);
                Block(element);
            }
            else
            {
                Inline(node, line);
            }
        }

        EndLine(line);
    }

    private void EndLine(StringBuilder line)
    {
        var text = Tidy(line.ToString());
        line.Clear();
        if (text.Length > 0)
            _text.Append(Safe(text)).Append("\n\n");
    }

    private void Block(IElement element)
    {
        switch (element.LocalName)
        {
            case "h1" or "h2" or "h3" or "h4" or "h5" or "h6":
                var level = Math.Max(2, element.LocalName[1] - '0');
                if (Line(element) is { Length: > 0 } heading)
                    _text.Append(new string('#', level)).Append(' ').Append(heading.Replace('\n', ' ')).Append("\n\n");
                break;
            case "ul" or "ol" when _within < Deepest:
                List(element, "");
                _text.Append('\n');
                break;
            case "pre":
                Code(element);
                break;
            case "blockquote" when _within < Deepest:
                Quote(element);
                break;
            case "hr":
                _text.Append("---\n\n");
                break;
            case "table":
                Table(element);
                break;
            case "iframe":
                Frame(element);
                break;
            case "script" or "style" or "noscript" or "link" or "meta":
                Scripts += element.LocalName == "script" ? 1 : 0;
                break;
            case "dl" or "details" or "audio" or "video" or "object" or "embed" or "form":
                Foreign(element);
                break;
            default:
                Blocks(element);
                break;
        }
    }

    // A fence longer than any within.
    private void Code(IElement element)
    {
        var code = element.TextContent.ReplaceLineEndings("\n").Trim('\n');
        var fence = new string('`', Math.Max(3, Fences().Matches(code).Select(one => one.Length + 1).DefaultIfEmpty(0).Max()));
        _text.Append($"{fence}\n{code}\n{fence}\n\n");
    }

    private void Foreign(IElement element)
    {
        Gone += element.LocalName is "object" or "embed" ? 1 : 0;
        if (element.LocalName is "audio" or "video" && (element.GetAttribute("src") ?? element.QuerySelector("source")?.GetAttribute("src")) is { } source)
            _text.Append($"[{element.LocalName}]({Address(source)})\n\n");
        else if (element.LocalName is "dl" or "details")
            _text.Append(OneLine(element)).Append("\n\n");
        else
            Blocks(element);
    }

    private void Frame(IElement element)
    {
        if (element.GetAttribute("src") is not { Length: > 0 } address)
            return;
        if (address.StartsWith("//", StringComparison.Ordinal))
            address = "https:" + address;
        if (_within > 0 || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http"))
        {
            _text.Append($"[{Escape(element.GetAttribute("title") ?? address)}]({Address(address)})\n\n");
            return;
        }

        Flush();
        _pieces.Add(
            new FramePiece(
                new UriBuilder(uri) { Scheme = "https", Port = uri.IsDefaultPort ? -1 : uri.Port }.Uri.ToString(),
                element.GetAttribute("title"),
                int.TryParse(element.GetAttribute("height"), out var height) ? Math.Clamp(height, 50, 5_000) : null
            )
        );
    }

    private void Quote(IElement element)
    {
        var quoted = Within(element);
        _text.AppendJoin('\n', quoted.Split('\n').Select(line => line.Length == 0 ? ">" : "> " + line)).Append("\n\n");
    }

    // What stands within a quotation or an item, by itself.
    private string Within(IElement element)
    {
        var around = _text;
        _text = new StringBuilder();
        _within++;
        Blocks(element);
        _within--;
        var text = ManyLines().Replace(_text.ToString(), "\n\n").Trim('\n');
        _text = around;
        return text;
    }

    private void List(IElement list, string indent)
    {
        var number = 1;
        foreach (var item in list.Children)
        {
            if (item.LocalName is "ul" or "ol")
            {
                List(item, indent.Length < 3 * Deepest ? indent + "   " : indent);
                continue;
            }

            var mark = list.LocalName == "ol" ? $"{number++}. " : "-  ";
            _text.Append(indent).Append(mark).AppendJoin($"\n{indent}   ", Within(item).Split('\n')).Append('\n');
        }
    }

    private void Table(IElement table)
    {
        var rows = table.QuerySelectorAll("tr").ToList();
        var isPlain =
            rows.Count > 0
            && table.QuerySelector("table table, [colspan], [rowspan], ul, ol, pre, p + p, h1, h2, h3, h4, iframe") is null
            && rows.TrueForAll(row => row.Children.Length == rows[0].Children.Length && row.Children.Length > 0);
        if (!isPlain)
        {
            _text.Append(OneLine(table)).Append("\n\n");
            return;
        }

        for (var n = 0; n < rows.Count; n++)
        {
            _text
                .Append("| ")
                .AppendJoin(" | ", rows[n].Children.Select(cell => Line(cell).Replace('\n', ' ').Replace("|", "\\|", StringComparison.Ordinal)))
                .Append(" |\n");
            if (n == 0)
                _text.Append('|').AppendJoin('|', rows[0].Children.Select(_ => "---")).Append("|\n");
        }

        _text.Append('\n');
    }

    // Raw HTML in Markdown ends at an empty line, so it has none.
    private string OneLine(IElement element)
    {
        foreach (var part in element.QuerySelectorAll("script, style"))
            part.Remove();
        foreach (var part in element.QuerySelectorAll("iframe[src]"))
        {
            var frame = part.Owner!.CreateElement("a");
            frame.SetAttribute("href", part.GetAttribute("src")!);
            frame.TextContent = part.GetAttribute("title") ?? part.GetAttribute("src")!;
            part.Replace(frame);
        }

        foreach (var part in element.QuerySelectorAll("[src]"))
            part.SetAttribute("src", Address(part.GetAttribute("src")!));
        foreach (var part in element.QuerySelectorAll("[href]"))
            part.SetAttribute("href", Address(part.GetAttribute("href")!));
        foreach (var part in element.QuerySelectorAll("*").Prepend(element))
        foreach (var attribute in part.Attributes.Where(one => one.Name is "style" or "class" || one.Name.StartsWith("on", StringComparison.Ordinal)).ToList())
            part.RemoveAttribute(attribute.Name);
        foreach (var formula in element.QuerySelectorAll("code[data-tex]"))
        {
            var shown = formula.Owner!.CreateElement("span");
            shown.ClassName = formula.GetAttribute("data-tex") == "display" ? "math display" : "math";
            shown.TextContent = formula.TextContent.Trim();
            formula.Replace(shown);
        }

        return Blank().Replace(element.OuterHtml, " ");
    }

    private string Line(IElement element)
    {
        var line = new StringBuilder();
        foreach (var node in element.ChildNodes)
            Inline(node, line);
        return Tidy(line.ToString());
    }

    private void Inline(INode node, StringBuilder line)
    {
        if (node is IText text)
        {
            line.Append(Escape(Blank().Replace(text.Data, " ")));
            return;
        }

        if (node is not IElement element)
            return;
        switch (element.LocalName)
        {
            case "code" when element.GetAttribute("data-tex") is { } tex:
                var formula = Blank().Replace(element.TextContent, " ").Trim();
                line.Append(tex == "display" ? $"$${formula}$$" : $"${formula}$");
                break;
            case "br":
                line.Append("\\\n");
                break;
            case "strong" or "b":
                Wrapped(element, line, "**");
                break;
            case "em" or "i":
                Wrapped(element, line, "*");
                break;
            case "code" or "tt" or "kbd" or "samp":
                line.Append('`').Append(element.TextContent.Replace('`', '\'')).Append('`');
                break;
            case "a":
                Anchor(element, line);
                break;
            case "img":
                line.Append($"![{Escape(element.GetAttribute("alt") ?? "")}]({Address(element.GetAttribute("src") ?? "")})");
                break;
            case "sub" or "sup" or "u" or "s" or "del" or "ins" or "mark" or "small" or "abbr" or "q" or "cite":
                line.Append($"<{element.LocalName}>").Append(Line(element)).Append($"</{element.LocalName}>");
                break;
            case "script" or "style" or "noscript":
                Scripts += element.LocalName == "script" ? 1 : 0;
                break;
            case "input" or "button" or "select" or "textarea" or "svg" or "canvas":
                Gone++;
                break;
            case "iframe" when element.GetAttribute("src") is { Length: > 0 } source:
                line.Append($"[{Escape(element.GetAttribute("title") ?? source)}]({Address(source)})");
                break;
            default:
                foreach (var child in element.ChildNodes)
                    Inline(child, line);
                if (IsBlock(element))
                    line.Append(' ');
                break;
        }
    }

    private void Wrapped(IElement element, StringBuilder line, string mark)
    {
        var inner = Line(element);
        if (inner.Length > 0)
            line.Append(element.TextContent.StartsWith(' ') ? " " : "")
                .Append(mark)
                .Append(inner)
                .Append(mark)
                .Append(element.TextContent.EndsWith(' ') ? " " : "");
    }

    private void Anchor(IElement element, StringBuilder line)
    {
        var inner = Line(element);
        if (element.GetAttribute("href") is not { Length: > 0 } href)
            line.Append(inner);
        else if (inner.Length > 0)
            line.Append($"[{inner}]({Address(href)})");
    }

    private string Address(string address)
    {
        var to = link(address.Trim());
        return to.Any(c => c is ' ' or '(' or ')' or '<' or '>' or '\n')
            ? $"<{to.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal)}>"
            : to;
    }

    // A line of prose must not become a heading, a directive or front matter.
    private static string Safe(string text) =>
        string.Join(
            '\n',
            text.Split('\n')
                .Select(line =>
                    Numbered().IsMatch(line) ? Numbered().Replace(line, "$1\\$2")
                    : LineStart().IsMatch(line) ? "\\" + line
                    : line
                )
        );

    private static string Escape(string text) => Special().Replace(text, "\\$0");

    private static string Tidy(string line) => BlankLine().Replace(line, "\n").Trim().TrimEnd('\\').Trim();

    private static bool HoldsBlocks(IElement element) =>
        element.LocalName is "span" or "font" or "b" or "strong" or "i" or "em" or "big" or "section" or "label"
        && element.QuerySelector("iframe, table, ul, ol, pre, p, div, blockquote, h1, h2, h3, h4, h5, h6, hr, dl") is not null;

    private static bool IsBlock(IElement element) =>
        element.LocalName
            is "p"
                or "div"
                or "section"
                or "article"
                or "header"
                or "footer"
                or "aside"
                or "main"
                or "nav"
                or "h1"
                or "h2"
                or "h3"
                or "h4"
                or "h5"
                or "h6"
                or "ul"
                or "ol"
                or "li"
                or "pre"
                or "blockquote"
                or "hr"
                or "table"
                or "iframe"
                or "dl"
                or "figure"
                or "figcaption"
                or "details"
                or "center"
                or "fieldset"
                or "form"
                or "audio"
                or "video"
                or "object"
                or "embed"
                or "address";

    [GeneratedRegex(@"`{3,}", RegexOptions.None, 1000)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\n{3,}", RegexOptions.None, 1000)]
    private static partial Regex ManyLines();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@" *\n *", RegexOptions.None, 1000)]
    private static partial Regex BlankLine();

    [GeneratedRegex(@"[\\`*_\[\]<>${~^]|&(?=#?\w{1,32};)|(?<==)=|(?<=\+)\+|""(?="")", RegexOptions.None, 1000)]
    private static partial Regex Special();

    [GeneratedRegex(@"^(#{1,6}(\s|$)|:|-|\+(\s|$)|>|=|\|)", RegexOptions.None, 1000)]
    private static partial Regex LineStart();

    [GeneratedRegex(@"^(\d{1,9})([.)])(?=\s|$)", RegexOptions.None, 1000)]
    private static partial Regex Numbered();
}
