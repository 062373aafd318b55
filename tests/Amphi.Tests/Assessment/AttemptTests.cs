using System.Net;
using Amphi.Assessment.Quizzes;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Assessment;

/// <summary>T21: a test shows no question early, no grade early, takes no late answer and no extra attempt.</summary>
public sealed class AttemptTests
{
    private const string Question = "Combien font six fois sept";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_test_is_begun_saved_taken_up_on_another_device_and_handed_in(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Test("t1"));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        var lesson = await amina.Visit($"/c/{code}/l/l1");
        var before = await amina.Visit($"/c/{code}/q/t1");
        var begun = await amina.Submit(before, [], $"/c/{code}/q/t1/begin");
        var saved = await amina.Submit(begun, [("q.t1a", "42"), ("question", "t1a")], $"/c/{code}/q/t1/save");
        using var phone = await amphi.SignedIn("Amina");
        var there = await phone.Visit($"/c/{code}/q/t1");
        var result = await HandIn(phone, there, ("q.t1a", "42"), ("question", "t1a"));
        var home = await amina.Visit($"/c/{code}");

        Assert.DoesNotContain(Question, lesson.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Question, before.Html, StringComparison.Ordinal);
        Assert.Contains(Question, begun.Html, StringComparison.Ordinal);
        Assert.Equal("42", saved.Find("#f-t1a")!.GetAttribute("value"));
        Assert.Equal("42", there.Find("#f-t1a")!.GetAttribute("value"));
        Assert.Contains("1 point sur 1.", result.Text, StringComparison.Ordinal);
        Assert.NotEmpty(there.Document.QuerySelectorAll("[form=answers]"));
        Assert.Empty(result.Document.QuerySelectorAll("[form=answers]"));
        Assert.Contains("1 leçon", home.Text, StringComparison.Ordinal);
        Assert.Equal(1_000, Assert.Single(await QuizTests.Sheets(amphi)).Marks.Single().Earned);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_was_saved_counts_when_time_is_up_and_what_comes_later_is_refused(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Test("t1"));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        var page = await amina.Submit($"/c/{code}/q/t1", [("q.t1a", "42"), ("question", "t1a")], $"/c/{code}/q/t1/save");

        amphi.Clock.Pass(TimeSpan.FromSeconds(61));
        var late = await amina.Submit(page, [("q.t1a", "41"), ("question", "t1a")], $"/c/{code}/q/t1/save");
        Assert.Empty(await QuizTests.Sheets(amphi));
        Assert.Equal(1, await amphi.Services.GetRequiredService<AttemptCloser>().CloseDue(TestContext.Current.CancellationToken));
        Assert.Equal(0, await amphi.Services.GetRequiredService<AttemptCloser>().CloseDue(TestContext.Current.CancellationToken));
        var result = await amina.Visit($"/c/{code}/q/t1");

        Assert.Equal(HttpStatusCode.Conflict, late.Status);
        Assert.Contains("trop tard", late.Text, StringComparison.Ordinal);
        Assert.Contains("1 point sur 1.", result.Text, StringComparison.Ordinal);
        Assert.Equal(1_000, Assert.Single(await QuizTests.Sheets(amphi)).Marks.Single().Earned);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Time_that_the_team_gave_a_seat_is_time_in_its_tests_and_the_last_test_finishes_the_course(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Test("t1"));
        using var amina = await amphi.SignedIn("Amina");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await amina.Enrol();
        var seat = await amphi.With<Amphi.Ground.Database, int>(db => Task.FromResult(db.Set<Amphi.Enrolments.Enrolment>().Single().Seat));
        await teodora.Submit($"/c/{code}/team/dates", [("seat", $"{seat}"), ("days", "0"), ("percent", "50"), ("minutes", "0")], $"/c/{code}/team/allowances");

        var begun = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        amphi.Clock.Pass(TimeSpan.FromSeconds(85));
        var result = await HandIn(amina, begun, ("q.t1a", "42"), ("question", "t1a"));
        var home = await amina.Visit($"/c/{code}");

