using Amphi.Organisations;
using Amphi.Tests.Theatre;
using MimeKit;

namespace Amphi.Tests.Organisations;

public sealed class AccountTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_signs_up_confirms_and_is_in(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await amphi.Invite("Ines", Role.Administrator);
        using var amina = amphi.NewBrowser();

        var sent = await amina.Submit("/sign-up", [("name", "Amina"), ("email", "amina@home.example"), ("password", Cast.Password)]);
        var link = await LinkTo(amphi, "amina@home.example");
        await amina.Submit(link, []);

        Assert.Contains("amina@home.example", sent.Text, StringComparison.Ordinal);
        Assert.Equal("Mon compte", (await amina.Visit("/me")).Find("h1")!.TextContent);
        Assert.Equal(404, (int)(await amphi.NewBrowser().Visit(link)).Status);
    }

    [Fact]
    public async Task Whether_an_address_is_known_cannot_be_told_from_an_answer()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        await amphi.Invite("Bo");
        using var stranger = amphi.NewBrowser();

        var known = await stranger.Submit("/sign-up", [("name", "X"), ("email", "bo@school.example"), ("password", Cast.Password)]);
        var unknown = await stranger.Submit("/sign-up", [("name", "X"), ("email", "no@school.example"), ("password", Cast.Password)]);
        var wrong = await stranger.Submit("/sign-in", [("email", "bo@school.example"), ("password", "pas le bon du tout")], "/sign-in");
        var nobody = await stranger.Submit("/sign-in", [("email", "no@school.example"), ("password", "pas le bon du tout")], "/sign-in");
        var reset = await stranger.Submit("/reset", [("email", "bo@school.example")]);
        var resetNobody = await stranger.Submit("/reset", [("email", "no@school.example")]);

        Assert.Equal(Plain(known, "bo"), Plain(unknown, "no"));
        Assert.Equal(Plain(wrong, "bo"), Plain(nobody, "no"));
        Assert.Equal(Plain(reset, "bo"), Plain(resetNobody, "no"));
        Assert.Equal(wrong.Status, nobody.Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_new_password_ends_every_session(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        using var old = await amphi.SignedIn("Bo");
        using var fresh = amphi.NewBrowser();

        await fresh.Submit("/reset", [("email", "bo@school.example")]);
        await fresh.Submit(await LinkTo(amphi, "bo@school.example"), [("password", "une autre phrase longue")]);

        Assert.Equal("/sign-in?then=%2Fme", (await old.Visit("/me")).Path);
        Assert.Equal(200, (int)(await fresh.Visit("/me")).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_new_password_ends_the_other_links_to_choose_one(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await amphi.Invite("Bo");
        using var bo = amphi.NewBrowser();
        await bo.Submit("/reset", [("email", "bo@school.example")]);
        var first = await LinkTo(amphi, "bo@school.example");
        foreach (var mail in Directory.EnumerateFiles(Path.Combine(amphi.Folder, "mail")))
            File.Delete(mail);
        await bo.Submit("/reset", [("email", "bo@school.example")]);
        var second = await LinkTo(amphi, "bo@school.example");

        await bo.Submit(second, [("password", "une autre phrase longue")]);

        Assert.NotEqual(first, second);
        Assert.Equal(404, (int)(await amphi.NewBrowser().Visit(first)).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_link_to_choose_a_password_used_twice_at_once_works_once(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await amphi.Invite("Bo");
        using var bo = amphi.NewBrowser();
        await bo.Submit("/reset", [("email", "bo@school.example")]);
        var page = await bo.Visit(await LinkTo(amphi, "bo@school.example"));
        var hidden = page
            .Document.QuerySelectorAll("main form input[type='hidden']")
            .Select(one => (one.GetAttribute("name")!, one.GetAttribute("value")!))
            .ToList();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(n => bo.SendForm("/reset/choose", [.. hidden, ("password", $"une autre phrase longue {n}")]))
        );

        Assert.Single(answers, answer => answer.StatusCode == System.Net.HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_session_ended_elsewhere_is_out_at_its_next_request()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var phone = await amphi.SignedIn("Bo");
        using var desk = amphi.NewBrowser();
        await desk.Submit("/sign-in", [("email", "bo@school.example"), ("password", Cast.Password)], "/sign-in");
        var end = (await desk.Visit("/me")).Find("form[action^='/me/sessions/']")!.GetAttribute("action")!;

        await desk.Submit("/me", [], end);

        Assert.Equal("/sign-in?then=%2Fme", (await phone.Visit("/me")).Path);
    }

    [Fact]
    public async Task A_passkey_is_asked_to_know_its_owner_and_to_check_them()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var bo = await amphi.SignedIn("Bo");
        var word = (await bo.Visit("/me")).Find("input[name='_word']")!.GetAttribute("value")!;

        var answer = await bo.SendForm("/me/passkeys/options", [("_word", word)]);

        using var options = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var asked = options.RootElement.GetProperty("authenticatorSelection");
        Assert.Equal("required", asked.GetProperty("residentKey").GetString());
        Assert.Equal("required", asked.GetProperty("userVerification").GetString());
    }

    [Theory]
    [InlineData("court", "account.password.short")]
    [InlineData("motdepasse12", "account.password.common")]
    [InlineData("aaaaaaaaaaaa", "account.password.common")]
    [InlineData("quatre mots sans rapport", null)]
    public void Passwords_that_are_guessed_first_are_not_taken(string password, string? refusal)
    {
        Assert.Equal(refusal, Passwords.Refusal(password, "amina@home.example"));
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public void What_leads_elsewhere_is_no_path_of_ours(string path)
    {
        Assert.False(LocalPath.TryParse(path, out _));
        Assert.True(LocalPath.TryParse("/c/x?y=1", out _));
    }

    private static string Plain(BrowserPage page, string name) =>
        System.Text.RegularExpressions.Regex.Replace(
            page.Html.Replace($"{name}@", "x@", StringComparison.Ordinal),
            "nonce=\"[^\"]+\"|value=\"[\\w-]{24}(\\.[\\w-]{22})?\"",
            ""
        );

    private static async Task<string> LinkTo(Amphitheatre amphi, string address)
    {
        await amphi.DeliverAnnouncements();
        var folder = Path.Combine(amphi.Folder, "mail");
        for (var tries = 0; tries < 40 && !Directory.Exists(folder); tries++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        var mail = Directory.EnumerateFiles(folder).Select(file => MimeMessage.Load(file)).Last(message => message.To.ToString() == address);
        Assert.DoesNotContain(address.Split('@')[0], mail.Subject, StringComparison.OrdinalIgnoreCase);
        return new Uri(mail.TextBody!.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal)).Trim()).PathAndQuery;
    }
}
