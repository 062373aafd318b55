using System.Net;
using Amphi.Assessment.Grades;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Assessment;

public sealed class QuizTests
{
    private const string Secret = "parce que le temps compte";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_quiz_leaves_its_mark_on_the_sheet_as_often_as_it_weighs(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz("weight: 2\n"));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        await Answer(amina, code, "qa", "0");
        await Answer(amina, code, "qa", "1");
        var half = await Sheet(amphi);
        await Answer(amina, code, "qb", "112");
        var whole = await Sheet(amphi);

        Assert.Equal((2_000, 4_000, MarkState.Marked), (half.Earned, half.Possible, half.State));
        Assert.Equal(4_000, whole.Earned);
    }

    [Fact]
    public async Task What_was_answered_rightly_stays_right_also_without_a_limit_of_tries()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Quiz(""));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        await Answer(amina, code, "qb", "15");
        await Answer(amina, code, "qb", "112");
        await Answer(amina, code, "qb", "17");

        Assert.Equal(1_000, (await Sheet(amphi)).Earned);
    }

    [Theory, InlineData("mode: practice\n"), InlineData("survey: true\n"), InlineData("weight: 0\n")]
    public async Task What_counts_for_nothing_leaves_no_mark(string rule)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Quiz(rule));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        for (var time = 0; time < 3; time++)
            await Answer(amina, code, "qb", "15");

        Assert.Empty(await Sheets(amphi));
    }

    [Theory]
    [InlineData("always", true, true, true, true)]
    [InlineData("never", false, false, false, false)]
    [InlineData("answered", false, false, true, true)]
    [InlineData("finished", false, false, true, true)]
    [InlineData("past-due", false, false, false, true)]
    [InlineData("correct-or-past-due", false, false, false, true)]
    public async Task The_right_answer_is_sent_to_those_only_who_may_see_it(string rule, bool before, bool tried, bool closed, bool afterDue)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Quiz($"answers: {rule}\nattempts: 2\n"), "due: 2027-01-18T09:10:00Z\n");
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        Assert.Equal(before, Tells(await amina.Visit($"/c/{code}/l/l1")));
        Assert.Equal(tried, Tells(await Answer(amina, code, "qb", "15")));
        Assert.Equal(closed, Tells(await Answer(amina, code, "qb", "17")));
        amphi.Clock.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(afterDue, Tells(await amina.Visit($"/c/{code}/l/l1")));
    }

    [Theory]
    [InlineData("", 1, false)]
    [InlineData("late:\n  percent: 10\n  closes: 1h\n", 1, false)]
    [InlineData("late:\n  percent: 10\n  closes: 1h\n", 3, true)]
    public async Task Past_the_due_date_the_right_answer_is_hidden_while_it_could_still_be_given_for_points(string grading, int hours, bool tells)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Quiz("answers: past-due\n"), "due: 2027-01-18T09:10:00Z\n", grading: grading);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await Answer(amina, code, "qb", "15");

        amphi.Clock.Pass(TimeSpan.FromHours(hours));
        Assert.Equal(tells, Tells(await amina.Visit($"/c/{code}/l/l1")));
        if (!tells)
            Assert.True(Tells(await Answer(amina, code, "qb", "112")));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Hints_are_sent_when_they_are_taken_and_counted_once(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz("attempts: 2\n"));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var act = Guid.NewGuid().ToString();

        var none = await amina.Visit($"/c/{code}/l/l1");
        await Hint(amina, code, "qb", act);
        var one = await Hint(amina, code, "qb", act);
        var two = await Hint(amina, code, "qb", Guid.NewGuid().ToString());
        var more = await Hint(amina, code, "qb", Guid.NewGuid().ToString());
        var answered = await Answer(amina, code, "qb", "112");
        var journal = await amina.Visit($"/c/{code}/journal");

        Assert.DoesNotContain("indice-un", none.Html, StringComparison.Ordinal);
        Assert.Contains("indice-un", one.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("indice-deux", one.Html, StringComparison.Ordinal);
        Assert.Contains("indice-deux", two.Html, StringComparison.Ordinal);
        Assert.Equal(200, (int)more.Status);
        Assert.Contains("indice-deux", answered.Html, StringComparison.Ordinal);
        Assert.Contains("Juste.", answered.Text, StringComparison.Ordinal);
        Assert.Equal(3, journal.Text.Split("indice pris").Length - 1);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_answer_keeps_what_its_own_hour_leaves_of_it_and_none_is_taken_after_closing(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz(""), "due: 2027-01-18T09:10:00Z\n", grading: "late:\n  percent: 20\n  closes: 2d\n");
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        await Answer(amina, code, "qa", "1");
        amphi.Clock.Pass(TimeSpan.FromHours(1));
        await Answer(amina, code, "qb", "112");
        var late = await Sheet(amphi);
        // Someone who comes by keeps their session; only the days go on.
        for (var hour = 0; hour < 48; hour += 6)
        {
            amphi.Clock.Pass(TimeSpan.FromHours(6));
            await amina.Visit($"/c/{code}");
        }

        var closed = await Answer(amina, code, "qa", "0");

        Assert.Equal((1_800, 2_000, 10), (late.Earned, late.Possible, late.PenaltyPercent));
        Assert.Equal(HttpStatusCode.Conflict, closed.Status);
        Assert.Contains("Il est trop tard", closed.Text, StringComparison.Ordinal);
        Assert.Equal(late, await Sheet(amphi));
    }

    [Fact]
    public async Task Choices_are_shuffled_for_each_learner_and_stay()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var choices = string.Concat(Enumerable.Range(0, 8).Select(n => $"      - text: choix {n}\n        correct: {(n == 0 ? "true" : "false")}\n"));
        var code = await amphi.OfferLesson(
            $"::: quiz {{#q1}}\nshuffle: true\nquestions:\n  - id: qa\n    type: single\n    text: Quoi ?\n    choices:\n{choices}:::\n"
        );
        var orders = new List<string>();
        foreach (var name in new[] { "Amina", "Bo", "Salma" })
        {
            using var browser = await amphi.SignedIn(name);
            await browser.Enrol();
            orders.Add(Order(await browser.Visit($"/c/{code}/l/l1")));
            Assert.Equal(orders[^1], Order(await browser.Visit($"/c/{code}/l/l1")));
        }

        Assert.True(orders.Distinct().Count() > 1);
    }

    [Fact]
    public async Task Of_a_pool_a_learner_sees_so_many_choices_and_only_their_own_right_one()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var choices = string.Concat(Enumerable.Range(0, 8).Select(n => $"      - text: choix {n}\n        correct: {(n < 3 ? "true" : "false")}\n"));
        var code = await amphi.OfferLesson(
            $"::: quiz {{#q1}}\nanswers: always\nattempts: 2\nquestions:\n  - id: qa\n    type: single\n    text: Quoi ?\n    pool: 3\n    choices:\n{choices}:::\n"
        );
        var drawn = new HashSet<string>();
        foreach (var name in new[] { "Amina", "Bo", "Salma", "Ines" })
        {
            using var browser = await amphi.SignedIn(name);
            await browser.Enrol();
            var page = await browser.Visit($"/c/{code}/l/l1");
            var seen = Order(page).Split(' ');
            Assert.Equal(3, seen.Length);
            var right = Assert.Single(seen, n => int.Parse(n) < 3);
            Assert.EndsWith($"choix {right}", page.Document.QuerySelector("#a-qa .q-foot p")!.TextContent, StringComparison.Ordinal);
            drawn.Add(string.Join(' ', seen.Order()));
            await Answer(browser, code, "qa", right);
            var after = (await browser.Visit($"/c/{code}/l/l1")).Document.QuerySelectorAll("#a-qa .answers li b").Select(one => one.TextContent);
            Assert.Equal(seen.Select(n => $"choix {n}"), after);
        }

        Assert.True(drawn.Count > 1);
    }

    [Fact]
    public async Task Of_a_bank_a_learner_sees_what_they_drew_also_when_the_bank_grows()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Bank(8));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        var drawn = Questions(await amina.Visit($"/c/{code}/l/l1"));
        await Answer(amina, code, drawn[0], "1");
        var stranger = Enumerable.Range(0, 8).Select(n => $"qb{n}").First(id => !drawn.Contains(id));
        var refused = await Answer(amina, code, stranger, "1");
        await Answer(amina, code, drawn[1], "1");
        await amphi.OfferLesson(Bank(60), code: code);
        var later = Questions(await amina.Visit($"/c/{code}/l/l1"));

        Assert.Equal(2, drawn.Count);
        Assert.Equal(404, (int)refused.Status);
        Assert.Equal(2_000, (await Sheet(amphi)).Possible);
        Assert.Equal(drawn, later);
    }

    private static string Bank(int questions) =>
        $"::: quiz {{#q1}}\ndraw: 2\nquestions:\n{string.Concat(Enumerable.Range(0, questions).Select(n => $"  - id: qb{n}\n    type: numeric\n    text: Combien font {n} et 1 ?\n    answer: \"{n + 1}\"\n"))}:::\n";

    private static string Quiz(string rules) =>
        $$"""
            ::: quiz {#q1}
            {{rules}}questions:
              - id: qa
                type: single
                text: Que fait-on d’abord ?
                choices:
                  - text: On court.
                  - text: On appelle.
                    correct: true
              - id: qb
                type: numeric
                text: Quel numéro ?
                answer: "112"
                hints: [indice-un, indice-deux]
                explanation: {{Secret}}
            :::

            """;

    private static bool Tells(BrowserPage page)
    {
        var question = page.Find("#a-qb")!.OuterHtml;
        var tells = question.Contains(Secret, StringComparison.Ordinal);
        Assert.Equal(tells, question.Contains("112", StringComparison.Ordinal));
        return tells;
    }

    private static List<string> Questions(BrowserPage page) => [.. page.Document.QuerySelectorAll(".q").Select(one => one.GetAttribute("data-question")!)];

    private static string Order(BrowserPage page) => string.Join(' ', page.Document.QuerySelectorAll("#a-qa input").Select(one => one.GetAttribute("value")));

    private static async Task<BlockMark> Sheet(Amphitheatre amphi) => Assert.Single(await Sheets(amphi)).Marks.Single();

    internal static async Task<List<MarkSheet>> Sheets(Amphitheatre amphi)
    {
        var personas = await amphi.With<Database, List<PersonaId>>(db => db.Set<Enrolment>().Select(one => one.Persona).ToListAsync());
        var sheets = new List<MarkSheet>();
        foreach (var persona in personas)
            if (
                await amphi
                    .Services.GetRequiredService<HotReads>()
                    .One("select persona, run_id, marks from mark_sheets where persona = $1", Row, TestContext.Current.CancellationToken, persona.ToBytes()) is
                { Marks.Count: > 0 } sheet
            )
                sheets.Add(sheet);
        return sheets;

        static MarkSheet Row(System.Data.Common.DbDataReader row) =>
            MarkSheet.Stored(PersonaId.From(row.GetFieldValue<byte[]>(0)), row.GetInt64(1), row.GetFieldValue<byte[]>(2));
    }

    internal static async Task<BrowserPage> Answer(Browser browser, string code, string question, string value) =>
        await Post(browser, code, "answers", ("question", question), ($"q.{question}", value));

    private static Task<BrowserPage> Hint(Browser browser, string code, string thing, string act) =>
        Post(browser, code, "hints", ("hint", thing), ("act", act));

    private static async Task<BrowserPage> Post(Browser browser, string code, string to, params (string, string)[] fields)
    {
        var word = (await browser.Visit($"/c/{code}/l/l1")).Find("#answers input[name=_word]")!.GetAttribute("value")!;
        return await browser.Post($"/c/{code}/l/l1/{to}", [("_word", word), .. fields]);
    }
}
