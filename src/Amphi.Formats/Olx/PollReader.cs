using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads polls and surveys: questions without a key. What they ask is JSON in attributes.</summary>
internal static class PollReader
{
    public static QuizBlock Read(Element poll, string id, string? title, OlxHtml html)
    {
        var answers = poll.Name == "poll_question" ? Old(poll, html) : Answers(poll["answers"], html);
        var questions =
            poll.Name == "poll" ? [Question($"{id}-1", Said(poll["question"], html), answers)]
            : poll.Name == "poll_question"
                ?
                [
                    Question(
                        $"{id}-1",
                        html.Markdown(
                            string.Concat(
                                poll.Content.Where(part => part is not Element { Name: "answer" })
                                    .Select(part => part is Element one ? one.Outer() : (string)part)
                            )
                        ),
                        answers
                    ),
                ]
            : Pairs(poll["questions"]).Select((one, n) => Question($"{id}-{n + 1}", Said(Label(one), html), answers)).ToList();
        return new QuizBlock
        {
            Id = id,
            Title = title,
            Survey = true,
            Weight = 0,
            Attempts = int.TryParse(poll["max_submissions"], out var most) && most > 0 ? most : null,
            Solution = poll["feedback"] is { Length: > 0 } feedback ? Said(feedback, html) : null,
            Questions = questions.Count > 0 ? questions : [new InfoQuestion { Id = $"{id}-1", Text = title ?? "" }],
        };
    }

    // Polls are written in Markdown that may hold HTML.
    private static string Said(string? markdown, OlxHtml html) => html.Markdown(Markdig.Markdown.ToHtml(markdown ?? ""));

    private static List<Choice> Old(Element poll, OlxHtml html) =>
        [.. poll.Elements.Where(one => one.Name == "answer").Select(one => new Choice(html.Markdown(one.Inner()) is { Length: > 0 } text ? text : "…"))];

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
        var label = one.TryGetProperty("label", out var words)
            ? words.ValueKind == JsonValueKind.String
                ? words.GetString()!
                : ""
            : "";
        var image =
            one.TryGetProperty("img", out var source) && source.ValueKind == JsonValueKind.String && source.GetString() is { Length: > 0 } address
                ? $"<img src=\"{System.Net.WebUtility.HtmlEncode(address)}\" alt=\"{System.Net.WebUtility.HtmlEncode(one.Text("img_alt"))}\">"
                : "";
        return image + label;
    }
}
