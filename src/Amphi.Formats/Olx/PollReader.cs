using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads polls and surveys: questions without a key. What they ask is JSON in attributes.</summary>
internal static class PollReader
{
    public static QuizBlock Read(Element poll, string id, string? title, OlxHtml html)
    {
        var answers = Answers(poll["answers"], html);
        var questions =
            poll.Name == "poll"
                ? [Question($"{id}-1", html.Markdown(poll["question"] ?? ""), answers)]
                : Pairs(poll["questions"]).Select((one, n) => Question($"{id}-{n + 1}", html.Markdown(Label(one)), answers)).ToList();
        return new QuizBlock
        {
            Id = id,
            Title = title,
            Survey = true,
            Weight = 0,
            Attempts = int.TryParse(poll["max_submissions"], out var most) && most > 0 ? most : null,
            Solution = poll["feedback"] is { Length: > 0 } feedback ? html.Markdown(feedback) : null,
            Questions = questions.Count > 0 ? questions : [new InfoQuestion { Id = $"{id}-1", Text = title ?? "" }],
        };
    }

    private static Question Question(string id, string text, List<Choice> answers) =>
        answers.Count >= 2
            ? new SingleQuestion
            {
                Id = id,
                Text = text,
                Choices = answers,
            }
            : new TextQuestion
            {
                Id = id,
                Text = text,
                Answers = [],
            };

    private static List<Choice> Answers(string? json, OlxHtml html) =>
        [.. Pairs(json).Select(one => new Choice(html.Markdown(Label(one)) is { Length: > 0 } text ? text : "…"))];

    private static List<JsonElement> Pairs(string? json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json ?? "[]");
            return parsed.RootElement.ValueKind == JsonValueKind.Array
                ?
                [
                    .. parsed
                        .RootElement.EnumerateArray()
                        .Where(pair => pair.ValueKind == JsonValueKind.Array && pair.GetArrayLength() > 1)
                        .Select(pair => pair[1].Clone()),
                ]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Label(JsonElement one)
    {
        if (one.ValueKind == JsonValueKind.String)
            return one.GetString() ?? "";
        if (one.ValueKind != JsonValueKind.Object)
            return "";
        var label = one.TryGetProperty("label", out var words) ? words.GetString() ?? "" : "";
        var image =
            one.TryGetProperty("img", out var source) && source.GetString() is { Length: > 0 } address
                ? $"<img src=\"{System.Net.WebUtility.HtmlEncode(address)}\" alt=\"{System.Net.WebUtility.HtmlEncode(one.TryGetProperty("img_alt", out var alt) ? alt.GetString() : "")}\">"
                : "";
        return image + label;
    }
}

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

/// <summary>Reads open assessments: prompts, rubric and the steps of reading.</summary>
internal static class AssessmentReader
{
    private static readonly Dictionary<string, string> Steps = new()
    {
        ["student-training"] = "training",
        ["peer-assessment"] = "peer",
        ["self-assessment"] = "self",
        ["staff-assessment"] = "staff",
    };

    public static CaseBlock Read(Element element, string id, string? title, OlxHtml html, OlxNotes notes)
    {
        var isHtml = element["prompts_type"] == "html";
        var prompts = element
            .All.Where(one => one.Name == "prompt" && one.Elements.Any(child => child.Name == "description"))
            .Select(prompt => Prompt(prompt.Child("description")!.Text, isHtml, html))
            .ToList();
        if (prompts.Count == 0 && element.Child("rubric")?.Child("prompt")?.Text is { Length: > 0 } old)
            prompts.Add(Prompt(old, isHtml, html));
        return new CaseBlock
        {
            Id = id,
            Title = element.Child("title")?.Text.Trim() is { Length: > 0 } own ? own : title,
            Prompts = [.. prompts.Select(prompt => new CasePrompt(prompt))],
            Text = Wanted(element["text_response"], Courses.Wanted.Required),
            Files = Wanted(
                element["file_upload_response"],
                element["allow_file_upload"] is "True" or "true" || element["file_upload_type"] is { Length: > 0 } ? Courses.Wanted.Optional : Courses.Wanted.No
            ),
            FileTypes =
            [
                .. (element["white_listed_file_types"] ?? "")
                    .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(type => type.TrimStart('.').ToLowerInvariant()),
            ],
            Opens = OlxReader.Date(element["submission_start"]),
            Due = OlxReader.Date(element["submission_due"]),
            Rubric = [.. element.All.Where(one => one.Name == "criterion").Select((criterion, n) => Criterion(criterion, notes.Id($"{id}-c{n + 1}"), html))],
            Steps = [.. element.All.Where(one => one.Name == "assessment" && Steps.ContainsKey(one["name"] ?? "")).Select(Step)],
        };
    }

    private static string Prompt(string text, bool isHtml, OlxHtml html) =>
        html.Markdown(isHtml ? text : System.Net.WebUtility.HtmlEncode(text.Trim()).Replace("\n\n", "<p>", StringComparison.Ordinal));

    private static Criterion Criterion(Element criterion, string id, OlxHtml html)
    {
        var name = criterion["label"] ?? Line(criterion.Child("label")) ?? Line(criterion.Child("name")) ?? id;
        return new Criterion(
            id,
            name,
            Said(criterion.Child("prompt"), html),
            [
                .. criterion
                    .Elements.Where(one => one.Name == "option")
                    .Select(option => new CriterionLevel(
                        Line(option.Child("label")) ?? Line(option.Child("name")) ?? "…",
                        int.TryParse(option["points"], out var points) ? Math.Clamp(points, 0, 10_000) : 0,
                        Said(option.Child("explanation"), html)
                    )),
            ],
            criterion["feedback"] switch
            {
                "required" => Courses.Wanted.Required,
                "optional" => Courses.Wanted.Optional,
                _ => Courses.Wanted.No,
            }
        );
    }

    private static CaseStep Step(Element step) =>
        new()
        {
            Kind = Steps[step["name"]!],
            MustGive = int.TryParse(step["must_grade"], out var give) ? Math.Clamp(give, 0, 100) : null,
            MustGet = int.TryParse(step["must_be_graded_by"], out var get) ? Math.Clamp(get, 0, 100) : null,
            Opens = OlxReader.Date(step["start"]),
            Due = OlxReader.Date(step["due"]),
        };

    private static Wanted Wanted(string? text, Wanted otherwise) =>
        text switch
        {
            "required" => Courses.Wanted.Required,
            "optional" => Courses.Wanted.Optional,
            null => otherwise,
            _ => Courses.Wanted.No,
        };

    private static string? Line(Element? element) => element?.Text.Trim() is { Length: > 0 } text ? text : null;

    private static string? Said(Element? element, OlxHtml html) => Line(element) is { } text ? html.Markdown(System.Net.WebUtility.HtmlEncode(text)) : null;
}
