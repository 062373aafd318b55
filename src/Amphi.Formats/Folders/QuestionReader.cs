using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using YamlDotNet.RepresentationModel;

namespace Amphi.Formats.Folders;

/// <summary>Reads the questions of a quiz.</summary>
internal static partial class QuestionReader
{
    private static readonly string[] Types =
    [
        "single",
        "multiple",
        "truefalse",
        "text",
        "numeric",
        "formula",
        "gap",
        "match",
        "order",
        "hotspot",
        "info",
        "essay",
    ];

    public static Question? Read(YamlMap map, bool survey, List<MissingId> missing)
    {
        if (map.Word("type", Types) is not { } type)
        {
            if (!map.Has("type"))
                map.Fault("type", "a question needs a type");
            return null;
        }

        var question = Typed(type, map, survey);
        question = question with
        {
            Id = map.Id(missing),
            Text = map.Text("text") ?? "",
            Points = map.Whole("points", 0, 1000) ?? 1,
            Group = map.Text("group"),
            Hints = map.Texts("hints"),
            Explanation = map.Text("explanation"),
        };
        VariantReader.Check(question, map);
        map.Done();
        return question;
    }

    private static Question Typed(string type, YamlMap map, bool survey) =>
        type switch
        {
            "single" => new SingleQuestion
            {
                Id = "",
                Shuffle = map.Flag("shuffle"),
                Pool = map.Whole("pool", 2, 100),
                Choices = Choices(map, "choices", survey, one: true),
            },
            "truefalse" => TrueFalse(map, survey),
            "multiple" => new MultipleQuestion
            {
                Id = "",
                Shuffle = map.Flag("shuffle"),
                Partial = map.Word("partial", "none", "every-decision", "halves") switch
                {
                    "every-decision" => PartialCredit.EveryDecision,
                    "halves" => PartialCredit.Halves,
                    _ => PartialCredit.None,
                },
                Choices = Choices(map, "choices", survey, one: false),
                Combinations = [.. map.Maps("combinations").Select(Combination)],
            },
            "text" => new TextQuestion
            {
                Id = "",
                Answers = NotEmpty(map, "answers", survey, [.. map.Maps("answers", "text").Select(TextAnswer)]),
                CaseSensitive = map.Flag("case"),
                Pattern = map.Flag("pattern"),
                Foreseen = [.. map.Maps("foreseen", "text").Select(TextAnswer)],
                Suffix = map.Text("suffix"),
            },
            "numeric" => new NumericQuestion
            {
                Id = "",
                Answers = NotEmpty(map, "answer", survey, NumericAnswers(map)),
                Drawn = VariantReader.Read(map, canSample: false),
                PartialPercent = map.Whole("partial", 0, 100),
                Suffix = map.Text("suffix"),
            },
            "formula" => new FormulaQuestion
            {
                Id = "",
                Answer = map.Required("answer"),
                Variables = [.. map.Pairs("variables").Where(pair => pair.Value is not YamlMappingNode).Select(pair => Variable(map, pair.Name, pair.Value))],
                Drawn = VariantReader.Read(map, canSample: true),
                Samples = map.Whole("samples", 1, 100) ?? 10,
                Tolerance = map.Text("tolerance"),
                CaseSensitive = map.Flag("case"),
                Foreseen = [.. map.Maps("foreseen", "text").Select(TextAnswer)],
            },
            "gap" => Gap(map),
            "match" => new MatchQuestion
            {
                Id = "",
                Pairs = NotEmpty(map, "pairs", survey, [.. map.Maps("pairs").Select(Pair)]),
                Distractors = map.Texts("distractors"),
                Image = map.Text("image"),
            },
            "order" => new OrderQuestion { Id = "", Items = NotEmpty(map, "items", survey, map.Texts("items")) },
            "hotspot" => new HotspotQuestion
            {
                Id = "",
                Image = map.Required("image"),
                Alt = map.Text("alt"),
                Width = map.Whole("width", 1, 100_000),
                Height = map.Whole("height", 1, 100_000),
                Regions = NotEmpty(map, "regions", survey, [.. map.Maps("regions").Select(Region)]),
            },
            "info" => new InfoQuestion { Id = "" },
            _ => new EssayQuestion
            {
                Id = "",
                Why = map.Text("why"),
                Source = map.Text("source"),
            },
        };

    private static SingleQuestion TrueFalse(YamlMap map, bool survey)
    {
        if (map.Has("choices"))
            return new SingleQuestion
            {
                Id = "",
                TrueFalse = true,
                Choices = Choices(map, "choices", survey, one: true),
            };

        var answer = map.Answer("answer");
        if (answer is null && !survey)
            map.Fault("answer", "answer is missing: true or false");
        return new SingleQuestion
        {
            Id = "",
            TrueFalse = true,
            Choices = [new Choice("true", answer == true, map.Text("whentrue")), new Choice("false", answer == false, map.Text("whenfalse"))],
        };
    }

