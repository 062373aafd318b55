using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>A test as people take it: typed, kept, taken up elsewhere, handed in, or closed by the server's clock.</summary>
public sealed class TestJourneys(Stage stage)
{
    private const string Test = "t34";

    [Fact]
    public async Task A_test_is_typed_kept_taken_up_on_a_phone_and_handed_in()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Lise Vasseur", "lise@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        await page.GotoAsync($"{home}/l/l34");
        await page.ClickAsync($"#b-{Test} a.btn");
        await page.ClickAsync("form[action$='/begin'] button");
        await Expect(page.Locator("[data-left]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^1[45]:\d\d$"));

        await Saved(page, () => Stage.Answer(page));
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("Enregistré à");
        await Expect(page.Locator(".qmap .now")).ToHaveCountAsync(3);
        await page.ClickAsync($"#h-{Test} button");
        await Expect(page.Locator($"#h-{Test}")).ToContainTextAsync("Dessinez les tâches");
        var typed = await Values(page);

        await page.ReloadAsync();
        Assert.Equal(typed, await Values(page));
        await Expect(page.Locator($"#h-{Test}")).ToContainTextAsync("Dessinez les tâches");
        var phone = await stage.Device(width: 360, language: "en-GB");
        await Stage.SignIn(phone, "lise@corvane.example", Stage.Password);
        await phone.GotoAsync($"{home}/q/{Test}");
        Assert.Equal(typed, await Values(phone));
        await phone.ClickAsync("[formaction$='/hand-in']");

        await Expect(phone.Locator("main [role=status]").First).ToContainTextAsync("sur 3");
        await Expect(page.Locator("[data-left]")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("[data-left]")).ToHaveCountAsync(0);
        await Expect(page.Locator(".qmap a")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task What_is_typed_in_a_tunnel_is_kept_on_the_page_and_saved_behind_it()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Marek Lind", "marek@corvane.example");
        var home = await Stage.Enrol(page, "named");
        await page.GotoAsync($"{home}/q/{Test}");
        await page.ClickAsync("form[action$='/begin'] button");

        await page.Context.SetOfflineAsync(true);
        await Stage.Answer(page);
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("Pas de connexion");
        await Saved(page, () => page.Context.SetOfflineAsync(false));
        var typed = await Values(page);
        await page.ReloadAsync();

        Assert.Equal(typed, await Values(page));
    }

    [Fact]
    public async Task The_servers_clock_closes_a_test_whatever_a_page_still_shows()
    {
        var (page, other) = (await stage.Device(), await stage.Device());
        await stage.SignUp(page, "Odile Brun", "odile@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        await page.GotoAsync($"{home}/q/{Test}");
        await page.ClickAsync("form[action$='/begin'] button");
        await Saved(page, () => Stage.Answer(page));

        await stage.EndTestsIn(TimeSpan.FromSeconds(5));
        await Stage.SignIn(other, "odile@corvane.example", Stage.Password);
        await other.GotoAsync($"{home}/q/{Test}");
        await Expect(other.Locator("main [role=status]").First).ToContainTextAsync("sur 3");
        await page.Locator(".q input").First.DispatchEventAsync("input");

        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("a été rendu");
        await page.ReloadAsync();
        await page.ClickAsync("form[action$='/begin'] button");
        await stage.EndTestsIn(TimeSpan.FromSeconds(-1));
        await page.Locator(".q input").First.DispatchEventAsync("input");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("trop tard");
    }

    [Fact]
    public async Task A_seat_with_more_time_sees_it_on_its_clock()
    {
        var (page, teacher) = (await stage.Device(), await stage.Device());
        await stage.SignUp(page, "Ravi Anand", "ravi@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        var seat = new string([.. (await page.InnerTextAsync(".idchip.seat")).Where(char.IsAsciiDigit)]);
        await Stage.SignIn(teacher, "teodora@montreval.example");
        await teacher.GotoAsync($"{home}/team/dates");
        var form = teacher.Locator("form[action$='/team/allowances']").Last;
        await form.Locator("[name=seat]").FillAsync(seat);
        await form.Locator("[name=percent]").FillAsync("100");
        await form.Locator("button").ClickAsync();

        await page.GotoAsync($"{home}/q/{Test}");
        await page.ClickAsync("form[action$='/begin'] button");

        await Expect(page.Locator("[data-left]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^(29|30):\d\d$"));
    }

    // Five seconds are what the page promises.
    private static Task Saved(IPage page, Func<Task> act) =>
        page.RunAndWaitForResponseAsync(act, said => said.Url.EndsWith("/save", StringComparison.Ordinal) && said.Ok, new() { Timeout = 5_000 });

    private static Task<string> Values(IPage page) =>
        page.EvaluateAsync<string>(
            "() => [...document.querySelectorAll('.q input:not([type=hidden])')].map((one) => `${one.name}=${one.type === 'text' ? one.value : one.value + one.checked}`).join()"
        );
}
