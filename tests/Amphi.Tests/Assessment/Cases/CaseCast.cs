using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>A course with one case study, read by two peers each.</summary>
internal static class CaseCast
{
    public const string Slug = "cas";

    public static async Task<string> OfferCase(this Amphitheatre amphi, string due = "", string late = "", string steps = "")
    {
        var folder = Directory.CreateTempSubdirectory("amphi-case-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "course.yaml"), $"slug: {Slug}\ntitle: Études de cas\nlanguage: fr\nsummary: Lire et être lu.\n");
        if (late.Length > 0)
            await File.WriteAllTextAsync(Path.Combine(folder, "grading.yaml"), late);
        Directory.CreateDirectory(Path.Combine(folder, "01"));
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "section.yaml"), "id: s1\ntitle: Semaine 1\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "01", "01.md"),
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
        );
        return await amphi.With<CourseImport, string>(async import =>
        {
            var organisation = await amphi.With<Registry, Organisation>(registry => registry.Organisation("School", TestContext.Current.CancellationToken));
            await import.Import(folder, organisation.Id, TestContext.Current.CancellationToken);
            return await amphi.With<RunOffice, string>(office =>
                office.Open(new Slug(Slug), new NewRun("Promo 1", null, null), TestContext.Current.CancellationToken)
            );
        });
    }

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
