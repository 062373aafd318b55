using System.Text.Json;
using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>What stands beside the elements in JSON: names, the language, the tabs, how a result is made.</summary>
internal sealed partial class OlxPolicies
{
    private readonly OlxPackage _package;
    private readonly string _run;
    private readonly Dictionary<string, JsonElement> _policy = new(StringComparer.Ordinal);

    public OlxPolicies(OlxPackage package)
    {
        _package = package;
        _run = package.Root["url_name"] ?? "course";
        var only = package.Paths.Where(path =>
            path.StartsWith("policies/", StringComparison.Ordinal) && path.EndsWith("/policy.json", StringComparison.Ordinal)
        );
        foreach (
            var path in only.Order(StringComparer.Ordinal)
                .Prepend($"policies/{_run}/policy.json")
                .Concat(["policies/policy.json", "policy.json", $"policies/{_run}.json"])
        )
            if (_policy.Count == 0 && package.Json(path) is { ValueKind: JsonValueKind.Object } policies)
                foreach (var policy in policies.EnumerateObject().Where(policy => policy.Value.ValueKind == JsonValueKind.Object))
                    _policy.TryAdd(policy.Name, policy.Value);
    }

    /// <summary>Gives an element what only its policy says, such as its name.</summary>
    public void Apply(Element element)
    {
        if (element["url_name"] is not { } name || !_policy.TryGetValue($"{element.Name}/{name}", out var policy))
            return;
        foreach (var member in policy.EnumerateObject().Where(member => member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)))
            if (element[member.Name] is null or "")
                element.Set(member.Name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText());
    }

    /// <param name="used">Categories that lessons name; those the policy lacks are added without a weight, so that the course says what it refers to.</param>
    public GradingDocument? Grading(Element course, IEnumerable<string> used)
    {
        if (
            (_package.Json($"policies/{_run}/grading_policy.json") ?? _package.Json("grading_policy.json") ?? _package.Json("policies/grading_policy.json"))
            is not { ValueKind: JsonValueKind.Object } policy
        )
            return null;
        var categories =
            policy.TryGetProperty("GRADER", out var graders) && graders.ValueKind == JsonValueKind.Array
                ? graders
                    .EnumerateArray()
                    .Select(one => new GradingCategory(
                        one.Text("type")?.Trim() is { Length: > 0 } name ? name : "Work",
                        one.Percent("weight"),
                        Math.Max(1, one.Whole("min_count")),
                        one.Whole("drop_count"),
                        one.Text("short_label")
                    ))
                    .ToList()
                : [];
        var levels =
            policy.TryGetProperty("GRADE_CUTOFFS", out var cutoffs) && cutoffs.ValueKind == JsonValueKind.Object
                ? cutoffs
                    .EnumerateObject()
                    .Where(one => one.Value.ValueKind == JsonValueKind.Number)
                    .Select(one => new GradingLevel(one.Name, Math.Clamp((int)Math.Round(one.Value.GetDouble() * 100), 0, 100)))
                    .OrderByDescending(level => level.AtLeast)
                    .ToList()
                : [];
        foreach (var name in used.Except(categories.Select(category => category.Name)).ToList())
        {
            categories.Add(new GradingCategory(name, 0));
            _package.Warnings.Add($"grading_policy.json: has no category {name}, which lessons name; it is kept without a weight");
        }

        return new GradingDocument
        {
            Categories = categories,
            Levels = levels,
            Late = Late(course["graceperiod"] ?? policy.Text("GRACE_PERIOD") ?? ""),
        };
    }

    // Open edX takes nothing in once the grace is over.
    private static LateDocument? Late(string grace)
    {
        int Count(string unit) => Grace().Matches(grace).FirstOrDefault(part => part.Groups[2].Value == unit) is { } part ? int.Parse(part.Groups[1].Value) : 0;
        var minutes = (((Count("day") * 24) + Count("hour")) * 60) + Count("minute");
        return minutes > 0 ? new LateDocument(minutes, ClosesAfterMinutes: minutes) : null;
    }

    public static string Language(Element course) =>
        course["language"]?.Replace('_', '-') is { } language && Folders.CourseYaml.IsLanguage(language) ? language : "en";

    /// <summary>The names of pages by their words.</summary>
    public IReadOnlyDictionary<string, string> Tabs()
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_policy.TryGetValue($"course/{_run}", out var policy) && policy.TryGetProperty("tabs", out var tabs) && tabs.ValueKind == JsonValueKind.Array)
            foreach (var tab in tabs.EnumerateArray().Where(tab => tab.ValueKind == JsonValueKind.Object))
                if (tab.Text("url_slug") is { } slug)
                    titles.TryAdd(slug, (tab.Text("name") ?? slug).Trim());
        return titles;
    }

    [GeneratedRegex(@"(\d{1,3})\s*(day|hour|minute)", RegexOptions.None, 1000)]
    private static partial Regex Grace();
}

/// <summary>Members of JSON objects, read kindly.</summary>
internal static class JsonMembers
{
    extension(JsonElement from)
    {
        public string? Text(string name) =>
            from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;

        public int Whole(string name) =>
            from.ValueKind == JsonValueKind.Object
            && from.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
                ? number
                : 0;

        public int Percent(string name) =>
            from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                ? Math.Clamp((int)Math.Round(value.GetDouble() * 100), 0, 100)
                : 0;
    }
}
