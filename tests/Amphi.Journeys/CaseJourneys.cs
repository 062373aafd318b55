using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>A case study from the first word to the answered appeal, by three learners and a teacher who uses keys alone.</summary>
[Collection(OneCase)]
public sealed class CaseJourneys(Stage stage)
{
    /// <summary>Journeys that hand in the same case study go one after another: whoever reads takes what is there.</summary>
    public const string OneCase = "one case study";
    private const string Case = "c43";

    // What two of them took from the same place.
    private const string Borrowed =
        "On attend deux cents personnes le samedi quatorze juin, et la fête est réussie si trois visites sont pleines et si personne n’attend plus de dix minutes. "
        + "Léa demande la salle de repli à la mairie avant le premier juin, Samir prévient l’école trois semaines avant le goûter, "
        + "et le plan des visites attend la fin du rangement, le onze juin, car on ne fait pas passer des familles entre des caisses.";

    [Fact]
    public async Task Three_learners_hand_in_read_each_other_and_themselves_and_the_team_answers_an_appeal()
    {
        await stage.Offer("la-fete");
        var learners = new List<IPage>();
        var home = "";
        foreach (var (name, width) in new[] { ("Ondine", 1280), ("Pierrick", 320), ("Rozenn", 1280) })
        {
            var page = await stage.Device(width, isDark: width < 360, isInspected: true);
            await stage.SignUp(page, $"{name} Case", $"{name.ToLowerInvariant()}.case@corvane.example");
            home = await Stage.Enrol(page, name == "Rozenn" ? "discreet" : "named", "la-fete");
            await HandIn(page, home, name);
            learners.Add(page);
        }

        foreach (var page in learners)
            await ReadTheOthers(page, home);
        foreach (var page in learners)
            await ReadOneself(page, home);
        await Stage.Fits(learners[1]);

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
        await Stage.Fits(ondine);
    }

    [Fact]
    public async Task The_team_goes_through_its_queue_by_keys_alone()
    {
        var team = await stage.Device();
        await Stage.SignIn(team, "teodora@montreval.example");
        await team.GotoAsync("/learning");
        await team.Locator("main a[href^='/c/']:has-text('Conduire un projet')").First.ClickAsync();
        await team.ClickAsync("a[href$='/cases']");
        var waiting = await team.Locator("main section").First.Locator("tbody tr").CountAsync();
        Assert.True(waiting > 2);
        await team.ClickAsync("tbody tr:last-child a >> nth=0");
        await team.WaitForURLAsync("**/cases/*");
        var last = team.Url;

        await Expect(team.Locator(".review-form .head")).ToContainTextAsync($"{waiting} sur {waiting}");
        await team.Keyboard.PressAsync("k");
        await Expect(team.Locator(".review-form .head")).ToContainTextAsync($"{waiting - 1} sur {waiting}");
        await team.Keyboard.PressAsync("j");
        await team.WaitForURLAsync(last);
        for (var criterion = 0; criterion < 4; criterion++)
            await team.Keyboard.PressAsync("2");
        await Expect(team.Locator("[data-criterion] input:checked")).ToHaveCountAsync(4);
        await team.Keyboard.PressAsync("Enter");
        await Expect(team.Locator(".review-form .head")).ToContainTextAsync($"1 sur {waiting - 1}");
        await team.GotoAsync(last);
        await Expect(team.Locator("h1 + .meta .tag")).ToContainTextAsync("sur 17");
    }

