using Amphi.Assessment.Grades;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using CsCheck;

namespace Amphi.Tests.Assessment.Grades;

public sealed class GradingTests
{
    private static readonly Gen<int[]> Marks = Gen.Int[-1, 1000].Array[1, 8];
    private static readonly Gen<(int[] Marks, int Count, int Drop, int Weight)> Category = Gen.Select(Marks, Gen.Int[1, 10], Gen.Int[0, 9], Gen.Int[0, 100]);

    [Fact]
    public void A_result_is_the_weighted_mean_of_what_counts_and_tells_what_does_not()
    {
        var policy = Policy(
            [("Quiz", 60, 4, 1, 4), ("Étude de cas", 40, 1, 0, 1)],
            new GradingDocument { Levels = [new("Certificat", 70), new("Attestation", 40)] }
        );
        var sheet = Sheet(1000, 500, -1, 750, 800);

        var result = policy.ResultOf(sheet);

        var quizzes = result.Categories[0];
        Assert.Equal([false, false, true, false], quizzes.Pieces.Select(piece => piece.IsDropped));
        Assert.Equal(3, quizzes.Counted);
        Assert.Equal(750_000, quizzes.Mean.Millionths);
        Assert.Equal(450_000, quizzes.Brings.Millionths);
        Assert.Equal(77, result.Percent);
        Assert.Equal("Certificat", result.Level);
        Assert.True(result.IsPassed);
        Assert.Equal(40, policy.Pass);
    }

    [Fact]
    public void What_is_missing_up_to_the_count_is_zero()
    {
        var result = Policy([("Quiz", 100, 4, 0, 2)]).ResultOf(Sheet(1000, 1000));

        Assert.Equal(2, result.Categories[0].Missing);
        Assert.Equal(50, result.Percent);
    }

    [Fact]
    public void Excused_work_counts_neither_for_nor_against()
    {
        var excused = new BlockMark(1, 0, 0, MarkState.Excused, 0, default);
        var sheet = Sheet(800);
        sheet.Set(excused);

        var result = Policy([("Quiz", 100, 2, 0, 2)]).ResultOf(sheet);

        Assert.Equal(PieceState.Excused, result.Categories[0].Pieces[1].State);
        Assert.Equal(80, result.Percent);
    }

    [Fact]
    public void The_weight_of_a_category_that_a_learner_is_let_off_goes_to_the_others()
    {
        var excused = new BlockMark(2, 0, 0, MarkState.Excused, 0, default);
        var sheet = Sheet(800, 800);
        sheet.Set(excused);
        var (shared, bonus, less) = (
            Policy([("Quiz", 60, 2, 0, 2), ("Étude de cas", 40, 1, 0, 1)]),
            Policy([("Quiz", 100, 2, 0, 2), ("Bonus", 20, 1, 0, 1)]),
            Policy([("Quiz", 50, 2, 0, 2), ("Étude de cas", 30, 1, 0, 1)])
        );

        Assert.Equal(80, shared.ResultOf(sheet).Percent);
        Assert.Equal(800_000, shared.ResultOf(sheet).Categories[0].Brings.Millionths);
        Assert.Equal(80, bonus.ResultOf(sheet).Percent);
        Assert.Equal(64, less.ResultOf(sheet).Percent);
        Assert.Equal(48, shared.ResultOf(Sheet(800, 800)).Percent);
    }

    [Fact]
    public void Weights_beyond_100_are_extra_credit_and_the_result_stops_at_100()
    {
        var policy = Policy([("Quiz", 100, 1, 0, 1), ("Bonus", 20, 1, 0, 1)]);

        Assert.Equal(90, policy.ResultOf(Sheet(700, 1000)).Percent);
        Assert.Equal(100, policy.ResultOf(Sheet(1000, 1000)).Percent);
    }

    [Fact]
    public void Without_its_required_work_nobody_passes()
    {
        var policy = Policy([("Quiz", 100, 2, 1, 2)], new GradingDocument { Pass = 50, Required = ["l1"] });

        var without = policy.ResultOf(Sheet(1000, -1));
        var with = policy.ResultOf(Sheet(1000, 0));

        Assert.Equal(100, without.Percent);
        Assert.False(without.IsPassed);
        Assert.Equal("l1", Assert.Single(without.RequiredMissing).Lesson);
        Assert.True(with.IsPassed);
    }

