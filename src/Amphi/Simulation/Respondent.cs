using System.Globalization;
using Amphi.Assessment.Marking;
using Amphi.Formats.Courses;

namespace Amphi.Simulation;

/// <summary>Answers questions as someone who knows, and as someone who does not and still answers.</summary>
internal sealed class Respondent(Random luck)
{
    /// <param name="question">With the numbers of whoever answers.</param>
    /// <returns>null where nothing is asked, or no machine could say what is right.</returns>
    public Answer? To(Question question, bool knows) =>
        question switch
        {
            SingleQuestion single => Of(Choice(single.Choices, knows)),
            MultipleQuestion multiple => Of(Choices(multiple.Choices, knows)),
            TextQuestion text => Of(knows ? text.Answers[0].Text : text.Foreseen.Select(one => one.Text).FirstOrDefault("?")),
            NumericQuestion numeric => Of(Number(numeric.Answers[0], knows)),
            FormulaQuestion formula => Of(knows ? formula.Answer : $"{formula.Answer}+1"),
            GapQuestion gap => Of(gap.Gaps.Select((one, n) => Filled(one, knows || n < gap.Gaps.Count - 1))),
            MatchQuestion match => Of(Swapped([.. match.Pairs.Select(pair => Place(match, pair))], knows)),
            OrderQuestion order => Of(Swapped([.. Enumerable.Range(1, order.Items.Count)], knows)),
            HotspotQuestion spot => Of(knows ? Middle(spot.Regions[0]) : "0,0"),
            _ => null,
        };

    private static Answer Of(params IEnumerable<object> values) => new([.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)]);

    // Among wrong choices the first ones mislead most.
    private object Choice(IReadOnlyList<Choice> choices, bool knows)
    {
        var fitting = choices.Index().Where(choice => choice.Item.Correct == knows).Select(choice => choice.Index).ToList();
        return fitting.Count == 0 ? 0 : fitting[Math.Min(luck.Next(fitting.Count), luck.Next(fitting.Count))];
    }

    private IEnumerable<object> Choices(IReadOnlyList<Choice> choices, bool knows)
    {
        var mistaken = knows ? -1 : luck.Next(choices.Count);
        return choices.Index().Where(choice => choice.Item.Correct != (choice.Index == mistaken)).Select(choice => (object)choice.Index);
    }

    private object Number(NumericAnswer answer, bool knows)
    {
        var bounds = (answer.Value ?? answer.Range ?? "0").Trim('[', ']', '(', ')').Split(',', ';');
        var right = bounds.Average(bound => NumberMarker.TryRead(bound, out var number) ? number : 0);
        return knows ? right : (right * 2) + luck.Next(1, 4);
    }

    private static object Filled(Gap gap, bool knows) =>
        gap.Options.Count == 0
            ? knows
                ? gap.Answers[0]
                : "?"
            : gap.Options.Index().First(option => option.Item.Correct == knows).Index;

    private static int Place(MatchQuestion match, MatchPair pair) => Marker.RightHandSides(match).ToList().IndexOf(pair.Right);

    private IEnumerable<object> Swapped(int[] places, bool knows)
    {
        if (!knows && places.Length > 1)
        {
            var first = luck.Next(places.Length - 1);
            (places[first], places[first + 1]) = (places[first + 1], places[first]);
        }

        return places.Cast<object>();
    }

    private static string Middle(HotspotRegion region) => $"{(int)region.Points.Average(point => point.X)},{(int)region.Points.Average(point => point.Y)}";
}