    [Fact]
    public async Task Two_phones_make_a_team_quarrel_over_a_sentence_and_hand_in_once()
    {
        var (founder, mate) = (await stage.Device(360, isInspected: true), await stage.Device(360, isDark: true, isInspected: true));
        await stage.SignUp(founder, "Solveig Case", "solveig.case@corvane.example");
        var home = await Stage.Enrol(founder, "named", "running-a-project");
        await stage.SignUp(mate, "Tanguy Case", "tanguy.case@corvane.example");
        await Stage.Enrol(mate, "discreet", "running-a-project");
        foreach (var page in new[] { founder, mate })
            await page.GotoAsync($"{home}/case/r14");
        await Stage.Fits(founder);

        await founder.FillAsync("#team-name", "Les lampions");
        await founder.ClickAsync("form[action$='/found'] button");
        await mate.FillAsync("#team-code", (await founder.Locator("[data-code]").InnerTextAsync()).Trim());
        await mate.ClickAsync("form[action$='/join'] button");
        await Expect(mate.Locator("#team")).ToContainTextAsync("Solveig");
        await founder.ReloadAsync();
        await Expect(founder.Locator("#team")).ToContainTextAsync("Place");

        await mate.FillAsync("[name='part.0']", "Forty people, three stops.");
        await Expect(mate.Locator("[data-status]")).ToHaveTextAsync("Enregistré");
        await founder.FillAsync("[name='part.0']", "Two evenings, one storyteller.");
        await Expect(founder.Locator("[data-status]")).ToContainTextAsync("Quelqu’un de votre équipe");
        await founder.ClickAsync("button[value=keep]");
        await Expect(founder.Locator("main")).ToContainTextAsync("Forty people, three stops.");
        await Expect(founder.Locator("[name='part.0']")).ToHaveValueAsync("Two evenings, one storyteller.");
        await Stage.Fits(founder);
        await founder.FillAsync("[name='part.0']", "Forty people, three stops, two evenings, one storyteller.");
        await founder.ClickAsync("button[value=hand-in]");

        await mate.GotoAsync($"{home}/case/r14");
        await Expect(mate.Locator(".steps .done")).ToHaveCountAsync(1);
        await mate.ClickAsync("#work summary");
        await Expect(mate.Locator("#work")).ToContainTextAsync("two evenings, one storyteller");
        await Stage.Fits(mate);
    }

    private static async Task HandIn(IPage page, string home, string name)
    {
        await page.GotoAsync($"{home}/case/{Case}");
        for (var part = 0; part < 3; part++)
            await page.FillAsync(
                $"[name='part.{part}']",
                $"{(name == "Rozenn" ? "" : Borrowed)} {name}, question {part + 1} : une note, un arbre, une décision."
            );
        await Expect(page.Locator("[data-status]")).ToHaveTextAsync("Enregistré");
        await page.ClickAsync("button[value=hand-in]");
        await Expect(page.Locator(".steps .done")).ToHaveCountAsync(1);
    }

    private static async Task ReadTheOthers(IPage page, string home)
    {
        await page.GotoAsync($"{home}/case/{Case}");
        await page.ClickAsync("form[action$='/next'] button");
        await Expect(page.Locator("h1")).ToHaveTextAsync("S’exercer à lire");
        await Stage.Fits(page);
        await Judge(page, best: true);
        await page.ClickAsync("button[value=send]");
        await Expect(page.Locator("table.data")).ToContainTextAsync("aucune durée");
        await Stage.Fits(page);
        await page.ClickAsync("form[action$='/next'] button");
        for (var copy = 1; copy <= 2; copy++)
        {
            await Expect(page.Locator("#copy")).ToContainTextAsync($"Copie {copy}, anonyme");
            await Stage.Fits(page);
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
        var team = await stage.Device(isInspected: true);
        await Stage.SignIn(team, "teodora@montreval.example");
        await team.GotoAsync(home);
        await team.ClickAsync("a[href$='/cases']");
        await Stage.Fits(team);
        await team.ClickAsync("a[href*='/like/']");
        await Expect(team.Locator("mark").First).ToContainTextAsync("deux cents personnes");
        await Stage.Fits(team);
        await team.GotoAsync($"{home}/cases");
        await team.ClickAsync("a.btn[href*='/cases/']");
        await Expect(team.Locator(".msg.info")).ToContainTextAsync("page deux");
        for (var criterion = 0; criterion < 4; criterion++)
            await team.Keyboard.PressAsync("3");
        await Expect(team.Locator("[data-criterion] input:checked")).ToHaveCountAsync(4);
        await Stage.Fits(team);
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
