using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>A case study from the first word to the answered appeal, by three learners and a teacher who uses keys alone.</summary>
public sealed class CaseJourneys(Stage stage)
{
    private const string Case = "c43";

    [Fact]
    public async Task Three_learners_hand_in_read_each_other_and_themselves_and_the_team_answers_an_appeal()
    {
        var learners = new List<IPage>();
        var home = "";
        foreach (var (name, width) in new[] { ("Ondine", 1280), ("Pierrick", 360), ("Rozenn", 1280) })
        {
            var page = await stage.Device(width);
            await stage.SignUp(page, $"{name} Case", $"{name.ToLowerInvariant()}.case@corvane.example");
            home = await Stage.Enrol(page, name == "Rozenn" ? "discreet" : "named");
            await HandIn(page, home, name);
            learners.Add(page);
        }

        foreach (var page in learners)
            await ReadTheOthers(page, home);
        foreach (var page in learners)
            await ReadOneself(page, home);

        // Two readings and nothing left to read: there is a result.
        var ondine = learners[0];
        await ondine.GotoAsync($"{home}/case/{Case}");
        await ondine.ClickAsync("form[action$='/next'] button");
        await Expect(ondine.Locator("#result")).ToContainTextAsync("sur 17");
        await ondine.ClickAsync("#again summary");
        await ondine.FillAsync("#why", "Le chemin critique est à la page deux.");
        await ondine.ClickAsync("#again button");
        await Expect(ondine.Locator("#again")).ToContainTextAsync("L’équipe vous répondra");

        await AnswerByKeys(home);

        await ondine.GotoAsync($"{home}/case/{Case}");
        await Expect(ondine.Locator("#again")).ToContainTextAsync("Relu : le chemin y est.");
        await Expect(ondine.Locator("#result")).ToContainTextAsync("17 sur 17");
    }

    private static async Task HandIn(IPage page, string home, string name)
    {
        await page.GotoAsync($"{home}/case/{Case}");
        for (var part = 0; part < 3; part++)
            await page.FillAsync($"[name='part.{part}']", $"{name}, question {part + 1} : une note, un arbre, une décision.");
        await Expect(page.Locator("[data-status]")).ToHaveTextAsync("Enregistré");
        await page.ClickAsync("button[value=hand-in]");
        await Expect(page.Locator(".steps .done")).ToHaveCountAsync(1);
    }

    private static async Task ReadTheOthers(IPage page, string home)
    {
        await page.GotoAsync($"{home}/case/{Case}");
        await page.ClickAsync("form[action$='/next'] button");
        await Expect(page.Locator("h1")).ToHaveTextAsync("S’exercer à lire");
        await Judge(page, best: true);
        await page.ClickAsync("button[value=send]");
        await Expect(page.Locator("table.data")).ToContainTextAsync("aucune durée");
        await page.ClickAsync("form[action$='/next'] button");
        for (var copy = 1; copy <= 2; copy++)
        {
            await Expect(page.Locator("#copy")).ToContainTextAsync($"Copie {copy}, anonyme");
            await Judge(page, best: copy == 1);
            await page.FillAsync("#better", "Tu pourrais nommer une personne par tâche.");
            await page.ClickAsync("button[value=send]");
            await page.WaitForURLAsync($"**/case/{Case}#read");
            if (copy < 2)
                await page.ClickAsync("form[action$='/next'] button");
        }
    }

    private static async Task ReadOneself(IPage page, string home)
    {
        await page.GotoAsync($"{home}/case/{Case}");
        await page.ClickAsync("form[action$='/own'] button");
        await Judge(page, best: true);
        await page.ClickAsync("button[value=send]");
        await Expect(page.Locator("#self .tag.ok")).ToBeVisibleAsync();
    }

    private async Task AnswerByKeys(string home)
    {
        var team = await stage.Device();
        await Stage.SignIn(team, "teodora@montreval.example");
        await team.GotoAsync(home);
        await team.ClickAsync("a[href$='/cases']");
        await team.ClickAsync("a.btn[href*='/cases/']");
        await Expect(team.Locator(".msg.info")).ToContainTextAsync("page deux");
        for (var criterion = 0; criterion < 4; criterion++)
            await team.Keyboard.PressAsync("3");
        await Expect(team.Locator("[data-criterion] input:checked")).ToHaveCountAsync(4);
        await team.FillAsync("#answer", "Relu : le chemin y est.");
        await team.Keyboard.PressAsync("Control+Enter");
        await team.WaitForURLAsync("**/cases");
        await Expect(team.Locator("main")).ToContainTextAsync("Rien n’attend");
    }

    private static async Task Judge(IPage page, bool best)
    {
        foreach (var criterion in await page.Locator("[data-criterion]").AllAsync())
        {
            var levels = criterion.Locator("label");
            await levels.Nth(best ? 2 : 1).ClickAsync();
        }
    }
}
