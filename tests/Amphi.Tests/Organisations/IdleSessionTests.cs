using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Organisations;

public sealed class IdleSessionTests
{
    private const string Out = "/sign-in?then=%2Fme";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_session_ends_when_it_stands_idle_sooner_for_those_who_hold_a_role(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        using var amina = await amphi.SignedIn("Amina");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        amphi.Clock.Pass(TimeSpan.FromMinutes(29));
        Assert.Equal("/me", (await teodora.Visit("/me")).Path);
        amphi.Clock.Pass(TimeSpan.FromMinutes(29));
        Assert.Equal("/me", (await teodora.Visit("/me")).Path);
        amphi.Clock.Pass(TimeSpan.FromMinutes(31));
        Assert.Equal(Out, (await teodora.Visit("/me")).Path);

        Assert.Equal("/me", (await amina.Visit("/me")).Path);
        amphi.Clock.Pass(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1));
        Assert.Equal(Out, (await amina.Visit("/me")).Path);
    }

    [Theory]
    [InlineData(null, 7 * 24, 7)]
    [InlineData(Role.Manager, 12, 0.4)]
    public async Task However_busy_a_session_it_ends_in_time(Role? role, int hours, double pace)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var someone = await amphi.SignedIn("Bo", role is { } held ? [held] : []);

        for (var passed = pace; passed < hours; passed += pace)
        {
            amphi.Clock.Pass(TimeSpan.FromHours(pace));
            Assert.Equal("/me", (await someone.Visit("/me")).Path);
        }

        amphi.Clock.Pass(TimeSpan.FromHours(pace));
        Assert.Equal(Out, (await someone.Visit("/me")).Path);
    }

    [Fact]
    public async Task The_limits_are_settings()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite, ("SESSION_IDLE", "5"));
        using var amina = await amphi.SignedIn("Amina");

        amphi.Clock.Pass(TimeSpan.FromMinutes(6));

        Assert.Equal(Out, (await amina.Visit("/me")).Path);
        await Assert.ThrowsAsync<SettingsException>(() => Amphitheatre.Open(Engines.Sqlite, ("SESSION_IDLE", "never")));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task When_a_session_was_last_used_is_written_beside_the_pages_and_at_most_once_a_minute(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        using var amina = await amphi.SignedIn("Amina");
        var seen = amphi.Services.GetRequiredService<LastSeen>();
        var begun = await SeenAt(amphi);

        amphi.Clock.Pass(TimeSpan.FromSeconds(59));
        await amina.Visit("/me");
        await seen.Write(TestContext.Current.CancellationToken);
        var withinAMinute = await SeenAt(amphi);
        amphi.Clock.Pass(TimeSpan.FromMinutes(5));
        await amina.Visit("/me");
        var afterThePage = await SeenAt(amphi);
        await seen.Write(TestContext.Current.CancellationToken);
        var written = await SeenAt(amphi);

        Assert.Equal(begun, withinAMinute);
        Assert.Equal(begun, afterThePage);
        Assert.Equal(amphi.Clock.Now(), written);
    }

    [Fact]
    public async Task What_was_typed_too_long_is_shown_and_signing_in_leads_back_to_its_page()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var lesson = await amina.Visit($"/c/{code}/l/l1");
        var word = lesson.Find("#answers input[name=_word]")!.GetAttribute("value")!;

        amphi.Clock.Pass(TimeSpan.FromHours(9));
        var ended = await amina.Post(
            $"/c/{code}/l/l1/answers",
            [("_word", word), ("question", "qa"), ("q.qa", "Une phrase <longue> à garder."), ("password", "un mot secret")]
        );
        var signIn = await amina.Visit(ended.Find("main a.btn")!.GetAttribute("href")!);
        var back = await amina.Submit(signIn, [("email", "amina@school.example"), ("password", Cast.Password)], "/sign-in");

        Assert.Equal(401, (int)ended.Status);
        Assert.Equal("Une phrase <longue> à garder.", Assert.Single(ended.Document.QuerySelectorAll("textarea")).TextContent);
        Assert.Equal($"/c/{code}/l/l1", back.Path);
        Assert.Equal(200, (int)back.Status);
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_not_shown()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var stranger = amphi.NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Post, "/me") { Content = new FormUrlEncodedContent([new("name", "Lisez ceci")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        var answer = await stranger.Send(request);

        Assert.Equal(404, (int)answer.StatusCode);
        Assert.DoesNotContain("Lisez ceci", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static Task<Instant> SeenAt(Amphitheatre amphi) =>
        amphi.With<Database, Instant>(db => db.Sessions.AsNoTracking().Select(session => session.SeenAt).SingleAsync());
}
