using Amphi.Tests.Theatre;

namespace Amphi.Journeys;

/// <summary>Someone who learns beside a walker, through the same pages without a browser: hands in, reads, passes a test.</summary>
internal sealed class Peer(House house, string home, AnswerKey key) : IDisposable
{
    private readonly Browser _browser = new(house.Address, "fr");

    /// <summary>Signs up, enrols under their name and chooses.</summary>
    public async Task Arrive(string name, string slug, params (string, string)[] chosen)
    {
        var email = $"{name.ToLowerInvariant()}@pairs.example";
        await _browser.Submit("/sign-up", [("name", name), ("email", email), ("with", "password"), ("password", Stage.Password)], "/sign-up");
        await _browser.Submit(await house.LinkTo(email), [], "/confirm");
        await _browser.Submit($"/courses/{slug}/enrol", [("appearance", "named"), ("intent", "Finish")]);
        await _browser.Submit($"{home}/choice", chosen);
    }

    public async Task<string> Found(string block, string name)
    {
        var page = await _browser.Submit(Case(block), [("name", name)], $"{Case(block)}/team/found");
        return page.Find("[data-code]")!.TextContent.Trim();
    }

    public Task Join(string block, string code) => _browser.Submit(Case(block), [("code", code)], $"{Case(block)}/team/join");

    public async Task HandIn(string block)
    {
        var page = await _browser.Visit(Case(block));
        var parts = page
            .Document.QuerySelectorAll("[name^='part.']")
            .Select(part => (part.GetAttribute("name")!, "Une ligne, un nom, une date. Et ce qui peut manquer."));
        var sent = await _browser.Submit(page, [.. parts, ("do", "hand-in")], Case(block));
        Assert.True(sent.Find(".steps .done") is not null, $"{sent.Path} {sent.Status}: {sent.Find("[role=alert]")?.TextContent}");
    }

    /// <summary>Reads as many copies as there are, at most so many.</summary>
    public async Task Read(string block, int most)
    {
        for (var read = 0; read < most; read++)
        {
            var copy = await _browser.Submit(Case(block), [], $"{Case(block)}/next");
            if (!copy.Path.Contains("/read/", StringComparison.Ordinal))
                return;
            var levels = copy.Document.QuerySelectorAll("[data-criterion]").Select(one => one.QuerySelector("label:last-child input")!);
            await _browser.Submit(copy, [.. levels.Select(one => (one.GetAttribute("name")!, one.GetAttribute("value")!)), ("do", "send")], copy.Path);
        }
    }

    public async Task TakeTest(string quiz)
    {
        var page = await _browser.Submit($"{home}/q/{quiz}", [], $"{home}/q/{quiz}/begin");
        var given = page.Document.QuerySelectorAll(".q").SelectMany(Given);
        await _browser.Post($"{home}/q/{quiz}/hand-in", [("_word", page.Find("#answers [name=_word]")!.GetAttribute("value")!), ("attempt", "1"), .. given]);
    }

    public void Dispose() => _browser.Dispose();

    private IEnumerable<(string, string)> Given(AngleSharp.Dom.IElement question)
    {
        var id = question.GetAttribute("data-question")!;
        return key.To(id, question.QuerySelector(".q-leg")!.TextContent).Select(value => ($"q.{id}", value)).Prepend(("question", id));
    }

    private string Case(string block) => $"{home}/case/{block}";
}
