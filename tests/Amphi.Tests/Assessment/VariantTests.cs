using System.Globalization;
using System.Text.RegularExpressions;
using Amphi.Assessment.Marking;
using Amphi.Assessment.Quizzes;
using Amphi.Formats.Courses;
using Amphi.Tests.Theatre;
using CsCheck;

namespace Amphi.Tests.Assessment;

public sealed partial class VariantTests
{
    [Fact]
    public void Whatever_is_drawn_its_answer_is_right_and_another_is_not() =>
        Gen.Select(Gen.Int[-50, 50], Gen.Int[0, 60], Gen.Int[1, 7], Gen.String)
            .Sample(
                (from, span, step, seed) =>
                {
                    var question = new NumericQuestion
                    {
                        Id = "q",
                        Text = "{{n}} et {{m}}, {{x}}",
                        Drawn =
                        [
                            new DrawnNumber("n")
                            {
                                From = $"{from}",
                                To = $"{from + span}",
                                Step = $"{step}",
                            },
                            new DrawnNumber("m") { Is = "n^2 + 1" },
                        ],
                        Answers = [new NumericAnswer("m + n", "0.1")],
                    };
                    var stand = new QuizStand(seed, new Dictionary<string, GivenAnswer>());
                    var numbers = stand.Numbers(question)!;
                    var n = int.Parse(numbers["n"], CultureInfo.InvariantCulture);

                    Assert.InRange(n, from, from + span);
                    Assert.Equal(0, (n - from) % step);
                    Assert.Equal(numbers, stand.Numbers(question));
                    var theirs = stand.Theirs(question);
                    Assert.Equal($"{n} et {(n * n) + 1}, {{{{x}}}}", theirs.Text);
                    Assert.Equal(Verdict.Right, Marker.Mark(theirs, new Answer([$"{(n * n) + 1 + n}"])).Verdict);
                    Assert.Equal(Verdict.Wrong, Marker.Mark(theirs, new Answer([$"{(n * n) + 2 + n}"])).Verdict);
                }
            );

    [Fact]
    public void A_formula_is_compared_with_what_was_drawn_for_its_learner()
    {
        var question = new FormulaQuestion
        {
            Id = "f",
            Answer = "a * x + 1e2",
            Variables = [new FormulaVariable("x", "1", "5")],
            Drawn = [new DrawnNumber("a") { Of = ["-3"] }],
        };
        var theirs = new QuizStand("", new Dictionary<string, GivenAnswer>()).Theirs(question);

        Assert.Equal(Verdict.Right, Marker.Mark(theirs, new Answer(["100 - 3*x"])).Verdict);
        Assert.Equal(Verdict.Wrong, Marker.Mark(theirs, new Answer(["100 - 4*x"])).Verdict);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Everyone_has_numbers_of_their_own_that_stay_whatever_is_published_once_answered(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz("attempts: 3\n", "qa", "qb"));
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        await amina.Enrol();
        await bo.Enrol();

        var page = await amina.Visit($"/c/{code}/l/l1");
        var (asked, others) = (Numbers(page), Numbers(await bo.Visit($"/c/{code}/l/l1")));
        var wrong = await QuizTests.Answer(amina, code, "qa", "1");
        await amphi.OfferLesson(Quiz("attempts: 3\n", "qa", "qb").Replace("from: 3, to: 90", "from: 200, to: 300", StringComparison.Ordinal), code: code);
        var after = await amina.Visit($"/c/{code}/l/l1");
        var right = await QuizTests.Answer(amina, code, "qa", (asked[0].N * asked[0].P).ToString(CultureInfo.GetCultureInfo("fr-FR")));

        Assert.NotEqual(asked, others);
        Assert.Contains("Pas encore", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(asked[0], Numbers(after)[0]);
        Assert.InRange(Numbers(after)[1].N, 200, 300);
        Assert.Contains("Juste.", right.Text, StringComparison.Ordinal);
        Assert.Contains(
            $"Cela fait {(asked[0].N * asked[0].P).ToString("0.##", CultureInfo.GetCultureInfo("fr-FR"))} kg.",
            right.Text,
            StringComparison.Ordinal
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_attempt_at_a_test_draws_anew_and_is_marked_by_its_own_numbers(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz("mode: test\nattempts: 2\n", "qa", "qb"));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        var first = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        var asked = Numbers(first);
        var answer = (asked[0].N * asked[0].P).ToString(CultureInfo.InvariantCulture);
        var result = await AttemptTests.HandIn(amina, first, ("q.qa", answer), ("q.qb", "1"), ("question", "qa"), ("question", "qb"));
        var second = await amina.Submit(result, [], $"/c/{code}/q/t1/begin");

        Assert.Contains("1 point sur 2.", result.Text, StringComparison.Ordinal);
        Assert.Equal(asked, Numbers(result));
        Assert.NotEqual(asked, Numbers(second));
    }

    private static List<(int N, decimal P)> Numbers(BrowserPage page) =>
        [
            .. Asked()
                .Matches(page.Text)
                .Select(match => (int.Parse(match.Groups[1].Value), decimal.Parse(match.Groups[2].Value, CultureInfo.GetCultureInfo("fr-FR")))),
        ];

    private static string Quiz(string rule, params string[] ids) => $"::: quiz {{#t1}}\n{rule}questions:\n{string.Concat(ids.Select(Shelves))}:::\n";

    private static string Shelves(string id) =>
        $$$"""
              - id: {{{id}}}
                type: numeric
                text: "Voici {{n}} rayonnages de {{p}} kg pèsent combien ?"
                variables:
                  n: {from: 3, to: 90}
                  p: {of: [12.5, 14.5, 17.5]}
                  t: {is: n * p}
                answer: t
                tolerance: 1%
                hints: ["Multipliez {{n}} par {{p}}."]
                explanation: "Cela fait {{t}} kg."

            """;

    [GeneratedRegex(@"Voici (\d+) rayonnages de (\d+,\d+) kg", RegexOptions.None, 1000)]
    private static partial Regex Asked();
}
