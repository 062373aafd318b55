using System.Text.RegularExpressions;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Learning;

/// <summary>A lesson's page is drawn once for many: what is one reader's own must stay theirs.</summary>
public sealed partial class LessonPagesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_lesson_drawn_for_one_reader_says_nothing_of_theirs_to_the_next(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        await amina.Enrol("named");
        await bo.Enrol("named");
        await amina.Submit($"/c/{code}/l/l1", [("question", "qa"), ("q.qa", "1")], $"/c/{code}/l/l1/answers");
        await amina.Submit($"/c/{code}/l/l2", [], $"/c/{code}/l/l2/done");

        var hers = await amina.Visit($"/c/{code}/l/l1");
        var his = await bo.Visit($"/c/{code}/l/l1");

        Assert.Contains("Amina", hers.Html, StringComparison.Ordinal);
        Assert.Contains("circle-check", hers.Html, StringComparison.Ordinal);
        Assert.Contains("Juste.", hers.Text, StringComparison.Ordinal);
        Assert.Contains("Bo", his.Find(".idchip")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, Secrets(hers).Count());
        foreach (var own in new[] { "Amina", "circle-check", "Juste." }.Concat(Secrets(hers)))
            Assert.DoesNotContain(own, his.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("gap", his.Find("main")!.InnerHtml, StringComparison.Ordinal);
    }

    // The nonce, the word of the forms and the key of the outbox.
    private static IEnumerable<string> Secrets(BrowserPage page) => Secret().Matches(page.Html).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex("(?:nonce=|data-outbox=|name=\"_word\" value=)\"([^\"]{10,})\"", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
