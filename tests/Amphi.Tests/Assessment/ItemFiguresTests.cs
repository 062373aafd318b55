using System.Net;
using Amphi.Assessment.Quizzes;
using Amphi.Formats.Courses;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using CsCheck;

namespace Amphi.Tests.Assessment;

public sealed class ItemFiguresTests
{
    [Fact]
    public void Facility_and_discrimination_are_those_of_a_table_worked_out_by_hand()
    {
        var tally = new ItemTally();
        double[] shares = [1, 1, 1, 0, 0];
        double[] rests = [0.9, 0.8, 0.4, 0.5, 0.1];
        for (var n = 0; n < 5; n++)
            tally.Add(new FirstAnswer(n, shares[n], rests[n], []));
        tally.Close();

        Assert.Equal(60, tally.Facility);
        // Means of the right 0.7 and of the others 0.3, deviation of all 0.2871: 0.4 · √(0.6 · 0.4) / 0.2871.
        Assert.Equal(0.6827, tally.Discrimination!.Value, 4);
    }

    [Fact]
    public void Two_readings_differ_by_nobody_or_by_five_whoever_answers_between() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 9])
            .Sample(
                (before, more) =>
                {
                    var (one, other) = (Of(before), Of(before + more));
                    Assert.Equal(0, one.Learners % 5);
                    Assert.InRange(before - one.Learners, 0, 4);
                    Assert.True(other.Learners - one.Learners is 0 or >= 5);
                }
            );

    [Fact]
    public void No_choice_of_few_is_told_nor_can_be_worked_out()
    {
        Gen.Int[0, 30]
            .Array[2, 5]
            .Sample(counts =>
            {
                var question = new SingleQuestion { Id = "q", Choices = [.. counts.Select((_, n) => new Choice($"{n}", n == 0))] };
                var tally = new ItemTally();
                var at = 0;
                for (var choice = 0; choice < counts.Length; choice++)
                for (var n = 0; n < counts[choice]; n++)
                    tally.Add(new FirstAnswer(at++, 0, null, [choice]));
                tally.Close();
                var told = ItemFigures.Told(question, tally);

                for (var choice = 0; choice < counts.Length; choice++)
                    Assert.True(told[choice] is null or 0 || tally.Chose(choice) >= ItemFigures.Fewest);
                Assert.False(told.Count(one => one is null) == 1 && told.Any(one => one > 0));
            });
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_team_sees_how_questions_did_at_first_from_ten_people_on_and_of_the_last_monday(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(
            "::: quiz {#t1}\ntitle: Le quiz\nquestions:\n  - id: qa\n    type: single\n    text: La première\n    choices:\n      - text: Juste\n        correct: true\n      - text: Faux\n  - id: qb\n    type: numeric\n    text: La seconde\n    answer: 2\n:::\n"
        );
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        for (var n = 0; n < 11; n++)
        {
            using var learner = await amphi.BrowserOf(await amphi.Invite($"Learner{n}"));
            await learner.Enrol();
            amphi.Clock.Pass(TimeSpan.FromSeconds(1));
            await QuizTests.Answer(learner, code, "qa", n < 8 ? "0" : "1");
            amphi.Clock.Pass(TimeSpan.FromSeconds(1));
            if (n >= 8)
                await QuizTests.Answer(learner, code, "qa", "0");
            if (n < 9)
                await QuizTests.Answer(learner, code, "qb", "2");
        }

        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var foreign = await amina.Visit($"/c/{code}/questions");
        var early = await teodora.Visit($"/c/{code}/questions");
        using var later = await Later(amphi, teodora, 8);
        var page = await later.Visit($"/c/{code}/questions");

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.DoesNotContain("La première", early.Text, StringComparison.Ordinal);
        Assert.Contains("La première", page.Text, StringComparison.Ordinal);
        Assert.Contains("80\u00a0%", page.Html.Replace("&#xA0;", "\u00a0", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("moins de 10 réponses", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("La seconde", page.Text, StringComparison.Ordinal);
    }

    // Sessions do not last a week.
    private static async Task<Browser> Later(Amphitheatre amphi, Browser teodora, int days)
    {
        amphi.Clock.Pass(TimeSpan.FromDays(days));
        var page = await teodora.Submit("/sign-in", [("email", "teodora@school.example"), ("password", Cast.Password)], "/sign-in");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        return teodora;
    }

    private static ItemTally Of(int learners)
    {
        var tally = new ItemTally();
        for (var n = 0; n < learners; n++)
            tally.Add(new FirstAnswer(n * 7 % 41, n % 2, null, []));
        tally.Close();
        return tally;
    }
}
