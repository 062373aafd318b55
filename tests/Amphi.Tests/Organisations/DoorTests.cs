using System.Net;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Organisations;

/// <summary>Every address, who may come through, and what each refuses: written by hand, compared with what is mapped.</summary>
public sealed class DoorTests
{
    private static readonly Dictionary<string, string> Table = new()
    {
        ["GET /health"] = "anyone",
        ["GET /build/{file}"] = "anyone",
        ["GET /"] = "anyone",
        ["GET /courses/{slug}"] = "anyone",
        ["GET /sitemap.xml"] = "anyone",
        ["GET /feed.xml"] = "anyone",
        ["GET /robots.txt"] = "anyone",
        ["GET /discretion"] = "anyone",
        ["GET /accessibility"] = "anyone",
        ["GET /sign-up"] = "anyone",
        ["POST /sign-up"] = "anyone",
        ["GET /confirm"] = "anyone",
        ["POST /confirm"] = "anyone",
        ["GET /sign-in"] = "anyone",
        ["POST /sign-in"] = "anyone",
        ["POST /sign-in/passkey/options"] = "anyone",
        ["POST /sign-in/passkey"] = "anyone",
        ["POST /sign-out"] = "anyone",
        ["GET /reset"] = "anyone",
        ["POST /reset"] = "anyone",
        ["GET /reset/choose"] = "anyone",
        ["POST /reset/choose"] = "anyone",
        ["GET /language"] = "anyone",
        ["GET /me"] = "signed in",
        ["POST /me"] = "signed in",
        ["POST /me/sessions/{id}/end"] = "signed in",
        ["POST /me/passkeys/options"] = "signed in",
        ["POST /me/passkeys"] = "signed in",
        ["POST /me/passkeys/{id}/remove"] = "signed in",
        ["GET /people"] = "manager or administrator",
        ["GET /people/{id}"] = "manager or administrator",
        ["POST /people/{id}/give"] = "manager or administrator",
        ["POST /people/{id}/take"] = "manager or administrator",
        ["POST /people/{id}/disable"] = "manager or administrator",
        ["POST /people/{id}/enable"] = "manager or administrator",
        ["GET /audit"] = "administrator",
        ["GET /courses/{slug}/enrol"] = "signed in",
        ["POST /courses/{slug}/enrol"] = "signed in",
        ["GET /learning"] = "signed in",
        ["GET /me/calendar"] = "signed in",
        ["POST /me/calendar/feed"] = "signed in",
        ["POST /me/calendar/feed/end"] = "signed in",
        ["GET /calendar/{secret}.ics"] = "anyone",
        ["GET /c/{code}"] = "signed in",
        ["GET /c/{code}/l/{lesson}"] = "signed in",
        ["POST /c/{code}/l/{lesson}/done"] = "signed in",
        ["POST /c/{code}/l/{lesson}/bookmark"] = "signed in",
        ["POST /c/{code}/l/{lesson}/answers"] = "signed in",
        ["POST /c/{code}/l/{lesson}/hints"] = "signed in",
        ["GET /c/{code}/q/{quiz}"] = "signed in",
        ["POST /c/{code}/q/{quiz}/begin"] = "signed in",
        ["POST /c/{code}/q/{quiz}/hints"] = "signed in",
        ["POST /c/{code}/q/{quiz}/save"] = "signed in",
        ["POST /c/{code}/q/{quiz}/hand-in"] = "signed in",
        ["GET /c/{code}/case/{block}"] = "signed in",
        ["POST /c/{code}/case/{block}"] = "signed in",
        ["POST /c/{code}/case/{block}/withdraw"] = "signed in",
        ["POST /c/{code}/case/{block}/detach/{file}"] = "signed in",
        ["GET /c/{code}/case/{block}/file/{file}"] = "signed in",
        ["POST /c/{code}/case/{block}/team/found"] = "signed in",
        ["POST /c/{code}/case/{block}/team/join"] = "signed in",
        ["POST /c/{code}/case/{block}/team/leave"] = "signed in",
        ["GET /c/{code}/case/{block}/training"] = "signed in",
        ["POST /c/{code}/case/{block}/training"] = "signed in",
        ["POST /c/{code}/case/{block}/next"] = "signed in",
        ["POST /c/{code}/case/{block}/own"] = "signed in",
        ["GET /c/{code}/case/{block}/read/{review}"] = "signed in",
        ["POST /c/{code}/case/{block}/read/{review}"] = "signed in",
        ["POST /c/{code}/case/{block}/rate/{review}"] = "signed in",
        ["POST /c/{code}/case/{block}/again"] = "signed in",
        ["GET /c/{code}/cases"] = "signed in",
        ["GET /c/{code}/cases/{copy}"] = "signed in",
        ["GET /c/{code}/cases/{copy}/like/{other}"] = "signed in",
        ["POST /c/{code}/cases/{copy}"] = "signed in",
        ["POST /c/{code}/acts"] = "signed in",
        ["GET /c/{code}/f/{file}"] = "signed in",
        ["GET /c/{code}/choice"] = "signed in",
        ["POST /c/{code}/choice"] = "signed in",
        ["GET /c/{code}/place"] = "signed in",
        ["POST /c/{code}/place"] = "signed in",
        ["POST /c/{code}/leave"] = "signed in",
        ["POST /c/{code}/view-as"] = "signed in",
        ["POST /view-as/end"] = "signed in",
        ["GET /c/{code}/dates"] = "signed in",
        ["POST /c/{code}/dates/move"] = "signed in",
        ["POST /c/{code}/dates/ask"] = "signed in",
        ["GET /c/{code}/team/dates"] = "signed in",
        ["POST /c/{code}/team/dates"] = "signed in",
        ["POST /c/{code}/team/dates/moving"] = "signed in",
        ["POST /c/{code}/team/extensions/{id}"] = "signed in",
        ["POST /c/{code}/team/allowances"] = "signed in",
        ["GET /c/{code}/journal"] = "signed in",
        ["GET /c/{code}/journal.jsonl"] = "signed in",
        ["GET /c/{code}/result"] = "signed in",
        ["GET /c/{code}/questions"] = "signed in",
        ["GET /c/{code}/regrade"] = "signed in",
        ["POST /c/{code}/regrade"] = "signed in",
        ["GET /c/{code}/gradebook"] = "signed in",
        ["GET /c/{code}/gradebook.csv"] = "signed in",
        ["GET /c/{code}/gradebook.xlsx"] = "signed in",
        ["POST /c/{code}/gradebook/import"] = "signed in",
        ["GET /c/{code}/gradebook/{seat}"] = "signed in",
        ["POST /c/{code}/gradebook/{seat}"] = "signed in",
    };

