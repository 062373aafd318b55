using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Amphi.Formats.Xml;

/// <summary>An XML element, read whole: its name without prefix, attributes, children in order, and its line.</summary>
public sealed class Element(string name, int line)
{
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly List<object> _content = [];

    public string Name { get; } = name;
    public int Line { get; } = line;

    /// <summary>Elements and strings, in order.</summary>
    public IReadOnlyList<object> Content => _content;
    public IEnumerable<Element> Elements => _content.OfType<Element>();
    public IEnumerable<KeyValuePair<string, string>> Attributes => _attributes;

    /// <summary>This element and all within, in order.</summary>
    public IEnumerable<Element> All => Elements.SelectMany(child => child.All).Prepend(this);

    /// <summary>All text within.</summary>
    public string Text => string.Concat(_content.Select(part => part is Element element ? element.Text : (string)part));

    public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

    /// <summary>Whether an attribute says true, in any of the ways it is written.</summary>
    public bool Says(string attribute) => string.Equals(this[attribute]?.Trim('"', ' '), "true", StringComparison.OrdinalIgnoreCase);

    public Element? Child(string child) => Elements.FirstOrDefault(element => element.Name == child);

    internal void Set(string attribute, string value) => _attributes[attribute] = value;

    internal void Add(object part) => _content.Add(part);

    /// <summary>What stands within, as markup that an HTML parser reads.</summary>
    public string Inner()
    {
        var html = new StringBuilder();
        foreach (var part in _content)
            Write(html, part);
        return html.ToString();
    }

    public string Outer()
    {
        var html = new StringBuilder();
        Write(html, this);
        return html.ToString();
    }

    private static readonly HashSet<string> Void =
    [
        "br",
        "img",
        "hr",
        "input",
        "col",
        "wbr",
        "area",
        "source",
        "track",
        "embed",
        "link",
        "meta",
        "base",
        "param",
    ];

    internal static void Write(StringBuilder html, object part)
    {
        if (part is string text)
        {
            html.Append(System.Net.WebUtility.HtmlEncode(text));
            return;
        }

        var element = (Element)part;
        html.Append('<').Append(element.Name);
        foreach (var (key, value) in element._attributes)
            html.Append(' ').Append(key).Append("=\"").Append(System.Net.WebUtility.HtmlEncode(value)).Append('"');
        html.Append('>');
        if (Void.Contains(element.Name))
            return;
        foreach (var child in element._content)
            Write(html, child);
        html.Append("</").Append(element.Name).Append('>');
    }
}

/// <summary>The one way XML is read: no document types, no entities of its own, no outside, bounded in depth and size.</summary>
public static partial class SafeXml
{
    /// <remarks>Names of letters that HTML has and XML lacks (<c>&amp;nbsp;</c>) and a lone ampersand are read as people meant them.</remarks>
    /// <exception cref="XmlException">It is not XML, or not XML that we read; with its line.</exception>
    public static Element Read(string text, int maxDepth)
    {
        try
        {
            return Parsed(text, maxDepth);
        }
        catch (XmlException) when (text.Contains('&', StringComparison.Ordinal) && !text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
        {
            return Parsed(Ampersand().Replace(text, Meant), maxDepth);
        }
    }

    private static string Meant(Match ampersand) =>
        ampersand.Value is "&lt;" or "&gt;" or "&amp;" or "&quot;" or "&apos;" || ampersand.Value.StartsWith("&#", StringComparison.Ordinal) ? ampersand.Value
        : System.Net.WebUtility.HtmlDecode(ampersand.Value) is var letter && letter != ampersand.Value ? letter
        : "&amp;" + ampersand.Value[1..];

    private static Element Parsed(string text, int maxDepth)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CheckCharacters = false,
        };
        using var reader = XmlReader.Create(new StringReader(text), settings);
        var open = new Stack<Element>();
        Element? root = null;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = Opened(reader);
                    if (open.TryPeek(out var parent))
                        parent.Add(element);
                    root ??= element;
                    if (!reader.IsEmptyElement)
                        open.Push(element);
                    if (open.Count > maxDepth)
                        throw new XmlException($"elements are nested deeper than {maxDepth}", null, element.Line, 1);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (open.TryPeek(out var holder))
                        holder.Add(reader.Value);
                    break;
            }
        }

        return root ?? throw new XmlException("there is no element");
    }

    private static Element Opened(XmlReader reader)
    {
        var element = new Element(reader.LocalName, ((IXmlLineInfo)reader).LineNumber);
        if (!reader.HasAttributes)
            return element;
        while (reader.MoveToNextAttribute())
            element.Set(reader.LocalName, reader.Value);
        reader.MoveToElement();
        return element;
    }

    [GeneratedRegex(@"&(#\w{1,8};|[A-Za-z]\w{0,31};)?", RegexOptions.None, 1000)]
    private static partial Regex Ampersand();
}
