using Amphi.Formats.Courses;

namespace Amphi.Assessment.Marking;

/// <summary>Marks answers. Pure: the same question and answer always earn the same.</summary>
public static class Marker
{
    public static Mark Mark(Question question, Answer answer, bool isSurvey = false) =>
        isSurvey
            ? Marking.Mark.Unmarked
            : question switch
            {
                SingleQuestion single => ChoiceMarker.Mark(single, answer),
                MultipleQuestion multiple => ChoiceMarker.Mark(multiple, answer),
                TextQuestion text => TextMarker.Mark(text, answer),
                NumericQuestion numeric => NumberMarker.Mark(numeric, answer),
                FormulaQuestion formula => FormulaMarker.Mark(formula, answer),
                GapQuestion gap => ByParts(gap.Points, gap.Gaps.Select((one, n) => IsRight(one, Value(answer, n)))),
                MatchQuestion match => ByParts(match.Points, match.Pairs.Select((pair, n) => Chosen(match, Value(answer, n)) == pair.Right)),
                OrderQuestion order => InOrder(order, answer),
                HotspotQuestion hotspot => Marking.Mark.Of(hotspot.Points, hotspot.Regions.Any(region => Region.Holds(region, answer.Text)) ? 100 : 0),
                _ => Marking.Mark.Unmarked,
            };

    /// <summary>The right-hand sides of a matching question in the order they are shown: sorted, so that their order tells nothing.</summary>
    public static IReadOnlyList<string> RightHandSides(MatchQuestion match) =>
        [.. match.Pairs.Select(pair => pair.Right).Concat(match.Distractors).Distinct(StringComparer.Ordinal).Order(StringComparer.CurrentCultureIgnoreCase)];

    private static string? Chosen(MatchQuestion match, string value) =>
        int.TryParse(value, out var index) && RightHandSides(match) is var sides && index >= 0 && index < sides.Count ? sides[index] : null;

    private static bool IsRight(Gap gap, string value) =>
        gap.Options.Count > 0
            ? int.TryParse(value, out var index) && index >= 0 && index < gap.Options.Count && gap.Options[index].Correct
            : gap.Answers.Any(answer => TextMarker.Same(answer, value, caseSensitive: false));

    private static Mark InOrder(OrderQuestion order, Answer answer)
    {
        var parts = order.Items.Select((_, n) => Value(answer, n) == (n + 1).ToString()).ToList();
        return Marking.Mark.Of(order.Points, parts.TrueForAll(part => part) ? 100 : 0) with { Parts = parts };
    }

    private static Mark ByParts(int points, IEnumerable<bool> right)
    {
        var parts = right.ToList();
        return Marking.Mark.Of(points, parts.Count == 0 ? 0 : parts.Count(part => part) * 100 / parts.Count) with { Parts = parts };
    }

    private static string Value(Answer answer, int place) => place < answer.Values.Count ? answer.Values[place] : "";
}

/// <summary>Places on an image.</summary>
internal static class Region
{
    /// <summary>Whether a point, written <c>x,y</c>, lies in a region (even-odd rule).</summary>
    public static bool Holds(HotspotRegion region, string point)
    {
        var parts = point.Split(',');
        if (parts.Length != 2 || !int.TryParse(parts[0], out var x) || !int.TryParse(parts[1], out var y))
            return false;

        var inside = false;
        var corners = region.Points;
        for (int i = 0, j = corners.Count - 1; i < corners.Count; j = i++)
        {
            var (a, b) = (corners[i], corners[j]);
            if (a.Y > y != b.Y > y && x < ((double)(b.X - a.X) * (y - a.Y) / (b.Y - a.Y)) + a.X)
                inside = !inside;
        }

        return inside;
    }
}