    /// <summary>Every address that answers a verb, filled in for a run of <see cref="Cast.Offer"/>.</summary>
    internal static IEnumerable<string> Addresses(string verb, string code) =>
        Table.Keys.Where(name => name.StartsWith(verb, StringComparison.Ordinal)).Select(name => Filled(name, code));

    [Fact]
    public async Task Every_address_says_who_may_enter_as_the_table_does()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);

        var mapped = Endpoints(amphi).ToDictionary(one => one.Name, one => one.Endpoint.Metadata.GetMetadata<Door>()?.Who ?? "says nothing");

        Assert.Equal(Table.OrderBy(pair => pair.Key), mapped.OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task What_is_for_the_signed_in_is_closed_to_everyone_else()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var anonymous = amphi.NewBrowser();

        foreach (var (name, _) in Table.Where(pair => pair.Value != "anyone" && pair.Key.StartsWith("GET", StringComparison.Ordinal)))
        {
            var answer = await anonymous.Send(new HttpRequestMessage(HttpMethod.Get, Filled(name, code)));
            Assert.True(
                answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().StartsWith("/sign-in", StringComparison.Ordinal),
                name
            );
        }
    }

    [Fact]
    public async Task Nothing_changes_for_a_request_that_no_page_of_ours_sent()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina", Role.Administrator);
        await amina.Enrol();
        await amphi.DeliverAnnouncements();
        var before = await Rows(amphi);

        foreach (var (name, _) in Table.Where(pair => pair.Key.StartsWith("POST", StringComparison.Ordinal)))
        foreach (var request in Forgeries(Filled(name, code)))
            Assert.True(
                (await amina.Send(request)).StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.UnsupportedMediaType,
                $"{name} let {request.Content!.Headers.ContentType} through"
            );

        Assert.Equal(before, await Rows(amphi));
    }

    [Fact]
    public async Task Reading_writes_nothing()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina", Role.Administrator);
        await amina.Enrol();
        await amphi.DeliverAnnouncements();
        var before = await Rows(amphi);

        foreach (var (name, _) in Table.Where(pair => pair.Key.StartsWith("GET", StringComparison.Ordinal)))
            await amina.Send(new HttpRequestMessage(HttpMethod.Get, Filled(name, code)));

        Assert.Equal(before, await Rows(amphi));
    }

    [Fact]
    public async Task What_can_be_read_answers_who_asks_for_its_head_alone()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var anonymous = amphi.NewBrowser();

        foreach (var path in Addresses("GET", code))
        {
            var whole = await anonymous.Send(new HttpRequestMessage(HttpMethod.Get, path));
            var head = await anonymous.Send(new HttpRequestMessage(HttpMethod.Head, path));
            Assert.True(whole.StatusCode == head.StatusCode, path);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_run_that_is_not_yours_looks_like_one_that_does_not_exist()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        using var salma = await amphi.SignedIn("Salma", Role.Manager);

        foreach (var browser in new[] { bo, salma })
        foreach (var (name, _) in Table.Where(pair => pair.Key.StartsWith("GET /c/", StringComparison.Ordinal)))
        {
            var foreign = await browser.Visit(Filled(name, code));
            var nothing = await browser.Visit(Filled(name, "zzzzzzzzzz"));
            Assert.Equal(404, (int)foreign.Status);
            Assert.Equal(WithoutNonce(nothing.Html, "zzzzzzzzzz"), WithoutNonce(foreign.Html, code));
        }
    }

    [Fact]
    public async Task Every_answer_carries_its_headers()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina", Role.Administrator);
        await amina.Enrol();

        foreach (var path in Table.Keys.Where(name => name.StartsWith("GET", StringComparison.Ordinal)).Select(name => Filled(name, code)).Append("/nowhere"))
        {
            var answer = await amina.Send(new HttpRequestMessage(HttpMethod.Get, path));
            Assert.True(HasAll(answer), path);
        }

        Assert.False(HasAll(new HttpResponseMessage { Content = new StringContent("planted") }));
    }

    private static bool HasAll(HttpResponseMessage answer)
    {
        bool Says(string header, string word) =>
            answer.Headers.TryGetValues(header, out var values) && values.Any(value => value.Contains(word, StringComparison.Ordinal));
        return Says("Strict-Transport-Security", "includeSubDomains")
            && Says("X-Content-Type-Options", "nosniff")
            && Says("Referrer-Policy", "no-referrer")
            && Says("Content-Security-Policy", "default-src 'none'")
            && Says("Cross-Origin-Opener-Policy", "same-origin")
            && (Says("Cache-Control", "no-store") || Says("Cache-Control", "immutable"));
    }

    /// <summary>A page without what is new on each: its nonce, and what it was asked for.</summary>
    internal static string WithoutNonce(string html, string asked) =>
        System.Text.RegularExpressions.Regex.Replace(
            html.Replace(asked, "", StringComparison.Ordinal),
            """
            nonce="[^"]+"|(?<=name="_word" value="[\w-]{24})\.[\w-]{22}(?=")
            """,
            ""
        );

    internal static IEnumerable<(string Name, RouteEndpoint Endpoint)> Endpoints(Amphitheatre amphi) =>
        amphi
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint =>
                (
                    $"{string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])} /{endpoint.RoutePattern.RawText!.TrimStart('/')}",
                    endpoint
                )
            );

    private static string Filled(string name, string code) =>
        name[(name.IndexOf(' ') + 1)..]
            .Replace("{code}", code, StringComparison.Ordinal)
            .Replace("{slug}", "first-aid", StringComparison.Ordinal)
            .Replace("{lesson}", "l1", StringComparison.Ordinal)
            .Replace("{secret}", "none", StringComparison.Ordinal)
            .Replace("{quiz}", "t1", StringComparison.Ordinal)
            .Replace("{block}", "k1", StringComparison.Ordinal)
            .Replace("{review}", "bbbbbbbbbb", StringComparison.Ordinal)
            .Replace("{copy}", "bbbbbbbbbb", StringComparison.Ordinal)
            .Replace("{other}", "cccccccccc", StringComparison.Ordinal)
            .Replace("{id}", "abc", StringComparison.Ordinal)
            .Replace("{seat}", "1", StringComparison.Ordinal)
            .Replace("{file}", "none.css", StringComparison.Ordinal);

    private static IEnumerable<HttpRequestMessage> Forgeries(string path)
    {
        yield return Forged(path, "application/x-www-form-urlencoded", "same-origin");
        yield return Forged(path, "application/x-www-form-urlencoded", "cross-site");
        yield return Forged(path, "text/plain", null);
        yield return Forged(path, "application/json", "none");
    }

    private static HttpRequestMessage Forged(string path, string type, string? site)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(type.EndsWith("json", StringComparison.Ordinal) ? "{}" : "done=yes", System.Text.Encoding.UTF8, type),
        };
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        return request;
    }

    private static Task<string> Rows(Amphitheatre amphi) =>
        amphi.With<Database, string>(async db =>
        {
            const string Counts = """
                select 'persons ' || (select count(*) from persons)
                    || ', sessions ' || (select count(*) from sessions)
                    || ', enrolments ' || (select count(*) from enrolments)
                    || ', progress ' || (select count(*) from progress)
                    || ', statements ' || (select count(*) from statements)
                    || ', answers ' || (select count(*) from answers)
                    || ', marks ' || (select count(*) from mark_changes)
                    || ', finishers ' || (select count(*) from finishers)
                    || ', copies ' || (select count(*) from case_submissions)
                    || ', readings ' || (select count(*) from case_reviews)
                    || ', trainings ' || (select count(*) from case_trainings)
                    || ', teams ' || (select count(*) from teams)
                    || ', stays ' || (select count(*) from team_members)
                    || ', arrangements ' || (select count(*) from arrangements)
                    || ', requests ' || (select count(*) from extension_requests)
                    || ', feeds ' || (select count(*) from calendar_feeds)
                    || ', passkeys ' || (select count(*) from passkeys)
                    || ', memberships ' || (select count(*) from memberships)
                    || ', audit entries ' || (select count(*) from audit_entries)
                    || ', tokens ' || (select count(*) from tokens) as "Value"
                """;
            return await db.Database.SqlQueryRaw<string>(Counts).SingleAsync();
        });
}
