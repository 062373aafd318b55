using System.Text.RegularExpressions;

namespace Amphi.Formats.Folders;

/// <summary>A piece of a lesson file as it stands there; lines count from 1.</summary>
internal abstract record LessonPart(int Line);

/// <summary>A first-level heading: a unit begins.</summary>
internal sealed record UnitHeading(int Line, string Title, string? Id, bool Draft, bool StaffOnly) : LessonPart(Line);

/// <summary>Markdown between directives.</summary>
internal sealed record Prose(int Line, string Markdown) : LessonPart(Line);

/// <summary>A block directive: its word, its attributes and what stands inside.</summary>
internal sealed record Directive(int Line, string Name, string? Id, string? Title, IReadOnlyList<string> For, string Body) : LessonPart(Line);

/// <summary>Takes a lesson file apart: front matter, headings of units, directives and the prose between.</summary>
internal static partial class LessonParts
{
    private static readonly HashSet<string> ProseNames = ["note", "tip", "warning", "keep", "gloss", "example", "details"];
    internal static readonly HashSet<string> BlockNames = ["text", "video", "quiz", "case", "discussion", "file", "embed", "tool", "placeholder"];

    /// <summary>The front matter (without its fences), the line it begins on, and the parts after it.</summary>
    public static (string? FrontMatter, List<LessonPart> Parts) Split(string text, FaultLog faults)
    {
        var lines = text.Split('\n');
        var at = 0;
        string? front = null;
        if (lines[0] == "---")
        {
            var end = Array.IndexOf(lines, "---", 1);
            if (end < 0)
            {
                faults.Add(1, "the front matter does not end: a line with --- is missing");
                return (null, []);
            }

            front = string.Join('\n', lines[1..end]);
            at = end + 1;
        }

        return (front, Parts(lines, at, faults));
    }

    private static List<LessonPart> Parts(string[] lines, int at, FaultLog faults)
    {
        var parts = new List<LessonPart>();
        var proseFrom = at;
        string? fence = null;
        for (; at < lines.Length; at++)
        {
            var line = lines[at];
            fence = FenceAfter(line, fence);
            if (fence is not null)
                continue;

            if (Opening().Match(line) is { Success: true } opening)
            {
                var name = opening.Groups["name"].Value;
                var end = End(lines, at, opening.Groups["colons"].Length);
                if (end < 0)
                {
                    faults.Add(at + 1, $"the directive {name} is not closed: a line with {opening.Groups["colons"].Value} is missing");
                    end = lines.Length;
                }

                if (ProseNames.Contains(name))
                {
                    at = Math.Min(end, lines.Length - 1);
                    continue;
                }

                if (!BlockNames.Contains(name))
                    faults.Add(at + 1, $"unknown directive {name}; known: {string.Join(", ", BlockNames.Concat(ProseNames).Order(StringComparer.Ordinal))}");

                AddProse(parts, lines, proseFrom, at);
                var attributes = Attributes(opening.Groups["attributes"].Value, at + 1, faults);
                parts.Add(
                    new Directive(
                        at + 1,
                        name,
                        attributes.Id,
                        attributes.Values.GetValueOrDefault("title"),
                        attributes.Values.GetValueOrDefault("for")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                        string.Join('\n', lines[(at + 1)..Math.Max(at + 1, Math.Min(end, lines.Length))])
                    )
                );
                at = end;
                proseFrom = at + 1;
            }
            else if (Heading().Match(line) is { Success: true } heading)
            {
                AddProse(parts, lines, proseFrom, at);
                var attributes = Attributes(heading.Groups["attributes"].Value, at + 1, faults);
                parts.Add(
                    new UnitHeading(
                        at + 1,
                        Unescaped(heading.Groups["title"].Value.Trim()),
                        attributes.Id,
                        attributes.Values.GetValueOrDefault("draft") == "true",
                        attributes.Values.GetValueOrDefault("staff") == "true"
                    )
                );
                proseFrom = at + 1;
            }
        }

        AddProse(parts, lines, proseFrom, lines.Length);
        return parts;
    }

    // The closing line has exactly as many colons; fences inside a block of text may hide one.
    private static int End(string[] lines, int opening, int colons)
    {
        string? fence = null;
        for (var at = opening + 1; at < lines.Length; at++)
        {
            fence = FenceAfter(lines[at], fence);
            if (fence is null && lines[at].Length >= 3 && lines[at].TrimEnd() is { } line && line.Length == colons && line.All(c => c == ':'))
                return at;
        }

        return -1;
    }

    private static string? FenceAfter(string line, string? fence)
    {
        var mark = Fence().Match(line);
        if (!mark.Success)
            return fence;
        if (fence is null)
            return mark.Groups["mark"].Value;
        return mark.Groups["mark"].Value.StartsWith(fence, StringComparison.Ordinal) && mark.Groups["info"].Length == 0 ? null : fence;
    }

    private static void AddProse(List<LessonPart> parts, string[] lines, int from, int to)
    {
        if (from >= to)
            return;
        var markdown = string.Join('\n', lines[from..to]).Trim('\n');
        if (!string.IsNullOrWhiteSpace(markdown))
            parts.Add(new Prose(from + 1, markdown));
    }

    private static (string? Id, Dictionary<string, string> Values) Attributes(string text, int line, FaultLog faults)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? id = null;
        var rest = text;
        foreach (Match one in Attribute().Matches(text))
        {
            if (one.Groups["id"].Success)
                id = one.Groups["id"].Value;
            else
                values[one.Groups["key"].Value] = one.Groups["quoted"].Success ? Unescaped(one.Groups["quoted"].Value) : one.Groups["bare"].Value;
            rest = rest.Replace(one.Value, "", StringComparison.Ordinal);
        }

        if (!string.IsNullOrWhiteSpace(rest))
            faults.Add(line, $"cannot read the attributes {{{text}}}: write {{#id title=\"…\"}}");
        return (id, values);
    }

    internal static string Unescaped(string text) => Escape().Replace(text, "$1");

    [GeneratedRegex(@"^(?<colons>:{3,})\s*(?<name>[a-z]+)\s*(\{(?<attributes>.*)\})?\s*$", RegexOptions.None, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^#[ \t]+(?<title>.*?)([ \t]*(?<!\\)\{(?<attributes>[#a-z][^{}]*)\})?\s*$", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ {0,3}(?<mark>`{3,}|~{3,})(?<info>[^`]*)$", RegexOptions.None, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"#(?<id>\S+)|(?<key>[a-z]+)=(""(?<quoted>(\\.|[^""\\])*)""|(?<bare>[^\s""]+))", RegexOptions.None, 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\\(.)", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
