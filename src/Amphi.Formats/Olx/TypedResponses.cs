using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads the responses that are answered by writing a word, a number or a formula, or by pointing at a picture.</summary>
internal sealed partial class TypedResponses(OlxHtml html, ProblemScript script, OldHints hints)
{
    // Percent: CAPA has no other.
    private const int HalfRight = 50;

    public Answerable Text(Element response)
    {
        if (response["answer"] is not { Length: > 0 } answer || script.Computes(answer))
            return Answerable.No("its answer is computed by a program");
        var type = response["type"] ?? "";
        if (response.Elements.Any(one => one.Name == "regexphint"))
            html.Tell("feedback by regular expressions (regexphint) was left out");
        var more = response
            .Elements.Where(one => one.Name == "additional_answer")
            .Select(one => new TextAnswer(one["answer"] ?? one.Text.Trim(), html.Hint(one.Child("correcthint"))));
        return new TextQuestion
        {
            Id = "",
            Answers =
            [
                .. Alternatives(answer).Select(one => new TextAnswer(one, html.Hint(response.Child("correcthint")))),
                .. more.Where(one => one.Text.Length > 0),
            ],
            CaseSensitive = !type.Contains("ci", StringComparison.Ordinal),
            Pattern = type.Contains("regexp", StringComparison.Ordinal),
            Foreseen =
            [
                .. response
                    .Elements.Where(one => one.Name == "stringequalhint" && one["answer"] is { Length: > 0 })
                    .Select(one => new TextAnswer(one["answer"]!, html.Hint(one))),
                .. hints.Of(response, "stringhint").Select(hint => new TextAnswer(hint.Condition["answer"]!, hint.Said)),
            ],
            Suffix = Suffix(response),
        };
    }

    // Before there were additional answers, they stood in one, parted by _or_.
    private static string[] Alternatives(string answer) =>
        answer.Contains("_or_", StringComparison.OrdinalIgnoreCase)
            ? [.. OldOr().Split(answer).Select(one => one.Trim()).Where(one => one.Length > 0)]
            : [answer];

