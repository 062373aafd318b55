using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>T38: what a browser that others use after keeps of a learner, and what becomes of what was not sent yet.</summary>
public sealed class SharedComputerJourneys(Stage stage)
{
    private const string Quiz = "l13";

    // All that a page of ours can find in this browser: stores, caches, the titles and addresses of this tab.
    private const string Kept = """
        async () => JSON.stringify({
          local: Object.entries(localStorage),
          session: Object.entries(sessionStorage),
          databases: (await indexedDB.databases()).map((one) => one.name),
          caches: await Promise.all((await caches.keys()).map(async (name) => [name, ...(await (await caches.open(name)).keys()).map((one) => one.url)])),
          workers: (await navigator.serviceWorker.getRegistrations()).length,
          name: window.name,
          title: document.title,
          state: history.state,
        })
        """;

    [Fact]
    public async Task After_signing_out_the_browser_keeps_nothing_of_the_course()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Hanna Voss", "hanna@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        var code = home.Split('/')[2];
        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.CheckAsync("[name='q.q13b'] >> nth=1");
        await page.ClickAsync("[data-question=q13b] .q-do button");
        await Expect(page.Locator("[data-question=q13b]")).ToContainTextAsync("Trois suffisent");

        // The positive control: one leftover in each place is found, and is gone after.
        await page.EvaluateAsync(
            """
            async (code) => {
              localStorage.setItem('planted', code);
              sessionStorage.setItem('planted', code);
              await new Promise((done) => { indexedDB.open(`planted-${code}`).onsuccess = (event) => { event.target.result.close(); done(); }; });
              await (await caches.open('planted')).put(`/c/${code}`, new Response('planted'));
            }
            """,
            code
        );
        Assert.Equal(4, (await page.EvaluateAsync<string>(Kept)).Split(code).Length - 1);
        var asset = await page.GetAttributeAsync("link[rel=stylesheet]", "href");
        Assert.True(await IsCached(page, asset!));

        await page.GotoAsync("/me");
        await page.ClickAsync("form[action='/sign-out'] button");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");

        Assert.Equal(
            """{"local":[],"session":[],"databases":[],"caches":[],"workers":0,"name":"","title":""",
            Before(await page.EvaluateAsync<string>(Kept), "\"title\":") + "\"title\":"
        );
        Assert.DoesNotContain(code, await page.EvaluateAsync<string>(Kept), StringComparison.Ordinal);
        Assert.False(await IsCached(page, $"{home}/l/{Quiz}"));
        for (var steps = 0; steps < 3; steps++)
        {
            await page.GoBackAsync();
            Assert.DoesNotContain("Trois suffisent", await page.ContentAsync(), StringComparison.Ordinal);
            Assert.DoesNotContain("Hanna", await page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_was_not_sent_is_sealed_waits_for_its_owner_and_is_never_the_next_persons()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Lena Faber", "lena@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.WaitForTimeoutAsync(300);

        await page.Context.SetOfflineAsync(true);
        await page.CheckAsync("[name='q.q13b'] >> nth=0");
        await page.ClickAsync("[data-question=q13b] .q-do button");
        await Expect(page.Locator("[data-connection]")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => Object.keys(localStorage).length > 0");
        var kept = await page.EvaluateAsync<string>(Kept);
        Assert.DoesNotContain("q13b", kept, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Split('/')[2], kept, StringComparison.Ordinal);

        // The session ends without signing out, and someone else sits down.
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("about:blank");
        await page.Context.SetOfflineAsync(false);
        await stage.SignUp(page, "Marc Odel", "marc@corvane.example");
        await Stage.Enrol(page, "named");
        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.WaitForTimeoutAsync(500);
        await page.ReloadAsync();
        await Expect(page.Locator("[data-question=q13b] .q-foot")).Not.ToContainTextAsync("Une liste de trente risques");

        await page.Context.ClearCookiesAsync();
        await Stage.SignIn(page, "lena@corvane.example", Stage.Password);
        await page.GotoAsync("/me");
        await page.WaitForFunctionAsync("() => Object.keys(localStorage).length === 0");
        await page.GotoAsync($"{home}/l/{Quiz}");
        await Expect(page.Locator("[data-question=q13b] .q-foot")).ToContainTextAsync("Une liste de trente risques");
    }

    [Fact]
    public async Task Signing_out_sends_what_is_left_first_and_says_so_when_it_cannot()
    {
        var page = await stage.Device();
        await stage.SignUp(page, "Petra Lind", "petra@corvane.example");
        var home = await Stage.Enrol(page, "discreet");
        await page.RouteAsync("**/answers", route => route.AbortAsync());
        await page.GotoAsync($"{home}/l/{Quiz}");
        await page.CheckAsync("[name='q.q13b'] >> nth=0");
        await page.ClickAsync("[data-question=q13b] .q-do button");
        await Expect(page.Locator("[data-connection]")).ToBeVisibleAsync();

        await page.GotoAsync("/me");
        await page.ClickAsync("form[action='/sign-out'] button");
        await Expect(page.Locator("[data-unsent]")).ToBeVisibleAsync();
        await page.UnrouteAsync("**/answers");
        await page.ClickAsync("form[action='/sign-out'] button");
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");

        await Stage.SignIn(page, "petra@corvane.example", Stage.Password);
        await page.GotoAsync($"{home}/l/{Quiz}");
        await Expect(page.Locator("[data-question=q13b] .q-foot")).ToContainTextAsync("Une liste de trente risques");
    }

    private static Task<bool> IsCached(IPage page, string address) =>
        page.EvaluateAsync<bool>(
            "async (address) => { try { return (await fetch(address, { cache: 'only-if-cached', mode: 'same-origin' })).ok; } catch { return false; } }",
            address
        );

    private static string Before(string text, string mark) => text[..text.IndexOf(mark, StringComparison.Ordinal)];
}
