using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads drag and drop (v2): items to bring to zones.</summary>
internal static class DragAndDropReader
{
    public static Block Read(Element element, string id, string? title, OlxHtml html, OlxNotes notes)
    {
        try
        {
            using var data = JsonDocument.Parse(element["data"] ?? "{}");
            var root = data.RootElement;
            var zones = root.TryGetProperty("zones", out var all)
                ? all.EnumerateArray()
                    .DistinctBy(zone => Text(zone, "uid") ?? Text(zone, "id") ?? Text(zone, "title") ?? "")
                    .ToDictionary(zone => Text(zone, "uid") ?? Text(zone, "id") ?? Text(zone, "title") ?? "", zone => Text(zone, "title") ?? "")
                : [];
            var pairs = new List<MatchPair>();
            var spare = "—";
            foreach (var item in root.GetProperty("items").EnumerateArray())
            {
                var zone =
                    item.TryGetProperty("zones", out var many) && many.ValueKind == JsonValueKind.Array && many.GetArrayLength() > 0
                        ? many[0].GetString()
                        : Text(item, "zone");
                var left = html.Markdown(Text(item, "displayName") ?? "") is { Length: > 0 } name ? name : Text(item, "imageDescription") ?? "…";
                var feedback = item.TryGetProperty("feedback", out var said) ? Text(said, "correct") : null;
                pairs.Add(
                    new MatchPair(
                        left,
                        zone is not null && zones.TryGetValue(zone, out var right) && right.Length > 0 ? right : spare,
                        feedback is { Length: > 0 } ? html.Markdown(feedback) : null
                    )
                );
            }

            if (pairs.Count > 0)
                return new QuizBlock
                {
                    Id = id,
                    Title = title,
                    Attempts = int.TryParse(element["max_attempts"], out var attempts) && attempts > 0 ? attempts : null,
                    Questions =
                    [
                        new MatchQuestion
                        {
                            Id = $"{id}-1",
                            Text = html.Markdown(element["question_text"] ?? element["question"] ?? ""),
                            Pairs = pairs,
                            Distractors = [.. zones.Values.Where(zone => zone.Length > 0 && pairs.TrueForAll(pair => pair.Right != zone))],
                            Image =
                                Text(root, "targetImg") is { } picture && html.Link(picture) is var path && path.StartsWith("/assets", StringComparison.Ordinal)
                                    ? path
                                    : null,
                        },
                    ],
                };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            notes.Warnings.Add($"drag-and-drop-v2/{id}: its data cannot be read");
        }

        return notes.Placeholder(element.Name, $"{element.Name}/{id}", "its data cannot be read", title, element["data"]);
    }

    private static string? Text(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