    public Answerable Number(Element response)
    {
        if (response["answer"] is not { Length: > 0 } answer || script.Computes(answer))
            return Answerable.No("its answer is computed by a program");
        var tolerance = Tolerance(response);
        if (tolerance is not null && script.Computes(tolerance))
            return Answerable.No("its tolerance is computed by a program");
        var credit = (response["partial_credit"] ?? "").ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries);
        if (response.All.Any(one => one["partial_range"] is { Length: > 0 } range && range.Trim() != "2"))
            html.Tell("numbers that are nearly right (partial_range) are so within twice the tolerance");
        return new NumericQuestion
        {
            Id = "",
            Answers =
            [
                One(answer, tolerance, response.Child("correcthint")),
                .. response
                    .Elements.Where(one => one.Name == "additional_answer" && one["answer"] is { Length: > 0 })
                    .Select(one => One(one["answer"]!, tolerance, one.Child("correcthint"))),
                .. credit.Contains("list")
                    ? response.All.SelectMany(PartlyRight).Select(one => new NumericAnswer(one, tolerance, PartialPercent: HalfRight))
                    : [],
                .. hints
                    .Of(response, "numericalhint")
                    .Select(hint => new NumericAnswer(hint.Condition["answer"]!.Trim(), Tolerance(hint.Condition) ?? tolerance, null, hint.Said, 0)),
            ],
            PartialPercent = credit.Contains("close") ? HalfRight : null,
            Suffix = Suffix(response),
        };
    }

    private static string? Tolerance(Element of) =>
        of.Elements.FirstOrDefault(one => one.Name == "responseparam" && one["type"] is null or "tolerance" && one["default"] is { Length: > 0 })
            ?["default"]?.Trim()
        ?? of["tolerance"];

    private static string[] PartlyRight(Element parameter) =>
        (parameter["partial_answers"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private NumericAnswer One(string answer, string? tolerance, Element? hint)
    {
        var plain = answer.Trim();
        return plain is ['[' or '(', .., ']' or ')'] && plain.Count(c => c == ',') == 1
            ? new NumericAnswer(null, null, plain, html.Hint(hint))
            : new NumericAnswer(plain, tolerance, null, html.Hint(hint));
    }

    public Answerable Formula(Element response)
    {
        if (
            response["answer"] is not { Length: > 0 } answer
            || script.Computes(answer)
            || response["samples"] is not { } samples
            || Samples().Match(samples) is not { Success: true } parts
        )
            return Answerable.No("its answer or its samples are computed by a program");
        var names = parts.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries);
        var from = parts.Groups["from"].Value.Split(',', StringSplitOptions.TrimEntries);
        var to = parts.Groups["to"].Value.Split(',', StringSplitOptions.TrimEntries);
        if (from.Length != names.Length || to.Length != names.Length)
            return Answerable.No("its samples cannot be read");
        return new FormulaQuestion
        {
            Id = "",
            Answer = answer,
            Variables = [.. names.Select((variable, n) => new FormulaVariable(variable, from[n], to[n]))],
            Samples = Math.Clamp(int.Parse(parts.Groups["count"].Value), 1, 100),
            Tolerance = response.Elements.FirstOrDefault(one => one.Name == "responseparam")?["default"],
            CaseSensitive = response["type"]?.Contains("cs", StringComparison.Ordinal) == true,
            Foreseen = [.. hints.Of(response, "formulahint").Select(hint => new TextAnswer(hint.Condition["answer"]!, hint.Said))],
        };
    }

    public Answerable Image(Element response)
    {
        var input = response.All.FirstOrDefault(one => one.Name == "imageinput");
        var path = input?["src"] is { } source ? html.Link(source) : "#missing";
        var regions = (input?["rectangle"] ?? "").Split(';').Select(text => Rectangle().Match(text)).Where(one => one.Success).Select(Box).ToList();
        foreach (
            var region in Polygons()
                .Matches(input?["regions"] ?? "")
                .Select(one => Point().Matches(one.Value).Select(point => (int.Parse(point.Groups[1].Value), int.Parse(point.Groups[2].Value))).ToList())
                .Where(points => points.Count >= 3)
        )
            regions.Add(new HotspotRegion(region));
        if (regions.Count == 0 || !path.StartsWith("/assets", StringComparison.Ordinal))
            return Answerable.No("its picture or its regions are missing");
        return new HotspotQuestion
        {
            Id = "",
            Image = path,
            Alt = input!["alt"],
            Width = int.TryParse(input["width"], out var width) && width > 0 ? width : null,
            Height = int.TryParse(input["height"], out var height) && height > 0 ? height : null,
            Regions = regions,
        };
    }

    private static HotspotRegion Box(Match match)
    {
        var (left, top, right, bottom) = (Number(1), Number(2), Number(3), Number(4));
        return new HotspotRegion([(left, top), (right, top), (right, bottom), (left, bottom)]);

        int Number(int group) => int.Parse(match.Groups[group].Value);
    }

    private static string? Suffix(Element response) =>
        response.All.FirstOrDefault(one => one.Name is "textline" or "formulaequationinput")?["trailing_text"] is { Length: > 0 } suffix ? suffix : null;

    [GeneratedRegex(@"^\s*(?<names>[^@]+)@(?<from>[^:]+):(?<to>[^#]+)#(?<count>\d{1,4})\s*$", RegexOptions.None, 1000)]
    private static partial Regex Samples();

    [GeneratedRegex("_or_", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex OldOr();

    [GeneratedRegex(@"\(\s*(-?\d{1,6})\s*,\s*(-?\d{1,6})\s*\)\s*-\s*\(\s*(-?\d{1,6})\s*,\s*(-?\d{1,6})\s*\)", RegexOptions.None, 1000)]
    private static partial Regex Rectangle();

    [GeneratedRegex(@"\[(\s*\[\s*-?\d{1,6}\s*,\s*-?\d{1,6}\s*\]\s*,?)+\]", RegexOptions.None, 1000)]
    private static partial Regex Polygons();

    [GeneratedRegex(@"\[\s*(-?\d{1,6})\s*,\s*(-?\d{1,6})\s*\]", RegexOptions.None, 1000)]
    private static partial Regex Point();
}
