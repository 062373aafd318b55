using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>The pages as they are while someone learns: begun, answered, under way, marked, handed in, finished.</summary>
[Collection(CaseJourneys.OneCase)]
public sealed class StateJourneys(Stage stage)
{
    private static readonly string[] Lessons = ["l11", "l12", "l13", "l21", "l22", "l23", "l31", "l32", "l33", "l34", "l41", "l42", "l43", "l51", "l52"];

    [Theory]
    [InlineData("Iseut", 320, true, "fr-FR")]
    [InlineData("Jude", 1280, false, "en-GB")]
    public async Task Every_state_of_a_learners_pages_is_accessible_and_fits(string name, int width, bool isDark, string language)
    {
        var page = await stage.Device(width, isDark, language: language, isInspected: true);
        await stage.SignUp(page, $"{name} State", $"{name.ToLowerInvariant()}.state@corvane.example");
        var home = await Stage.Enrol(page, name == "Iseut" ? "discreet" : "named");

        await Open($"{home}#s-s2");
        await Expect(page.Locator("#s-s2")).ToBeVisibleAsync();
        await Expect(page.Locator("#s-s3")).ToBeHiddenAsync();

        await Answer(page, home);
        await Open(home);
        await Open($"{home}/result");
        await TakeTest(page, home);
        await WriteCase(page, home);
        await Finish(page, home);
        await Expect(page.Locator(".msg.ok")).ToBeVisibleAsync();
        foreach (var place in new[] { "result", "dates", "l/l52" })
            await Open($"{home}/{place}");
        await Open("/learning");
        await Open("/me/calendar");

        async Task Open(string address)
        {
            await page.GotoAsync(address);
            await Stage.Fits(page);
        }
    }

    [Fact]
    public async Task Without_scripts_people_unfold_a_week_choose_a_track_take_a_test_and_hand_in_a_case()
    {
        var page = await stage.Device(hasScripts: false);
        await stage.SignUp(page, "Lupe State", "lupe.state@corvane.example");
        var home = await Stage.Enrol(page, "named");

        await page.GotoAsync(home);
        await Expect(page.Locator("#s-s4")).ToBeHiddenAsync();
        await page.ClickAsync(".weeks a[href='#s-s4']");
        await page.ClickAsync("#s-s4 a[href$='/l/l43']");
        await page.ClickAsync("#b-c43 a.btn");
        for (var part = 0; part < 3; part++)
            await page.FillAsync($"[name='part.{part}']", $"Réponse {part + 1}.");
        await page.ClickAsync("button[value=keep]");
        await Expect(page.Locator("[name='part.2']")).ToHaveValueAsync("Réponse 3.");
        await page.ClickAsync("button[value=hand-in]");
        await Expect(page.Locator(".steps .done")).ToHaveCountAsync(1);
        await TakeBack(page);

        await page.GotoAsync($"{home}/choice");
        await page.CheckAsync("[name=track] >> nth=0");
        await page.ClickAsync("main form button");
        await page.GotoAsync(home);
        await Expect(page.Locator(".weeks li")).ToHaveCountAsync(5);

        await page.GotoAsync($"{home}/q/t34");
        await page.ClickAsync("form[action$='/begin'] button");
        await Stage.Answer(page);
        await page.ClickAsync("[formaction$='/hand-in']");
        await Expect(page.Locator(".qmap a")).ToHaveCountAsync(3);

        await page.GotoAsync($"{home}/result");
        await page.FillAsync("[name='if.l13']", "80");
        await page.ClickAsync("#if button");
        await Expect(page.Locator("#if [role=status]")).ToContainTextAsync("12 %");
    }

    private static async Task Answer(IPage page, string home)
    {
        await page.GotoAsync($"{home}/l/l13");
        await page.CheckAsync("[name='q.q13a'] >> nth=0");
        await page.ClickAsync("[data-question=q13a] .q-do button");
        await Expect(page.Locator("[data-question=q13a] .msg.late")).ToBeVisibleAsync();
        await page.ClickAsync("#h-q13a button");
        await Expect(page.Locator("#h-q13a .msg")).ToBeVisibleAsync();
        await page.CheckAsync("[name='q.q13c'] >> nth=0");
        await page.ClickAsync("[data-question=q13c] .q-do button");
        await Expect(page.Locator("[data-question=q13c] .msg.info")).ToBeVisibleAsync();
        await Stage.Fits(page);

        // What comes with the answer is set as formulas too.
        await page.GotoAsync($"{home}/l/l23");
        await page.FillAsync("#f-q23a", "4");
        await page.ClickAsync("[data-question=q23a] .q-do button");
        await Expect(page.Locator("[data-question=q23a] .msg.ok .katex").First).ToBeVisibleAsync();
        await Stage.Fits(page);
    }

    private static async Task TakeTest(IPage page, string home)
    {
        await page.GotoAsync($"{home}/q/t34");
        await Stage.Fits(page);
        await page.ClickAsync("form[action$='/begin'] button");
        await Stage.Answer(page);
        await Expect(page.Locator("[data-saved]")).Not.ToBeEmptyAsync();
        await Stage.Fits(page);
        await page.ClickAsync("[formaction$='/hand-in']");
        await Expect(page.Locator("main [role=status]").First).ToBeVisibleAsync();
        await Stage.Fits(page);
    }

    private static async Task WriteCase(IPage page, string home)
    {
        await page.GotoAsync($"{home}/case/c43");
        for (var part = 0; part < 3; part++)
            await page.FillAsync($"[name='part.{part}']", $"{page.Url} {part}");
        await Expect(page.Locator("[data-status]")).Not.ToBeEmptyAsync();
        await Stage.Fits(page);
        await page.ClickAsync("button[value=hand-in]");
        await Expect(page.Locator(".steps .done")).ToHaveCountAsync(1);
        await Stage.Fits(page);
        await TakeBack(page);
    }

    // The readers of another journey count on its own copies alone.
    private static async Task TakeBack(IPage page)
    {
        await page.ClickAsync("form[action$='/withdraw'] button");
        await Expect(page.Locator("[name='part.0']")).ToBeVisibleAsync();
    }

    private static async Task Finish(IPage page, string home)
    {
        await page.GotoAsync($"{home}/choice");
        await page.CheckAsync("[name=track] >> nth=0");
        await page.ClickAsync("main form button");
        await Expect(page.Locator("main [role=status]")).ToBeVisibleAsync();
        await Stage.Fits(page);
        foreach (var lesson in Lessons)
        {
            await page.GotoAsync($"{home}/l/{lesson}");
            if (await page.Locator("form[action$='/done'] .btn.line").IsVisibleAsync())
                await page.ClickAsync("form[action$='/done'] .btn.line");
        }

        await page.GotoAsync(home);
        await Stage.Fits(page);
    }
}