        Assert.Contains("1 point sur 1.", result.Text, StringComparison.Ordinal);
        Assert.Contains("Vous avez terminé ce cours", home.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_test_handed_in_late_keeps_what_the_course_leaves_of_it_also_when_nobody_comes_back(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Test("t1"), "due: 2027-01-18T08:30:00Z\n", grading: "late:\n  percent: 30\n  closes: 31m\n");
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        await amina.Enrol();
        await bo.Enrol();

        var begun = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        await amina.Submit(begun, [("q.t1a", "42"), ("question", "t1a")], $"/c/{code}/q/t1/save");
        var open = await bo.Visit($"/c/{code}/q/t1");
        amphi.Clock.Pass(TimeSpan.FromSeconds(61));
        var tooLate = await bo.Submit(open, [], $"/c/{code}/q/t1/begin");
        await amphi.Services.GetRequiredService<AttemptCloser>().CloseDue(TestContext.Current.CancellationToken);
        var mark = Assert.Single(await QuizTests.Sheets(amphi)).Marks.Single();

        var result = await amina.Visit($"/c/{code}/q/t1");

        Assert.Equal(HttpStatusCode.Conflict, tooLate.Status);
        Assert.Contains("70\u00a0% de la note", result.Document.Body!.TextContent, StringComparison.Ordinal);
        Assert.Null(result.Find("form[action$='/begin']"));
        Assert.Equal((700, 1_000, 30), (mark.Earned, mark.Possible, mark.PenaltyPercent));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_attempt_that_cannot_be_closed_does_not_hold_up_the_others(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Test("t1"));
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        await amina.Enrol();
        await bo.Enrol();
        await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        await amphi.With<Amphi.Ground.Database, int>(db => db.Database.ExecuteSqlRawAsync("update quiz_attempts set version_id = 999999"));
        amphi.Clock.Pass(TimeSpan.FromSeconds(1));
        var open = await bo.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        await bo.Submit(open, [("q.t1a", "42"), ("question", "t1a")], $"/c/{code}/q/t1/save");

        amphi.Clock.Pass(TimeSpan.FromSeconds(61));
        await amphi.Services.GetRequiredService<AttemptCloser>().CloseDue(TestContext.Current.CancellationToken);

        Assert.Equal(1_000, Assert.Single(await QuizTests.Sheets(amphi)).Marks.Single().Earned);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Hints_of_a_test_come_one_by_one_while_it_is_open_and_keep_what_was_typed(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Test("t1").Replace("    answer:", "    hints: [indice-un, indice-deux]\n    answer:", StringComparison.Ordinal));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var word = (await amina.Visit($"/c/{code}/q/t1")).Find("input[name=_word]")!.GetAttribute("value")!;
        var early = await Hint("t1a");
        var begun = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");

        var one = await Hint("t1a", ("attempt", "1"), ("q.t1a", "41"), ("question", "t1a"));
        var none = await Hint("t1b");
        amphi.Clock.Pass(TimeSpan.FromSeconds(61));
        var late = await Hint("t1a");

        Assert.Equal(HttpStatusCode.Conflict, early.Status);
        Assert.DoesNotContain("indice-un", begun.Html, StringComparison.Ordinal);
        Assert.Contains("indice-un", one.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("indice-deux", one.Html, StringComparison.Ordinal);
        Assert.Equal("41", one.Find("#f-t1a")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.NotFound, none.Status);
        Assert.Equal(HttpStatusCode.Conflict, late.Status);

        Task<BrowserPage> Hint(string thing, params (string, string)[] given) =>
            amina.Post($"/c/{code}/q/t1/hints?n=1", [("_word", word), ("hint", thing), .. given]);
    }

    [Fact]
    public async Task A_new_version_changes_nothing_of_an_attempt_under_way_and_the_next_draws_what_was_seen_least()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Bank("combien font", 4));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        var begun = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        await amphi.OfferLesson(Bank("que donnent", 4), code: code);
        var later = await amina.Visit($"/c/{code}/q/t1");
        await HandIn(amina, later);
        var again = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");

        Assert.Contains("combien font", later.Text, StringComparison.Ordinal);
        Assert.Equal(Ids(begun), Ids(later));
        Assert.Contains("que donnent", again.Text, StringComparison.Ordinal);
        Assert.Empty(Ids(begun).Intersect(Ids(again)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Whatever_is_asked_in_whatever_order_an_attempt_is_what_its_model_says(bool isFair)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        const int sequences = 500;
        var code = await amphi.OfferLesson(string.Concat(Enumerable.Range(0, sequences).Select(n => Test($"t{n}"))));
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var word = (await amina.Visit($"/c/{code}/q/t0")).Find("input[name=_word]")!.GetAttribute("value")!;
        var next = 0;

        var step = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Bool);
        var found = 0;
        foreach (var steps in step.Array[1, 9].Array[sequences].Single())
        {
            var model = new Model(isFair ? 60 : 75);
            var quiz = next++;
            foreach (var (what, number, isRight) in steps)
                found += await Agrees(amphi, amina, code, $"t{quiz}", word, model, what, number, isRight ? "42" : "41") ? 0 : 1;
        }

        // The control: a model whose time lasts longer than the server's must be found out.
        Assert.Equal(isFair, found == 0);
    }

