using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Journal;
using Amphi.Media;
using Amphi.Organisations;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Learning;

public sealed class LearnersPathTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_learner_enrols_reads_answers_finishes_and_comes_back_where_they_left(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");

        var home = await amina.Enrol();
        await amina.Enrol();
        var wrong = await Answer(amina, code, "qa", "0");
        var right = await Answer(amina, code, "qa", "1");
        await Answer(amina, code, "qb", "112");
        await amina.Submit($"/c/{code}/l/l2", [], $"/c/{code}/l/l2/bookmark");
        var back = await amina.Visit($"/c/{code}");

        Assert.Equal(1, await amphi.Count<Enrolment>());
        Assert.Contains("2 leçons vous attendent", home.Text, StringComparison.Ordinal);
        Assert.Contains("Vers où ?", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("Juste.", right.Text, StringComparison.Ordinal);
        Assert.Contains("1 leçon faite sur 2", back.Text, StringComparison.Ordinal);
        Assert.Equal("Protéger", back.Find(".item.here .serif")!.TextContent);
        Assert.NotNull(back.Find("aside a[href$='/l/l2']"));
    }

    [Fact]
    public async Task A_file_that_holds_no_captions_is_none_and_one_too_large_for_them_is_not_read()
    {
        await using var amphi = await Amphitheatre.Open("sqlite");
        const string Spoken = "WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour.\n";
        var code = await amphi.OfferFiles(
            "first-aid",
            ("course.yaml", "slug: first-aid\ntitle: Premiers secours\nlanguage: fr\nsummary: Réagir.\n"),
            ("01/section.yaml", "id: s1\ntitle: Semaine 1\n"),
            ("01/01.md", "---\nid: l1\ntitle: Appeler\n---\n\nDu texte.\n"),
            ("said.vtt", Spoken),
            ("said.txt", "Du texte."),
            ("huge.vtt", Spoken + new string('\n', 5 << 20))
        );
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        Task<BrowserPage> Captions(string text) => amina.Visit($"/c/{code}/f/{Digest.Of(text)}.vtt?vtt");
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/f/{Digest.Of(Spoken + new string('\n', 5 << 20))}.vtt")).Status);
        Assert.Contains("Bonjour.", (await Captions(Spoken)).Html, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await Captions("Du texte.")).Status);
        Assert.Equal(404, (int)(await Captions(Spoken + new string('\n', 5 << 20))).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Tries_are_counted_where_they_are_written(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        await Answer(amina, code, "qb", "15");
        await Answer(amina, code, "qb", "17");
        var third = await Answer(amina, code, "qb", "112");
        var journal = await Journal(amina, code);

        Assert.Contains("La bonne réponse", third.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"112\"", third.Html, StringComparison.Ordinal);
        Assert.Equal(2, Times(Verb.Answered, journal));
        Assert.DoesNotContain("[\"112\"]", journal, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_answers_sent_from_many_tabs_at_once_the_tries_count_and_the_rest_leaves_no_line(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var word = (await amina.Visit($"/c/{code}/l/l1")).Find("#answers input[name=_word]")!.GetAttribute("value")!;

        await Task.WhenAll(
            Enumerable
                .Range(1, 12)
                .Select(n => amina.Post($"/c/{code}/l/l1/answers", [("_word", word), ("question", "qb"), ("q.qb", $"{n}"), ("act", $"{Guid.NewGuid()}")]))
        );
        var journal = await Journal(amina, code);

        Assert.Equal(2, Times(Verb.Answered, journal));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_answer_sent_again_after_a_lost_connection_takes_no_second_try(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var word = (await amina.Visit($"/c/{code}/l/l1")).Find("#answers input[name=_word]")!.GetAttribute("value")!;
        (string, string)[] answer = [("_word", word), ("question", "qb"), ("q.qb", "15"), ("act", $"{Guid.NewGuid()}")];

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => amina.Post($"/c/{code}/l/l1/answers", answer)));
        await amina.Post($"/c/{code}/l/l1/answers", answer);
        var right = await Answer(amina, code, "qb", "112");

        Assert.Equal(2, Times(Verb.Answered, await Journal(amina, code)));
        Assert.Contains("Juste.", right.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Joining_leaving_and_coming_back_are_lines_of_the_journal_that_tell_the_day_and_not_the_minute(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");

        await amina.Enrol();
        await amina.Submit($"/c/{code}/place", [], $"/c/{code}/leave");
        await amina.Enrol();
        await amphi.DeliverAnnouncements();
        var journal = await Journal(amina, code);

        Assert.Equal(2, Times(Verb.Registered, journal));
        Assert.Equal(1, Times(Verb.Exited, journal));
        Assert.Equal(3, journal.Split("\"2027-01-18T00:00:00.000Z\"").Length - 1);
        Assert.Contains("inscription", (await amina.Visit($"/c/{code}/journal")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_discreet_learner_is_named_on_no_page_of_the_course()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        foreach (var path in new[] { $"/c/{code}", $"/c/{code}/l/l1", $"/c/{code}/journal" })
        {
            var page = await amina.Visit(path);
            Assert.Equal(200, (int)page.Status);
            Assert.DoesNotContain("Amina", page.Html, StringComparison.Ordinal);
            Assert.Equal("Amphi", page.Document.Title);
        }
    }

    [Fact]
    public async Task A_link_to_a_unit_leads_to_its_lesson()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();

        var lesson = await amina.Visit($"/c/{code}/l/l2");

        Assert.Equal("../l/l2#b-u9", lesson.Find("article a")!.GetAttribute("href"));
        Assert.NotNull(lesson.Find("#b-u9"));
    }

    [Fact]
    public async Task Drafts_are_for_the_team()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        Assert.Equal(404, (int)(await amina.Visit($"/c/{code}/l/l3")).Status);
        Assert.Equal(200, (int)(await teodora.Visit($"/c/{code}/l/l3")).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_fifty_who_come_at_once_for_one_seat_one_gets_it(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer(run: new NewRun("Petite", null, null, Capacity: 1));
        var cancel = TestContext.Current.CancellationToken;

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(1, 50)
                .Select(person =>
                    amphi.With<Registrar, bool>(async registrar =>
                    {
                        try
                        {
                            await registrar.Enrol(code, new Application(person, null, Intent.Finish), cancel);
                            return true;
                        }
                        catch (Amphi.Ground.RefusedException)
                        {
                            return false;
                        }
                    })
                )
        );

        Assert.Single(outcomes, came => came);
        Assert.Equal(1, await amphi.Count<Enrolment>());
    }

    [Fact]
    public async Task A_learner_reads_and_takes_away_their_journal()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await Answer(amina, code, "qa", "1");

        var page = await amina.Visit($"/c/{code}/journal");
        var file = await (await amina.Send(new HttpRequestMessage(HttpMethod.Get, $"/c/{code}/journal.jsonl"))).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );

        Assert.Contains("réponse", page.Text, StringComparison.Ordinal);
        Assert.Contains(Verb.Answered.Iri(), file, StringComparison.Ordinal);
        Assert.DoesNotContain("amina", file, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> Journal(Browser browser, string code) =>
        await (await browser.Send(new HttpRequestMessage(HttpMethod.Get, $"/c/{code}/journal.jsonl"))).Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken
        );

    private static int Times(Verb verb, string journal) => journal.Split($"\"{verb.Iri()}\"").Length - 1;

    private static async Task<BrowserPage> Answer(Browser browser, string code, string question, string value)
    {
        var word = (await browser.Visit($"/c/{code}/l/l1")).Find("#answers input[name=_word]")!.GetAttribute("value")!;
        return await browser.Post($"/c/{code}/l/l1/answers", [("_word", word), ("question", question), ($"q.{question}", value)]);
    }
}