    [Fact]
    public void What_the_team_sets_stands_over_the_marks()
    {
        var policy = Policy([("Quiz", 100, 2, 0, 2)], new GradingDocument { Pass = 50 });
        var set = new MarkOverride(Share.OfHundredths(6_000), "Copie perdue", default);
        var piece = policy.ResultOf(Sheet(400, 400), new Overrides(new Dictionary<string, MarkOverride> { ["l0"] = set }, null));
        var whole = policy.ResultOf(Sheet(400, 400), new Overrides(new Dictionary<string, MarkOverride>(), set));

        Assert.Equal(50, piece.Percent);
        Assert.Same(set, piece.Categories[0].Pieces[0].Override);
        Assert.Equal(60, whole.Percent);
        Assert.Equal(400_000, whole.Computed.Millionths);
    }

    [Theory]
    // Open edX: round(p × 100 + 0.05) / 100.
    [InlineData(694_400, 69)]
    [InlineData(694_500, 70)]
    [InlineData(1_000_000, 100)]
    [InlineData(0, 0)]
    public void A_result_is_rounded_in_the_learner_s_favour(int millionths, int percent) => Assert.Equal(percent, new Share(millionths).Percent);

    [Fact]
    public void A_better_mark_never_lowers_a_result()
    {
        Gen.Select(Category.Array[1, 4], Gen.Int[0, 31], Gen.Int[1, 1000])
            .Sample(
                (categories, which, more) =>
                {
                    var marks = categories.SelectMany(category => category.Marks).ToArray();
                    var better = marks.ToArray();
                    better[which % marks.Length] = Math.Min(1000, Math.Max(0, better[which % marks.Length]) + more);
                    var policy = PolicyOf(categories);

                    return policy.ResultOf(Sheet(better)).Total.Millionths >= policy.ResultOf(Sheet(marks)).Total.Millionths;
                }
            );
    }

    [Fact]
    public void Dropping_one_more_never_lowers_a_result()
    {
        Category.Sample(category =>
        {
            var sheet = Sheet(category.Marks);
            var more = category with { Drop = category.Drop + 1 };

            return PolicyOf([more]).ResultOf(sheet).Total.Millionths >= PolicyOf([category]).ResultOf(sheet).Total.Millionths;
        });
    }

    [Fact]
    public void A_result_lies_between_nothing_and_the_whole_and_between_its_lowest_and_highest_mark()
    {
        Category
            .Array[1, 4]
            .Sample(categories =>
            {
                var result = PolicyOf(categories).ResultOf(Sheet([.. categories.SelectMany(category => category.Marks)]));
                var means = result.Categories.All(category =>
                    category.Mean.Millionths <= category.Pieces.Max(piece => piece.Earned.Millionths) && category.Counted >= 1
                );

                return means && result.Total.Millionths is >= 0 and <= 1_000_000;
            });
    }

    private static GradingPolicy PolicyOf((int[] Marks, int Count, int Drop, int Weight)[] categories) =>
        Policy([.. categories.Select((one, n) => ($"c{n}", one.Weight, one.Count, one.Drop, one.Marks.Length))]);

    private static GradingPolicy Policy((string Name, int Weight, int Count, int Drop, int Pieces)[] categories, GradingDocument? document = null)
    {
        var piece = 0;
        return new GradingPolicy(
            [
                .. categories.Select(one => new PolicyCategory(
                    one.Name,
                    one.Weight,
                    one.Count,
                    one.Drop,
                    [.. Enumerable.Range(0, one.Pieces).Select(_ => new Piece($"l{piece}", $"Leçon {piece}", null, [new PieceBlock(piece++, 1)]))]
                )),
            ],
            document ?? new GradingDocument()
        );
    }

    // A mark a block, in thousandths of one point; -1 was not handed in.
    private static MarkSheet Sheet(params int[] marks)
    {
        var sheet = new MarkSheet(PersonaId.New(), 1);
        for (var n = 0; n < marks.Length; n++)
            if (marks[n] >= 0)
                sheet.Set(new BlockMark(n, marks[n], 1000, MarkState.Marked, 0, new Instant(0)));
        return sheet;
    }
}
