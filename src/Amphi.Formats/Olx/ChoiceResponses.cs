using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads the responses that are answered by ticking.</summary>
internal sealed class ChoiceResponses(OlxHtml html, Element problem)
{
    public Answerable Single(Element response)
    {
        var group = response.All.FirstOrDefault(one => one.Name is "choicegroup" or "radiogroup");
        var choices = (group?.Elements ?? []).Where(one => one.Name == "choice").Select(one => Choice(one, response["partial_credit"])).ToList();
        if (choices.Count < 2 || choices.TrueForAll(choice => !choice.Correct))
            return Answerable.No("it has no right choice to mark by");
        return new SingleQuestion
        {
            Id = "",
            Shuffle = group!.Says("shuffle"),
            Pool = int.TryParse(group["answer-pool"], out var pool) && pool is >= 2 and <= 100 ? pool : null,
            Choices = choices,
        };
    }

    private Choice Choice(Element choice, string? partial)
    {
        var hints = choice.Elements.Where(one => one.Name == "choicehint").ToList();
        var text = html.Markdown(
            string.Concat(
                choice
                    .Content.Where(part => part is not Element { Name: "choicehint" })
                    .Select(part => part is Element element ? element.Outer() : System.Net.WebUtility.HtmlEncode((string)part))
            )
        );
        var feedback = hints.FirstOrDefault(hint => hint["selected"] is null or "true");
        var left = hints.FirstOrDefault(hint => hint["selected"] == "false");
        var points =
            choice["correct"] == "partial" || (partial == "points" && choice["point_value"] is not null) ? Percent(choice["point_value"]) ?? 50 : (int?)null;
        return new Choice(text.Length > 0 ? text : "…", choice.Says("correct"), html.Hint(feedback) ?? Targeted(choice), points)
        {
            Fixed = choice.Says("fixed"),
            FeedbackWhenLeft = html.Hint(left),
        };
    }

    // What stands apart and is named by the choice: feedback, and the solution of a right choice among several.
    private string? Targeted(Element choice) =>
        choice["explanation-id"] is { Length: > 0 } id
        && Apart[id].Where(one => one.Name != "solution" || choice.Says("correct")).Select(html.Hint).OfType<string>().ToList() is { Count: > 0 } said
            ? string.Join("\n\n", said)
            : null;

    private ILookup<string, Element> Apart =>
        field ??= problem
            .All.Where(one => one.Name is "targetedfeedback" or "solution" && one["explanation-id"] is not null)
            .ToLookup(one => one["explanation-id"]!);

    /// <summary>Whether a solution is that of one right choice only.</summary>
    public bool IsOfAChoice(Element solution) => solution["explanation-id"] is { Length: > 0 } id && RightOnes.Contains(id);

    private HashSet<string> RightOnes =>
        field ??= [.. problem.All.Where(one => one.Name == "choice" && one.Says("correct")).Select(one => one["explanation-id"]).OfType<string>()];

    private static int? Percent(string? points) =>
        double.TryParse(points?.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? (int)Math.Clamp(Math.Round(points!.EndsWith('%') ? value : value * 100), 0, 100)
            : null;

    public Answerable Multiple(Element response)
    {
        var group = response.All.FirstOrDefault(one => one.Name is "checkboxgroup" or "choicegroup");
        var elements = (group?.Elements ?? []).Where(one => one.Name == "choice").ToList();
        if (elements.Count < 2)
            return Answerable.No("it has no choices to mark by");
        return new MultipleQuestion
        {
            Id = "",
            Choices = [.. elements.Select(one => Choice(one, null))],
            Partial = response["partial_credit"]?.Trim().ToUpperInvariant() switch
            {
                "EDC" => PartialCredit.EveryDecision,
                "HALVES" => PartialCredit.Halves,
                _ => PartialCredit.None,
            },
            Combinations =
            [
                .. response
                    .All.Where(one => one.Name == "compoundhint" && one["value"] is not null)
                    .Select(hint => new CombinationFeedback(
                        [
                            .. hint["value"]!
                                .Split(' ', ',')
                                .Where(letter => letter.Length == 1 && char.IsAsciiLetter(letter[0]))
                                .Select(letter => char.ToUpperInvariant(letter[0]) - 'A'),
                        ],
                        html.Hint(hint) ?? "…"
                    )),
            ],
        };
    }
}
