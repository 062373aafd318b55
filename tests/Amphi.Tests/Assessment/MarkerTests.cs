using Amphi.Assessment.Marking;
using Amphi.Formats.Courses;
using CsCheck;

namespace Amphi.Tests.Assessment;

public sealed class MarkerTests
{
    [Theory]
    [InlineData("3,5", true)]
    [InlineData(" 3.5 ", true)]
    [InlineData("3,6", true)]
    [InlineData("3,61", false)]
    [InlineData("7/2", true)]
    [InlineData("trois", false)]
    public void A_number_may_be_typed_as_people_type_it(string typed, bool right)
    {
        var question = new NumericQuestion { Id = "n", Answers = [new NumericAnswer("3.5", "0.1")] };

        Assert.Equal(right, Marker.Mark(question, new Answer([typed])).Verdict == Verdict.Right);
    }

    [Theory]
    [InlineData("0.3", true)]
    [InlineData("0.30000001", false)]
    public void Binary_fractions_are_not_the_learners_mistake(string typed, bool right)
    {
        var question = new NumericQuestion { Id = "n", Answers = [new NumericAnswer("0.1+0.2")] };

        Assert.Equal(right, Marker.Mark(question, new Answer([typed])).Verdict == Verdict.Right);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("9.99", true)]
    [InlineData("10", false)]
    public void A_range_holds_its_ends_as_its_brackets_say(string typed, bool right)
    {
        var question = new NumericQuestion { Id = "n", Answers = [new NumericAnswer(null, null, "[1,10)")] };

        Assert.Equal(right, Marker.Mark(question, new Answer([typed])).Verdict == Verdict.Right);
    }

    [Theory]
    [InlineData("10", 1000, null)]
    [InlineData("20", 500, "Twice.")]
    [InlineData("-10", 0, "The sign.")]
    [InlineData("11", 400, null)]
    [InlineData("21.5", 0, null)]
    public void A_number_may_be_half_right_or_a_mistake_that_was_foreseen(string typed, int earned, string? said)
    {
        var question = new NumericQuestion
        {
            Id = "n",
            PartialPercent = 40,
            Answers = [new("20", "1", null, "Twice.", 50), new("-10", "1", null, "The sign.", 0), new("10", "0.5")],
        };

        var mark = Marker.Mark(question, new Answer([typed]));

        Assert.Equal((earned, said), (mark.Earned, mark.Feedback));
    }

    [Theory]
    [InlineData("x*(x+1)", true)]
    [InlineData("x^2 + x", true)]
    [InlineData("x² + x", true)]
    [InlineData("x^2", false)]
    [InlineData("x**2+x", true)]
    [InlineData("y", false)]
    [InlineData("((", false)]
    public void Formulas_are_compared_by_what_they_are_worth(string typed, bool right)
    {
        var question = new FormulaQuestion
        {
            Id = "f",
            Answer = "x^2+x",
            Variables = [new FormulaVariable("x", "1", "5")],
        };

        Assert.Equal(right, Marker.Mark(question, new Answer([typed])).Verdict == Verdict.Right);
    }

    [Fact]
    public void A_formula_that_was_foreseen_is_told_why_it_is_wrong()
    {
        var question = new FormulaQuestion
        {
            Id = "f",
            Answer = "2*x",
            Variables = [new FormulaVariable("x", "1", "5")],
            Foreseen = [new("x^2", "Twice, not squared.")],
        };

        Assert.Equal((Verdict.Wrong, "Twice, not squared."), Said("x*x"));
        Assert.Equal((Verdict.Right, null), Said("x+x"));
        Assert.Equal((Verdict.Wrong, null), Said("x"));

        (Verdict, string?) Said(string typed) => Marker.Mark(question, new Answer([typed])) is var mark ? (mark.Verdict, mark.Feedback) : default;
    }

    [Theory]
    [InlineData(PartialCredit.None, 0)]
    [InlineData(PartialCredit.EveryDecision, 750)]
    [InlineData(PartialCredit.Halves, 500)]
    public void One_mistake_in_four_choices_earns_what_its_credit_says(PartialCredit partial, int earned)
    {
        var question = new MultipleQuestion
        {
            Id = "m",
            Partial = partial,
            Choices = [new("a", true), new("b", true), new("c"), new("d")],
        };

        Assert.Equal(earned, Marker.Mark(question, new Answer(["0"])).Earned);
    }

    [Theory]
    [InlineData("l'arbre  des tâches", true)]
    [InlineData("L’ARBRE DES TÂCHES", true)]
    [InlineData("l'arbre des taches", false)]
    public void Blanks_apostrophes_and_case_do_not_matter_and_accents_do(string typed, bool right)
    {
        var question = new TextQuestion { Id = "t", Answers = [new TextAnswer("L’arbre des tâches")] };

        Assert.Equal(right, Marker.Mark(question, new Answer([typed])).Verdict == Verdict.Right);
    }

    [Fact]
    public void A_pattern_that_would_take_forever_is_given_up()
    {
        var question = new TextQuestion
        {
            Id = "t",
            Pattern = true,
            Answers = [new TextAnswer(@"(a+)+\1b")],
        };

        Assert.Equal(Verdict.Wrong, Marker.Mark(question, new Answer([new string('a', 5_000)])).Verdict);
    }

    [Fact]
    public void Pairs_gaps_and_order_are_marked_part_by_part()
    {
        var match = new MatchQuestion
        {
            Id = "m",
            Pairs = [new("un", "one"), new("deux", "two")],
            Distractors = ["three"],
        };
        var sides = Marker.RightHandSides(match);
        var half = Marker.Mark(match, new Answer([sides.ToList().IndexOf("one").ToString(), sides.ToList().IndexOf("three").ToString()]));
        var order = Marker.Mark(new OrderQuestion { Id = "o", Items = ["a", "b", "c"] }, new Answer(["1", "3", "2"]));

        Assert.Equal((Verdict.Partly, 500), (half.Verdict, half.Earned));
        Assert.Equal([true, false, false], order.Parts);
        Assert.Equal(Verdict.Wrong, order.Verdict);
    }

    [Fact]
    public void Whatever_is_answered_a_mark_stays_between_nothing_and_all()
    {
        Question[] questions =
        [
            new SingleQuestion { Id = "1", Choices = [new("a", true), new("b", false, null, 50)] },
            new MultipleQuestion
            {
                Id = "2",
                Partial = PartialCredit.Halves,
                Choices = [new("a", true), new("b")],
            },
            new TextQuestion { Id = "3", Answers = [new("x")] },
            new NumericQuestion
            {
                Id = "4",
                Answers = [new("1", "5%")],
                PartialPercent = 40,
            },
            new FormulaQuestion
            {
                Id = "5",
                Answer = "x",
                Variables = [new("x", "0", "1")],
            },
            new GapQuestion
            {
                Id = "6",
                Text = "[[1]]",
                Gaps = [new Gap { Answers = ["a"] }],
            },
            new MatchQuestion { Id = "7", Pairs = [new("a", "b")] },
            new OrderQuestion { Id = "8", Items = ["a", "b"] },
            new HotspotQuestion
            {
                Id = "9",
                Image = "x",
                Regions = [new([(0, 0), (10, 0), (10, 10)])],
            },
        ];

        Gen.Select(Gen.Int[0, questions.Length - 1], Gen.String.Array[0, 4])
            .Sample(
                (which, values) =>
                {
                    var mark = Marker.Mark(questions[which], new Answer(values));
                    return mark.Earned >= 0 && mark.Earned <= mark.Possible;
                }
            );
    }
}
