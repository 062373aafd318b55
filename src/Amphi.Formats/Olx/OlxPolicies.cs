using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>What stands beside the elements in JSON: names, the language, the tabs, how a result is made.</summary>
internal sealed class OlxPolicies
{
    private readonly OlxPackage _package;
    private readonly string _run;
    private readonly Dictionary<string, JsonElement> _policy = new(StringComparer.Ordinal);

    public OlxPolicies(OlxPackage package)
    {
        _package = package;
        _run = package.Root["url_name"] ?? "course";
        foreach (var path in new[] { $"policies/{_run}/policy.json", "policies/policy.json", "policy.json", $"policies/{_run}.json" })
            if (package.Json(path) is { ValueKind: JsonValueKind.Object } policies)
                foreach (var policy in policies.EnumerateObject())
                    _policy.TryAdd(policy.Name, policy.Value);
    }

    /// <summary>The name people see: the element's own, else the policy's.</summary>
    public string? Name(Element element)
    {
        if (element["display_name"] is { Length: > 0 } own)
            return own;
        return
            element["url_name"] is { } name
            && _policy.TryGetValue($"{element.Name}/{name}", out var policy)
            && policy.ValueKind == JsonValueKind.Object
            && policy.TryGetProperty("display_name", out var given)
            && given.ValueKind == JsonValueKind.String
            ? given.GetString()
            : null;
    }

    public GradingDocument? Grading()
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
                        one.Text("type") ?? "Work",
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
                    .Select(one => new GradingLevel(one.Name, (int)Math.Round(one.Value.GetDouble() * 100)))
                    .OrderByDescending(level => level.AtLeast)
                    .ToList()
                : [];
        return new GradingDocument { Categories = categories, Levels = levels };
    }

    public string Language(Element course)
    {
        var language =
            course["language"]
            ?? (
                _policy.TryGetValue($"course/{_package.Root["url_name"]}", out var policy) && policy.ValueKind == JsonValueKind.Object
                    ? policy.Text("language")
                    : null
            )
            ?? "en";
        language = language.Replace('_', '-');
        return language.Length is >= 2 and <= 12 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetterLower(language[0])
            ? language
            : "en";
    }

    /// <summary>The names of pages by their words.</summary>
    public IReadOnlyDictionary<string, string> Tabs()
    {
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        if (
            _policy.TryGetValue($"course/{_run}", out var policy)
            && policy.ValueKind == JsonValueKind.Object
            && policy.TryGetProperty("tabs", out var tabs)
            && tabs.ValueKind == JsonValueKind.Array
        )
            foreach (var tab in tabs.EnumerateArray().Where(tab => tab.Text("url_slug") is not null))
                titles.TryAdd(tab.Text("url_slug")!, tab.Text("name") ?? tab.Text("url_slug")!);
        return titles;
    }
}

/// <summary>Members of JSON objects, read kindly.</summary>
internal static class JsonMembers
{
    extension(JsonElement from)
    {
        public string? Text(string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        public int Whole(string name) =>
            from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

        public int Percent(string name) =>
            from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                ? Math.Clamp((int)Math.Round(value.GetDouble() * 100), 0, 100)
                : 0;
    }
}
