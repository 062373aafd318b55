using System.Net;
using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads what stands beside the lessons: pages, news, the people who teach.</summary>
internal sealed class OlxPages(OlxPackage package, OlxPolicies policies, OlxNotes notes, OlxHtml html)
{
    // Read elsewhere, or no text.
    private static readonly HashSet<string> NoPages =
    [
        "overview",
        "short_description",
        "effort",
        "duration",
        "entrance_exam_enabled",
        "entrance_exam_id",
        "entrance_exam_minimum_score_pct",
    ];

    public List<PageDocument> Pages(Element course)
    {
        var pages = new List<PageDocument>();
        var titles = policies.Tabs();
        var order = titles.Keys.ToList();
        foreach (var path in Html("tabs").OrderBy(path => order.IndexOf(NameOf(path)) is >= 0 and var place ? place : int.MaxValue).ToList())
            Add(path, titles.GetValueOrDefault(NameOf(path)) ?? NameOf(path));
        Add("info/handouts.html", "Handouts");
        foreach (var path in Html("about").Where(path => !NoPages.Contains(NameOf(path))).ToList())
            Add(path, NameOf(path));
        foreach (var path in Html("info").Where(path => NameOf(path) is not ("handouts" or "updates")).ToList())
            Add(path, NameOf(path));
        Textbooks(course["pdf_textbooks"], pages);
        return pages;

        void Add(string path, string title)
        {
            if (html.Page(package.Text(path)) is { Length: > 0 } body)
                pages.Add(new PageDocument(notes.Id(NameOf(path)), title, body));
        }
    }

    private IEnumerable<string> Html(string folder) =>
        package
            .Paths.Where(path => path.Split('/') is [var top, var file] && top == folder && file.EndsWith(".html", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private void Textbooks(string? json, List<PageDocument> pages)
    {
        foreach (var book in Listed(json, null))
        {
            var chapters = book.TryGetProperty("chapters", out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().ToList() : [];
            var title = book.Text("tab_title") ?? "Textbook";
            var body = html.Page(
                string.Concat(
                    chapters.Select(chapter =>
                        $"<p><a href=\"{WebUtility.HtmlEncode(chapter.Text("url"))}\">{WebUtility.HtmlEncode(chapter.Text("title"))}</a></p>"
                    )
                )
            );
            if (body is not null)
                pages.Add(new PageDocument(notes.Id("textbook"), title, body));
        }
    }

    public List<UpdateDocument> Updates()
    {
        List<UpdateDocument> updates = package.Json("info/updates.items.json") is { ValueKind: JsonValueKind.Array } items
            ?
            [
                .. items
                    .EnumerateArray()
                    .Where(item => item.Text("status") != "deleted")
                    .OrderByDescending(item => item.Whole("id"))
                    .Select(item => new UpdateDocument(item.Text("date")?.ReplaceLineEndings(" ").Trim() ?? "", html.Page(item.Text("content")) ?? ""))
                    .Where(item => item.Body.Length > 0),
            ]
            : [];
        return updates.Count > 0 ? updates
            : html.Page(package.Text("info/updates.html")) is { Length: > 0 } body ? [new UpdateDocument("", body)]
            : [];
    }

    public static List<string> Instructors(string? json) =>
        [.. Listed(json, "instructors").Select(one => one.Text("name")?.Trim()).OfType<string>().Where(name => name.Length > 0)];

    public static List<string> Outcomes(string? json)
    {
        try
        {
            return [.. (JsonSerializer.Deserialize<List<string>>(json ?? "[]") ?? []).Select(outcome => outcome.Trim()).Where(outcome => outcome.Length > 0)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // Objects of a list, or of a list within an object.
    private static List<JsonElement> Listed(string? json, string? within)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json ?? "null");
            var all = parsed.RootElement;
            if (within is not null && !(all.ValueKind == JsonValueKind.Object && all.TryGetProperty(within, out all)))
                return [];
            return all.ValueKind == JsonValueKind.Array
                ? [.. all.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Object).Select(one => one.Clone())]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