    private static List<Choice> Choices(YamlMap map, string key, bool survey, bool one)
    {
        var choices = map.Maps(key, "text").Select(Choice).ToList();
        if (choices.Count < 2)
            map.Fault(key, $"{key}: at least two are needed");
        else if (!survey && one && !choices.Any(choice => choice.Correct))
            map.Fault(key, $"{key}: none is right; write correct: true on one");
        return choices;
    }

    private static Choice Choice(YamlMap map)
    {
        var choice = new Choice(map.Required("text"), map.Flag("correct"), map.Text("feedback"), map.Whole("partial", 0, 100))
        {
            Fixed = map.Flag("fixed"),
            FeedbackWhenLeft = map.Text("left"),
        };
        map.Done();
        return choice;
    }

    private static CombinationFeedback Combination(YamlMap map)
    {
        var combination = new CombinationFeedback(map.Wholes("chosen"), map.Required("feedback"));
        map.Done();
        return combination;
    }

    private static TextAnswer TextAnswer(YamlMap map)
    {
        var answer = new TextAnswer(map.Required("text"), map.Text("feedback"));
        map.Done();
        return answer;
    }

    private static List<NumericAnswer> NumericAnswers(YamlMap map)
    {
        var answers = map.Maps("answers").Select(Numeric).ToList();
        if (map.Text("answer") is { } value)
            answers.Add(new NumericAnswer(value, map.Text("tolerance")));
        if (map.Text("range") is { } range)
            answers.Add(new NumericAnswer(null, null, range));
        if (answers.Count > 0 && !answers.Exists(answer => answer.IsRight))
            map.Fault("answers", "answers: none is right; leave partial away on one");
        return answers;
    }

    private static NumericAnswer Numeric(YamlMap map)
    {
        var answer = new NumericAnswer(map.Text("value"), map.Text("tolerance"), map.Text("range"), map.Text("feedback"), map.Whole("partial", 0, 99));
        if (answer.Value is null == answer.Range is null)
            map.Fault("value", "write either value or range");
        map.Done();
        return answer;
    }

    private static FormulaVariable Variable(YamlMap map, string name, YamlNode value)
    {
        if (value is YamlSequenceNode { Children: [YamlScalarNode from, YamlScalarNode to] })
            return new FormulaVariable(name, from.Value ?? "", to.Value ?? "");
        map.Fault("variables", $"{name}: expected a range such as [1, 3]");
        return new FormulaVariable(name, "0", "1");
    }

    private static GapQuestion Gap(YamlMap map)
    {
        var gaps = map.Maps("gaps").Select(OneGap).ToList();
        var text = map.Text("text") ?? "";
        for (var number = 1; number <= gaps.Count; number++)
            if (!text.Contains($"[[{number}]]", StringComparison.Ordinal))
                map.Fault("text", $"gap {number} has no place: write [[{number}]] in the text");
        foreach (Match place in Place().Matches(text))
            if (int.Parse(place.Groups[1].Value) is var number && (number < 1 || number > gaps.Count))
                map.Fault("text", $"[[{number}]] has no gap");
        if (gaps.Count == 0)
            map.Fault("gaps", "gaps: at least one is needed");
        return new GapQuestion { Id = "", Gaps = gaps };
    }

    private static Gap OneGap(YamlMap map)
    {
        var gap = new Gap { Options = map.Has("options") ? Choices(map, "options", survey: false, one: true) : [], Answers = map.Texts("answers") };
        if (gap.Options.Count == 0 && gap.Answers.Count == 0)
            map.Fault("answers", "a gap needs answers or options");
        map.Done();
        return gap;
    }

    private static MatchPair Pair(YamlMap map)
    {
        var pair = new MatchPair(map.Required("left"), map.Required("right"), map.Text("feedback"));
        map.Done();
        return pair;
    }

    private static HotspotRegion Region(YamlMap map)
    {
        var region = new HotspotRegion(map.Points("points"), map.Text("label"));
        if (region.Points.Count < 3)
            map.Fault("points", "points: a region has at least three");
        map.Done();
        return region;
    }

    private static IReadOnlyList<T> NotEmpty<T>(YamlMap map, string key, bool survey, IReadOnlyList<T> list)
    {
        if (list.Count == 0 && !survey)
            map.Fault(key, $"{key} is missing");
        return list;
    }

    [GeneratedRegex(@"\[\[(\d{1,3})\]\]", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