    private static async Task<bool> Agrees(
        Amphitheatre amphi,
        Browser amina,
        string code,
        string quiz,
        string word,
        Model model,
        int what,
        int number,
        string value
    )
    {
        var address = $"/c/{code}/q/{quiz}";
        // A page of its own each time, as people have.
        var act = ("act", $"{Guid.NewGuid()}");
        (string, string)[] given = [("_word", word), act, ("attempt", $"{number}"), ("question", $"{quiz}a"), ($"q.{quiz}a", value)];
        switch (what)
        {
            case 0:
                var seconds = 15 + (number * 10);
                amphi.Clock.Pass(TimeSpan.FromSeconds(seconds));
                model.Pass(seconds);
                break;
            case 1:
                if (IsOk(await amina.Post($"{address}/begin", [("_word", word), act])) != model.Begin())
                    return false;
                break;
            case 2:
                if (IsOk(await amina.Post($"{address}/save", given)) != model.Save(number, value))
                    return false;
                break;
            case 3:
                if (IsOk(await amina.Post($"{address}/hand-in", given)) != model.HandIn(number, value))
                    return false;
                break;
        }

        var page = await amina.Visit(address);
        return page.Html.Contains(Question, StringComparison.Ordinal) == model.ShowsQuestion
            && page.Text.Contains("sur 1.", StringComparison.Ordinal) == model.ShowsGrade
            && (!model.ShowsGrade || page.Text.Contains($"{model.Grade} point sur 1.", StringComparison.Ordinal));

        static bool IsOk(BrowserPage page) => page.Status == HttpStatusCode.OK;
    }

    // A test of two attempts and so many seconds, as a teacher would explain it.
    private sealed class Model(int lasts)
    {
        private readonly List<(int Began, string Saved, bool IsOver)> _attempts = [];
        private int _now;

        public bool ShowsQuestion => _attempts.Count > 0;
        public bool ShowsGrade => _attempts.Count > 0 && !IsOpen(_attempts[^1]);
        public int Grade => _attempts[^1].Saved == "42" ? 1 : 0;

        public void Pass(int seconds) => _now += seconds;

        public bool Begin()
        {
            if (_attempts.Count > 0 && IsOpen(_attempts[^1]))
                return true;
            if (_attempts.Count == 2)
                return false;
            _attempts.Add((_now, "", false));
            return true;
        }

        public bool Save(int number, string value)
        {
            if (number < 1 || number > _attempts.Count || !IsOpen(_attempts[number - 1]))
                return false;
            _attempts[number - 1] = _attempts[number - 1] with { Saved = value };
            return true;
        }

        // Handing in late is no fault: it closes with what was saved.
        public bool HandIn(int number, string value)
        {
            if (number < 1 || number > _attempts.Count)
                return false;
            if (Save(number, value))
                _attempts[number - 1] = _attempts[number - 1] with { IsOver = true };
            return true;
        }

        private bool IsOpen((int Began, string Saved, bool IsOver) attempt) => !attempt.IsOver && _now <= attempt.Began + lasts;
    }

    internal static Task<BrowserPage> HandIn(Browser browser, BrowserPage page, params (string, string)[] given) =>
        browser.Post(
            page.Find("[formaction$='/hand-in']")!.GetAttribute("formaction")!,
            [.. page.Document.QuerySelectorAll("#answers input").Select(held => (held.GetAttribute("name")!, held.GetAttribute("value")!)), .. given]
        );

    private static List<string> Ids(BrowserPage page) => [.. page.Document.QuerySelectorAll(".q").Select(one => one.GetAttribute("data-question")!)];

    private static string Bank(string words, int questions) =>
        $"::: quiz {{#t1}}\nmode: test\nattempts: 2\ndraw: 2\nquestions:\n{string.Concat(Enumerable.Range(0, questions).Select(n => $"  - id: tq{n}\n    type: numeric\n    text: {words} {n} et 1 ?\n    answer: \"{n + 1}\"\n"))}:::\n\n";

    private static string Test(string id) =>
        $"::: quiz {{#{id}}}\nmode: test\nminutes: 1\nattempts: 2\nquestions:\n  - id: {id}a\n    type: numeric\n    text: {Question} ?\n    answer: \"42\"\n:::\n\n";
}
