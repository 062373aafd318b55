using Amphi.Formats.Courses;
using Amphi.Formats.Expressions;
using YamlDotNet.RepresentationModel;

namespace Amphi.Formats.Folders;

/// <summary>Reads the numbers that a question draws, and tries them: whatever is drawn must have an answer.</summary>
internal static class VariantReader
{
    private const int Tries = 300;

    public static IReadOnlyList<DrawnNumber> Read(YamlMap question, bool canSample)
    {
        var numbers = new List<DrawnNumber>();
        var variables = question.Has("variables") ? question.Map("variables") : null;
        foreach (var (name, value, _) in question.Pairs("variables"))
            if (value is YamlMappingNode && variables!.Map(name) is { } map)
                numbers.Add(Number(name, map));
            else if (!canSample)
                question.Fault("variables", $"{name}: write {{from: 2, to: 9}}, {{of: [2, 5]}} or {{is: 2 * n}}");
        return numbers;
    }

    public static void Check(Question question, YamlMap map)
    {
        if (question.Drawn.Count == 0)
            return;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var isRight = true;
        foreach (var number in question.Drawn)
        {
            if (number.Is is { } expression)
                isRight &= IsKnown("variables", number.Name, expression, known, map);
            else if (number.Count == 0)
                isRight = false;
            known.Add(number.Name);
        }

        foreach (var name in Texts(question).SelectMany(Variant.NamesIn).Where(name => !known.Contains(name)).Distinct())
            map.Fault("text", $"{{{{{name}}}}} is none of variables");
        if (question is FormulaQuestion formula)
            known.UnionWith(formula.Variables.Select(variable => variable.Name));
        foreach (var (key, expression) in Expressions(question))
            isRight &= IsKnown(key, key, expression, known, map);
        if (isRight)
            Try(question, map);
    }

    private static DrawnNumber Number(string name, YamlMap map)
    {
        var number = new DrawnNumber(name)
        {
            From = map.Text("from"),
            To = map.Text("to"),
            Step = map.Text("step"),
            Of = map.Texts("of"),
            Is = map.Text("is"),
        };
        map.Done();
        var ways = (number.From is not null || number.To is not null ? 1 : 0) + (number.Of.Count > 0 ? 1 : 0) + (number.Is is not null ? 1 : 0);
        if (!Expression.TryParse(name, out var read) || !read.Names.SetEquals([name]) || Expression.Constant(name) is not null)
            map.Fault("", $"{name} cannot be the name of a number: letters, then letters and digits, other than e and pi");
        else if (ways != 1)
            map.Fault("", $"{name}: write one of from and to, of, or is");
        else if (number.Of.FirstOrDefault(one => !DrawnNumber.TryRead(one, out _)) is { } other)
            map.Fault("of", $"{name}: {other} is no number");
        else if (number.Count == 0)
            map.Fault(
                "from",
                $"{name}: from and to are numbers, to is not below from, step is above 0, and there are fewer than {DrawnNumber.MostValues} steps"
            );
        return number;
    }

    private static bool IsKnown(string key, string what, string expression, HashSet<string> known, YamlMap map)
    {
        if (!Expression.TryParse(expression, out var parsed, out var why))
            map.Fault(key, $"{what}: {expression} cannot be read: {why}");
        else if (parsed.Names.FirstOrDefault(name => !known.Contains(name) && Expression.Constant(name) is null) is { } name)
            map.Fault(key, $"{what}: {expression} needs {name}, which is none of variables");
        else
            return true;
        return false;
    }

    private static IEnumerable<string?> Texts(Question question) =>
        [
            question.Text,
            .. question.Hints,
            question.Explanation,
            .. (question as NumericQuestion)?.Answers.Select(answer => answer.Feedback) ?? [],
            .. (question as FormulaQuestion)?.Foreseen.Select(answer => answer.Feedback) ?? [],
        ];

    private static IEnumerable<(string Key, string Expression)> Expressions(Question question)
    {
        if (question is FormulaQuestion formula)
        {
            yield return ("answer", formula.Answer);
            foreach (var foreseen in formula.Foreseen)
                yield return ("foreseen", foreseen.Text);
        }

        foreach (var answer in (question as NumericQuestion)?.Answers ?? [])
        {
            if (answer.Value is { } value)
                yield return ("answer", value);
            if (answer.Tolerance?.TrimEnd().TrimEnd('%') is { Length: > 0 } tolerance)
                yield return ("tolerance", tolerance);
            if (answer.Range is { } range)
                foreach (var bound in Variant.Bounds(range) is var (_, from, to, _) ? new[] { from, to } : [range])
                    yield return ("range", bound);
        }
    }

    // All draws when they are few; else the ends, and many between.
    private static void Try(Question question, YamlMap map)
    {
        var all = question.Drawn.Aggregate(1L, (product, number) => Math.Min(product * number.Count, Tries + 1));
        for (var n = 0; n < Math.Min(all, Tries); n++)
        {
            var left = n;
            var drawn = Variant.Draw(question.Drawn, count => all <= Tries ? Digit(ref left, count) : Spread(left++, n, count));
            var lacking = drawn is null
                ? "variables"
                : Expressions(question).FirstOrDefault(one => question is NumericQuestion && Variant.Worked(one.Expression, drawn) is null).Key;
            if (lacking is null)
                continue;
            map.Fault(lacking, drawn is null ? "variables: one of them is no number for some draws" : $"{lacking}: no number for {Said(drawn)}");
            return;
        }
    }

    private static int Digit(ref int left, int count)
    {
        var digit = left % count;
        left /= count;
        return digit;
    }

    // The least of all, the most of all, then places that a stride prime to most counts reaches.
    private static int Spread(int place, int n, int count) =>
        n switch
        {
            0 => 0,
            1 => count - 1,
            _ => (int)((long)(place + 1) * 7_919 * (n + 3) % count),
        };

    private static string Said(IReadOnlyDictionary<string, string> drawn) => string.Join(", ", drawn.Select(number => $"{number.Key} = {number.Value}"));
}
