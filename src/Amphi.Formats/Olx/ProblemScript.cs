using System.Text.RegularExpressions;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>The Python of a problem: never run, but what it would fill in is known by its names.</summary>
internal sealed partial class ProblemScript(Element problem)
{
    /// <summary>The source.</summary>
    public string Text { get; } =
        string.Join(
            "\n",
            problem
                .All.Where(one => one.Name == "script" && one["type"]?.Contains("javascript", StringComparison.OrdinalIgnoreCase) != true)
                .Select(one => one.Text)
        );

    public bool IsThere => Text.Length > 0;

    /// <summary>Whether an answer is one that the script computes.</summary>
    public bool Computes(string text) => Variable().IsMatch(text) && (IsThere || text.Contains("$seed", StringComparison.Ordinal));

    /// <summary>Whether a response shows something that the script computes.</summary>
    public bool Fills(Element response) =>
        IsThere
        && Variable()
            .Matches(
                string.Join(
                    ' ',
                    response
                        .All.SelectMany(one => one.Attributes.Select(attribute => attribute.Value))
                        .Concat(response.All.SelectMany(one => one.Content.OfType<string>()))
                )
            )
            .Any(one => Names().Contains(one.Groups["name"].Value));

    private HashSet<string> Names() => [.. Assigned().Matches(Text).SelectMany(one => one.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries))];

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]\w*)", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^[ \t]*(?<names>[A-Za-z_]\w*([ \t]*,[ \t]*[A-Za-z_]\w*)*)[ \t]*=(?!=)", RegexOptions.Multiline, 1000)]
    private static partial Regex Assigned();
}
