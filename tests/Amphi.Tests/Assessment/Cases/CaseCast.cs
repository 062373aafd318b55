using Amphi.Tests.Theatre;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>A course with one case study, read by two peers each.</summary>
internal static class CaseCast
{
    public const string Slug = "cas";

    public static Task<string> OfferCase(this Amphitheatre amphi, string due = "", string late = "", string steps = "") =>
        amphi.OfferFiles(
            Slug,
            [
                ("course.yaml", $"slug: {Slug}\ntitle: Études de cas\nlanguage: fr\nsummary: Lire et être lu.\n"),
                .. late.Length > 0 ? new[] { ("grading.yaml", late) } : [],
                ("01/section.yaml", "id: s1\ntitle: Semaine 1\n"),
                (
                    "01/01.md",
                    $"""
                    ---
                    id: lk
                    title: Le cas
                    ---

                    ::: case {"{#k}"}
                    title: La fête
                    body: On vous confie une fête.
                    prompts:
                      - Que faites-vous ?
                    text: required
                    files: optional
                    {due}
                    rubric:
                      - id: ka
                        title: L’intention
                        levels:
                          - title: Absente
                            points: 0
                          - title: Claire
                            points: 4
                    steps:
                    {steps}  - kind: peer
                        give: 2
                        get: 2
                      - kind: self
                    :::

                    """
                ),
            ]
        );

    public static async Task<Browser> LearnerOfCase(this Amphitheatre amphi, string name)
    {
        var browser = await amphi.SignedIn(name);
        await browser.Enrol("named", Slug);
        return browser;
    }

    public static Task<BrowserPage> HandIn(this Browser browser, string code, string text) =>
        browser.Submit($"/c/{code}/case/k", [("part.0", text), ("do", "hand-in")], $"/c/{code}/case/k");

    /// <summary>Takes the next copy; tells the page with it.</summary>
    public static Task<BrowserPage> TakeCopy(this Browser browser, string code) => browser.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/next");

    public static Task<BrowserPage> Send(this Browser browser, BrowserPage copy, int level, string better = "") =>
        browser.Submit(copy, [("l.ka", $"{level}"), ("better", better), ("do", "send")], copy.Path);
}
