using AngleSharp.Dom;

namespace Amphi.Formats.Html;

/// <summary>
/// Leaves what an allowlist knows of a tree of HTML. An element that is not known gives way to its content; one whose
/// content is not for reading goes with it.
/// </summary>
internal sealed class Cleaning(LinkPlaces places, string prefix)
{
    private static readonly HashSet<string> Kept =
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
        "input",
        "wbr",
    ];

    private static readonly HashSet<string> GoneWithContent =
    [
        "script",
        "style",
        "iframe",
        "object",
        "embed",
        "template",
        "noscript",
        "form",
        "select",
        "textarea",
        "button",
        "svg",
        "math",
        "audio",
        "video",
        "canvas",
        "link",
        "meta",
        "base",
        "title",
        "head",
        "frameset",
        "frame",
        "applet",
        "noembed",
        "noframes",
        "plaintext",
        "xmp",
        "dialog",
    ];

    private static readonly HashSet<string> KeptClasses =
    [
        "math",
        "display",
        "keep",
        "gloss",
        "note-t",
        "tip",
        "warning",
        "example",
        "note",
        "more",
        "first",
        "num",
        "lead",
        "footnotes",
        "footnote-ref",
        "footnote-back-ref",
        "task-list-item",
        "contains-task-list",
    ];

    private int _level = 1;

    public void Clean(IElement root)
    {
        foreach (var child in root.ChildNodes.ToArray())
        {
            if (child is IElement element)
                Clean(element, root);
            else if (child.NodeType is not NodeType.Text)
                root.RemoveChild(child);
        }
    }

    private void Clean(IElement element, IElement parent)
    {
        var name = element.LocalName;
        if (GoneWithContent.Contains(name) || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
        {
            parent.RemoveChild(element);
            return;
        }

        Clean(element);
        if (name is "h1" or "h2" or "h3" or "h4" or "h5" or "h6")
            element = Leveled(element);
        else if (!Kept.Contains(name) || (name == "input" && element.GetAttribute("type") != "checkbox"))
        {
            element.Replace([.. element.ChildNodes]);
            return;
        }

        CleanAttributes(element);
    }

    // Texts made elsewhere skip levels for looks; on the page a heading is at most one below the one before.
    private IElement Leveled(IElement heading)
    {
        var level = Math.Clamp(heading.LocalName[1] - '0', 2, _level + 1);
        _level = level;
        return heading.LocalName == $"h{level}" ? heading : Renamed(heading, $"h{level}");
    }

    private static IElement Renamed(IElement element, string name)
    {
        var other = element.Owner!.CreateElement(name);
        foreach (var attribute in element.Attributes)
            other.SetAttribute(attribute.Name, attribute.Value);
        other.Append([.. element.ChildNodes]);
        element.Replace(other);
        return other;
    }

    private void CleanAttributes(IElement element)
    {
        foreach (var attribute in element.Attributes.ToArray())
        {
            var value = Allowed(element, attribute.Name, attribute.Value);
            if (value is null)
                element.RemoveAttribute(attribute.Name);
            else if (value != attribute.Value)
                element.SetAttribute(attribute.Name, value);
        }

        switch (element.LocalName)
        {
            case "img":
                Image(element);
                break;
            case "a" when element.GetAttribute("href") is { } href && href.Contains("://", StringComparison.Ordinal):
                element.SetAttribute("rel", "noopener noreferrer");
                break;
            case "table":
                element.ClassList.Add("data");
                break;
            case "input":
                element.SetAttribute("disabled", "");
                element.SetAttribute("aria-label", "☐");
                break;
        }
    }

    private string? Allowed(IElement element, string name, string value) =>
        name switch
        {
            "id" => prefix + value,
            "class" => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(KeptClasses.Contains)) is { Length: > 0 } classes
                ? classes
                : null,
            "href" when element.LocalName == "a" => Link(value),
            "src" when element.LocalName == "img" => Source(value),
            "alt" or "title" or "lang" or "dir" => value,
            "colspan" or "rowspan" or "width" or "height" or "start" or "value" => int.TryParse(value, out var number) && number is >= 0 and <= 10_000
                ? value
                : null,
            "scope" when value is "col" or "row" => value,
            "open" when element.LocalName == "details" => "",
            "checked" or "type" when element.LocalName == "input" => value,
            "datetime" => value,
            _ => null,
        };

    private string? Link(string value)
    {
        var address = value.Trim();
        if (address.StartsWith('#'))
            return "#" + prefix + address[1..];
        if (address.StartsWith("amphi:block/", StringComparison.Ordinal))
            return places.Block(address["amphi:block/".Length..]);
        if (Scheme(address) is { } scheme)
            return scheme is "http" or "https" or "mailto" or "tel" ? address : null;
        return address.StartsWith("//", StringComparison.Ordinal) ? null : places.File(address);
    }

    private string? Source(string value)
    {
        var address = value.Trim();
        // An image from elsewhere would tell elsewhere who reads: its words stand in for it.
        return Scheme(address) is null && !address.StartsWith("//", StringComparison.Ordinal) ? places.File(address) : null;
    }

    private static void Image(IElement image)
    {
        if (image.GetAttribute("src") is null)
        {
            image.Replace([image.Owner!.CreateTextNode(image.GetAttribute("alt") ?? "")]);
            return;
        }

        if (image.GetAttribute("alt") is null)
            image.SetAttribute("alt", "");
        image.SetAttribute("loading", "lazy");
    }

    private static string? Scheme(string address)
    {
        // Browsers drop control characters and blanks before they look for a scheme.
        var plain = new string([.. address.Where(c => c > ' ')]);
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        var end = plain.AsSpan().IndexOfAny('/', '?', '#');
        return colon > 0 && (end < 0 || colon < end) ? plain[..colon].ToLowerInvariant() : null;
    }
}
