using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>A learner who walks a course in a browser: whatever the course's page offers next, until it offers nothing more.</summary>
internal sealed class Walker(IPage page, string home, AnswerKey key)
{
    private readonly Queue<string> _handedIn = new();

    public IPage Page => page;

    public async Task Choose(string? path, params string[] tracks)
    {
        await page.GotoAsync(home);
        await page.ClickAsync($"a[href='{home}/choice']");
        if (path is not null)
            await page.CheckAsync($"[name=path][value={path}]");
        foreach (var track in tracks)
            await page.CheckAsync($"[name=track][value={track}]");
        await page.ClickAsync($"form[action='{home}/choice'] button");
        await Expect(page.Locator("main .msg.ok")).ToBeVisibleAsync();
    }

    /// <summary>Does all that is open now.</summary>
    public async Task Go()
    {
        await page.GotoAsync(home);
        for (var steps = 0; await page.Locator(".resume .btn").CountAsync() > 0; steps++)
        {
            Assert.True(steps < 20, $"The course leads {page.Url} nowhere: {await page.InnerTextAsync(".resume")}");
            await page.ClickAsync(".resume .btn");
            if (await page.Locator(".lesson-body a.btn[href*='/q/']").CountAsync() > 0)
                await TakeTest();
            else if (await page.Locator(".lesson-body a.btn[href*='/case/']").CountAsync() > 0)
                await HandIn();
            else if (await page.Locator("[data-question]").CountAsync() > 0)
                await Answer();
            else
                await page.ClickAsync("form[action$='/done'] button");
            await page.GotoAsync(home);
        }
    }

    /// <summary>Reads the copies of others for all that was handed in, as many as there are for them, then their own.</summary>
    public async Task Read()
    {
        while (_handedIn.TryDequeue(out var address))
        {
            while (await Next(address))
                await Judge();
            await page.GotoAsync(address);
            await page.ClickAsync("form[action$='/own'] button");
            await Judge();
            await Expect(page.Locator("#self .tag.ok")).ToBeVisibleAsync();
        }
    }

    /// <summary>Makes a team on the page of a case; tells the word that others join it by.</summary>
    public async Task<string> Found(string block, string name)
    {
        await page.GotoAsync($"{home}/case/{block}");
        await page.FillAsync("#team-name", name);
        await page.ClickAsync("form[action$='/found'] button");
        return (await page.Locator("[data-code]").InnerTextAsync()).Trim();
    }

    public async Task Join(string block, string code)
    {
        await page.GotoAsync($"{home}/case/{block}");
        await page.FillAsync("#team-code", code);
        await page.ClickAsync("form[action$='/join'] button");
        await Expect(page.Locator("#team li")).ToHaveCountAsync(2);
    }

    /// <summary>Reads along with what their team handed in.</summary>
    public void ReadAlso(string block) => _handedIn.Enqueue($"{home}/case/{block}");

    private async Task TakeTest()
    {
        await page.ClickAsync(".lesson-body a.btn[href*='/q/']");
        await page.ClickAsync("form[action$='/begin'] button");
        foreach (var question in await page.Locator(".q").AllAsync())
            await Fill(question);
        await page.ClickAsync("[formaction$='/hand-in']");
        await Expect(page.Locator("main [role=status]").First).ToContainTextAsync("sur");
    }

    private async Task Answer()
    {
        foreach (var question in await page.Locator("[data-question]").AllAsync())
        {
            await Fill(question);
            await question.Locator(".q-do button").First.ClickAsync();
            await Expect(question.Locator(".q-foot")).Not.ToBeEmptyAsync();
        }
    }

    private async Task Fill(ILocator question)
    {
        var id = (await question.GetAttributeAsync("data-question"))!;
        foreach (var value in key.To(id, await question.Locator(".q-leg").InnerTextAsync()))
            if (await question.Locator("input.in").CountAsync() > 0)
                await question.Locator("input.in").FillAsync(value);
            else
                await question.Locator($"input[value='{value}']").CheckAsync();
    }

    private async Task HandIn()
    {
        await page.ClickAsync(".lesson-body a.btn[href*='/case/']");
        var address = new Uri(page.Url).AbsolutePath;
        foreach (var part in await page.Locator("[name^='part.']").AllAsync())
            await part.FillAsync("Pour les lycéens du premier train : cinquante vélos par mois en juin, et Marek appelle l’assureur avant lundi.");
        await page.ClickAsync("button[value=hand-in]");
        await Expect(page.Locator(".steps .done")).Not.ToHaveCountAsync(0);
        _handedIn.Enqueue(address);
    }

    // Whether there is one more that they owe.
    private async Task<bool> Next(string address)
    {
        await page.GotoAsync(address);
        var next = page.Locator("form[action$='/next'] button:not(.line)");
        if (await next.CountAsync() == 0)
            return false;
        await next.ClickAsync();
        return page.Url.Contains("/read/", StringComparison.Ordinal);
    }

    private async Task Judge()
    {
        foreach (var criterion in await page.Locator("[data-criterion]").AllAsync())
            await criterion.Locator(".scale label").Last.ClickAsync();
        await page.FillAsync("#better", "Vous pourriez nommer qui doit savoir.");
        await page.ClickAsync("button[value=send]");
        await page.WaitForURLAsync(url => !url.Contains("/read/", StringComparison.Ordinal));
    }
}
