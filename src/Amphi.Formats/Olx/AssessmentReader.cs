using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

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
        var criteria = element.All.Where(one => one.Name == "criterion").ToList();
        var rubric = criteria.Select((criterion, n) => Criterion(criterion, notes.Id($"{id}-c{n + 1}"), html)).ToList();
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
            FileTypes = [.. (
                    element["white_listed_file_types"] is { Length: > 0 } types
                        ? types
                        : element["file_upload_type"] switch
                        {
                            "image" => "png,jpg,jpeg,gif",
                            "pdf-and-image" => "pdf,png,jpg,jpeg,gif",
                            _ => "",
                        }
                ).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(type => type.TrimStart('.').ToLowerInvariant())],
            Opens = OlxReader.Date(element["submission_start"]),
            Due = OlxReader.Date(element["submission_due"]),
            Rubric = rubric,
            Samples = [.. element.All.Where(one => one.Name == "example").Select(example => Sample(example, criteria, rubric)).OfType<CaseSample>()],
            Steps =
            [
                .. element
                    .All.Where(one =>
                        one.Name == "assessment"
                        && Steps.ContainsKey(one["name"] ?? "")
                        && !string.Equals(one["enabled"], "false", StringComparison.OrdinalIgnoreCase)
                    )
                    .Select(Step),
            ],
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

    // A sample says its marks by the names of criteria and options; what the rubric does not have is left out.
    private static CaseSample? Sample(Element example, List<Element> criteria, List<Criterion> rubric)
    {
        var answer = example.Child("answer");
        var parts = answer?.Elements.Where(one => one.Name == "part").Select(part => part.Text.Trim()).ToList() ?? [];
        var text = parts.Count > 0 ? string.Join("\n\n", parts) : answer?.Text.Trim() ?? "";
        var marks = new List<SampleMark>();
        foreach (var chosen in example.Elements.Where(one => one.Name == "select"))
        {
            var place = criteria.FindIndex(criterion => Line(criterion.Child("name")) == chosen["criterion"]);
            var options = place < 0 ? [] : criteria[place].Elements.Where(one => one.Name == "option").ToList();
            var option = options.FindIndex(one => Line(one.Child("name")) == chosen["option"]);
            if (option >= 0)
                marks.Add(new SampleMark(rubric[place].Id, rubric[place].Levels[option].Points));
        }

        return text.Length > 0 && marks.Count > 0 ? new CaseSample(text, marks) : null;
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
