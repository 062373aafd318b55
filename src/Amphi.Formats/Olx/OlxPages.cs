using System.Text.Json;
using Amphi.Formats.Courses;

namespace Amphi.Formats.Olx;

/// <summary>Reads what stands beside the lessons: pages, news, the people who teach.</summary>
internal sealed class OlxPages(OlxPackage package, OlxPolicies policies, OlxNotes notes, OlxHtml html)
{
    public List<PageDocument> Pages()
    {
        var pages = new List<PageDocument>();
        var titles = policies.Tabs();
        foreach (
            var path in package
                .Paths.Where(path => path.StartsWith("tabs/", StringComparison.Ordinal) && path.EndsWith(".html", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .ToList()
        )
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (html.Page(package.Text(path)) is { Length: > 0 } body)
                pages.Add(new PageDocument(notes.Id(name), titles.GetValueOrDefault(name) ?? name, body));
        }

        if (html.Page(package.Text("info/handouts.html")) is { Length: > 0 } handouts)
            pages.Add(new PageDocument(notes.Id("handouts"), "Handouts", handouts));
        return pages;
    }

    public List<UpdateDocument> Updates()
    {
        if (package.Json("info/updates.items.json") is { ValueKind: JsonValueKind.Array } items)
            return
            [
                .. items
                    .EnumerateArray()
                    .Where(item => item.Text("status") != "deleted")
                    .OrderByDescending(item => item.Whole("id"))
                    .Select(item => new UpdateDocument(item.Text("date") ?? "", html.Page(item.Text("content")) ?? ""))
                    .Where(item => item.Body.Length > 0),
            ];
        return html.Page(package.Text("info/updates.html")) is { Length: > 0 } body ? [new UpdateDocument("", body)] : [];
    }

    public static List<string> Instructors(string json)
    {
        try
        {
            using var info = JsonDocument.Parse(json);
            return
                info.RootElement.ValueKind == JsonValueKind.Object
                && info.RootElement.TryGetProperty("instructors", out var all)
                && all.ValueKind == JsonValueKind.Array
                ? [.. all.EnumerateArray().Select(one => one.Text("name")).OfType<string>().Where(name => name.Length > 0)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
