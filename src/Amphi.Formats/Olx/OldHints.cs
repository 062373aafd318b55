using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>
/// Reads feedback in its old form: within a hintgroup, conditions have names, and a hintpart is shown on one of them. What
/// a program decides, or the platform itself never showed, is told.
/// </summary>
internal sealed class OldHints(OlxHtml html, string where)
{
    private int _read;

    /// <summary>The conditions of a kind, such as <c>stringhint</c>, each with what is said on it.</summary>
    public IReadOnlyList<(Element Condition, string Said)> Of(Element response, string kind)
    {
        if (response.Child("hintgroup") is not { } group)
            return [];
        _read++;
        // A name is said once, so that a few large hints cannot be made into many.
        var parts = group.Elements.Where(one => one.Name == "hintpart").ToLookup(one => one["on"]);
        var conditions = group.Elements.Where(one => one.Name == kind && one["answer"] is { Length: > 0 } && one["name"] is not null).ToList();
        var hints = conditions
            .DistinctBy(one => one["name"])
            .Select(one => (Condition: one, Said: html.Hint(parts[one["name"]].FirstOrDefault()) ?? ""))
            .Where(hint => hint.Said.Length > 0)
            .ToList();
        if (group["hintfn"] is not null || hints.Count < Math.Max(conditions.Count, parts.Sum(on => on.Count())))
            html.Tell($"{where}: feedback in its hintgroup that no {kind} shows was left out");
        return hints;
    }

    /// <summary>Tells of groups that stand where their platform showed none.</summary>
    public void TellRest(Element problem)
    {
        if (problem.All.Count(one => one.Name == "hintgroup") > _read)
            html.Tell($"{where}: a hintgroup that belongs to no answer was left out");
    }
}
