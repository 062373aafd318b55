using Amphi.Learning.Dates;
using Amphi.Organisations;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Learning;

public sealed class DatesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_learner_sees_the_run_s_date_moves_it_asks_for_more_and_is_answered(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        await SetDue(teodora, code, "2027-02-01T18:00");
        Assert.Contains("1 février 2027, 18 h 00", Plain(await amina.Visit($"/c/{code}/dates")));
        Assert.Contains("1 février 2027, 18 h 00", Plain(await amina.Visit($"/c/{code}/l/l1")));
        Assert.Contains("Appeler", (await amina.Visit($"/c/{code}")).Find(".due")!.TextContent);

        Assert.Null((await amina.Visit($"/c/{code}/dates")).Find($"form[action='/c/{code}/dates/move']"));
        await teodora.Submit($"/c/{code}/team/dates", [("days", "10")], $"/c/{code}/team/dates/moving");
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        await amina.Submit($"/c/{code}/dates", [("days", "7")], $"/c/{code}/dates/move");
        Assert.Contains("8 février 2027, 18 h 00", Plain(await amina.Visit($"/c/{code}/dates")));
        Assert.Equal(409, (int)(await amina.Submit($"/c/{code}/dates", [("days", "11")], $"/c/{code}/dates/move")).Status);

        await amina.Submit($"/c/{code}/dates", [("thing", "l1"), ("days", "3"), ("reason", "Une semaine d’astreinte.")], $"/c/{code}/dates/ask");
        var again = await amina.Submit($"/c/{code}/dates", [("thing", "l1"), ("days", "3"), ("reason", "Encore.")], $"/c/{code}/dates/ask");
        Assert.Equal(409, (int)again.Status);

        var team = await teodora.Visit($"/c/{code}/team/dates");
        Assert.Contains("Une semaine d’astreinte.", team.Text);
        Assert.DoesNotContain("Amina", team.Text);
        var form = team.Find("form[action*='/team/extensions/']")!.GetAttribute("action")!;
        var refused = await teodora.Submit(team, [("granted", "yes"), ("answer", " ")], form);
        Assert.Equal(422, (int)refused.Status);
        await teodora.Submit(team, [("granted", "yes"), ("answer", "Bien sûr.")], form);
        Assert.Equal(409, (int)(await teodora.Submit(team, [("granted", "no"), ("answer", "Deux fois.")], form)).Status);

        var after = await amina.Visit($"/c/{code}/dates");
        Assert.Contains("11 février 2027, 18 h 00", Plain(after));
        Assert.Contains("Bien sûr.", after.Text);
    }

    [Fact]
    public async Task The_team_hears_once_an_hour_of_requests_that_wait_and_learners_of_the_answer()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol("named");
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await SetDue(teodora, code, "2027-02-01T18:00");
        foreach (var learner in new[] { amina, bo })
            await learner.Submit($"/c/{code}/dates", [("thing", "l1"), ("days", "3"), ("reason", "Une semaine d’astreinte.")], $"/c/{code}/dates/ask");
        amphi.Clock.Pass(TimeSpan.FromHours(2));
        await amphi.DeliverAnnouncements();
        Assert.Contains("2 demandes", Assert.Single(await amphi.MailTo("teodora")).TextBody);

        using var back = await amphi.SignedIn("Teodora", Role.Teacher);
        foreach (var again in new[] { 1, 2 })
        {
            var team = await back.Visit($"/c/{code}/team/dates");
            await back.Submit(
                team,
                [("granted", "no"), ("answer", "Raison secrète.")],
                team.Find("form[action*='/team/extensions/']")!.GetAttribute("action")!
            );
        }

        await amphi.DeliverAnnouncements();
        var told = Assert.Single(await amphi.MailTo("amina"));
        Assert.Equal("Votre demande a une réponse", told.Subject);
        Assert.DoesNotContain("secrète", told.TextBody);

        // Asked and answered within the hour: nothing is left to tell.
        using var bosReturn = await amphi.SignedIn("Bo");
        await bosReturn.Submit($"/c/{code}/dates", [("thing", "l1"), ("days", "2"), ("reason", "Encore.")], $"/c/{code}/dates/ask");
        var page = await back.Visit($"/c/{code}/team/dates");
        await back.Submit(page, [("granted", "yes"), ("answer", "Oui.")], page.Find("form[action*='/team/extensions/']")!.GetAttribute("action")!);
        amphi.Clock.Pass(TimeSpan.FromHours(2));
        await amphi.DeliverAnnouncements();
        Assert.Single(await amphi.MailTo("teodora"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_allowance_is_given_to_a_seat_and_comes_on_top(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await SetDue(teodora, code, "2027-03-27T18:00");
        var seat = await amphi.With<Amphi.Ground.Database, int>(db => Task.FromResult(db.Set<Amphi.Enrolments.Enrolment>().Single().Seat));

        await teodora.Submit($"/c/{code}/team/dates", [("seat", $"{seat}"), ("days", "2"), ("percent", "33"), ("minutes", "5")], $"/c/{code}/team/allowances");

        // Two days later at the same hour, although an hour was skipped between.
        Assert.Contains("29 mars 2027, 18 h 00", Plain(await amina.Visit($"/c/{code}/dates")));
        Assert.Equal(422, (int)(await teodora.Submit($"/c/{code}/team/dates", [("seat", "999999"), ("days", "2")], $"/c/{code}/team/allowances")).Status);
        Assert.Equal(409, (int)(await teodora.Submit($"/c/{code}/team/dates", [("seat", $"{seat}"), ("days", "61")], $"/c/{code}/team/allowances")).Status);
        Assert.Equal(TimeSpan.FromMinutes(31.6), new ExtraTime(33, 5).On(TimeSpan.FromMinutes(20)));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_lesson_is_closed_until_the_run_opens_it(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await teodora.Submit($"/c/{code}/team/dates", [("thing", "l1"), ("opens", "2027-01-19T10:00"), ("due", "")], $"/c/{code}/team/dates");

        var closed = await amina.Visit($"/c/{code}/l/l1");
        Assert.Equal(409, (int)closed.Status);
        Assert.Contains("19 janvier 2027", closed.Text);
        Assert.Contains("s’ouvre le 19 janvier", (await amina.Visit($"/c/{code}")).Text);
        Assert.Equal(200, (int)(await teodora.Visit($"/c/{code}/l/l1")).Status);
        amphi.Clock.Pass(TimeSpan.FromDays(1));
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/l/l1")).Status);
    }

    [Fact]
    public async Task A_clock_that_jumps_a_day_back_or_drifts_loses_nothing_and_counts_nothing_twice()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await SetDue(teodora, code, "2027-02-01T18:00");
        await amina.Submit($"/c/{code}/dates", [("thing", "l1"), ("days", "2"), ("reason", "Voyage.")], $"/c/{code}/dates/ask");

        foreach (var jump in new[] { TimeSpan.FromDays(-1), TimeSpan.FromMilliseconds(90), TimeSpan.FromDays(1), TimeSpan.FromSeconds(-7) })
        {
            amphi.Clock.Pass(jump);
            Assert.Contains("1 février 2027, 18 h 00", Plain(await amina.Visit($"/c/{code}/dates")));
            Assert.Single((await teodora.Visit($"/c/{code}/team/dates")).Document.QuerySelectorAll("form[action*='/team/extensions/']"));
        }

        Assert.Equal(1, await amphi.Count<ExtensionRequest>());
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Another_calendar_reads_one_s_dates_until_the_address_is_removed(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await SetDue(teodora, code, "2027-02-01T18:00");

        var discreet = await FeedOf(amina);
        var named = await FeedOf(bo);
        using var calendar = amphi.NewBrowser();
        var read = await Read(calendar, discreet);
        var open = await Read(calendar, named);

        Assert.Contains("DTSTART:20270201T170000Z", read);
        Assert.Contains("SUMMARY:Échéance", read);
        Assert.All(new[] { "Appeler", "Premiers secours", code, "Amina" }, word => Assert.DoesNotContain(word, read));

        // The positive control: a named enrolment says what is due, in which course.
        Assert.All(new[] { "Appeler", "Premiers secours" }, word => Assert.Contains(word, open));
        Assert.Contains(code, open.Replace("\r\n ", "", StringComparison.Ordinal));

        Assert.Contains("Premiers secours", (await amina.Visit("/me/calendar")).Text);
        await amina.Submit("/me/calendar", [], "/me/calendar/feed");
        Assert.Equal(404, (int)(await calendar.Visit(discreet)).Status);
        await bo.Submit("/me/calendar", [], "/me/calendar/feed/end");
        Assert.Equal(404, (int)(await calendar.Visit(named)).Status);

        static async Task<string> FeedOf(Browser browser) =>
            new Uri((await browser.Submit("/me/calendar", [], "/me/calendar/feed")).Find("#feed")!.GetAttribute("value")!).AbsolutePath;

        static async Task<string> Read(Browser browser, string feed)
        {
            var answer = await browser.Send(new HttpRequestMessage(HttpMethod.Get, feed));
            Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
            return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    private static Task<BrowserPage> SetDue(Browser teacher, string code, string due) =>
        teacher.Submit($"/c/{code}/team/dates", [("thing", "l1"), ("due", due)], $"/c/{code}/team/dates");

    // Hours are written with a space that does not break.
    private static string Plain(BrowserPage page) => page.Text.Replace('\u00a0', ' ');
}
