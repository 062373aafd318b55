using Amphi.Organisations;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Assessment;

/// <summary>Within one lesson there is work for some paths only; marks are weighed by the path; a lesson waits for what was reached.</summary>
public sealed class ForSomeTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Work_for_a_path_stands_in_its_lesson_for_that_path_alone(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        await amina.Enrol(slug: "paths");
        await bo.Enrol(slug: "paths");
        await amphi.Choose(bo, code, ("path", "advanced"));

        var (hers, his) = (await amina.Visit($"/c/{code}/l/week"), await bo.Visit($"/c/{code}/l/week"));
        foreach (var own in new[] { "#b-kb", "#b-qb", "#b-tb" })
        {
            Assert.Null(hers.Find(own));
            Assert.NotNull(his.Find(own));
        }

        Assert.DoesNotContain("Pour les avancés", hers.Text, StringComparison.Ordinal);
        Assert.Contains("Pour tous", hers.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Seulement pour", his.Text, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await amina.Visit($"/c/{code}/case/kb")).Status);
        Assert.Equal(200, (int)(await bo.Visit($"/c/{code}/case/kb")).Status);
        Assert.Equal(404, (int)(await Answer(amina, code, "qb1")).Status);
        Assert.Equal(200, (int)(await Answer(bo, code, "qb1")).Status);

        // A lesson is finished by what of it is for its learner.
        await Answer(amina, code, "qa1");
        Assert.NotNull((await amina.Visit($"/c/{code}/l/week")).Find("[data-done]"));
    }

    [Fact]
    public async Task The_team_sees_the_work_of_all_paths_and_for_whom_it_is()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        var lesson = await teodora.Visit($"/c/{code}/l/week");

        Assert.NotNull(lesson.Find("#b-kb"));
        Assert.Contains("Seulement pour\u00a0: Avancé", lesson.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_path_weighs_the_same_marks_its_own_way_and_earns_its_own_level()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        await Answer(amina, code, "qa1");
        Assert.Contains("100\u00a0%", Lead(await amina.Visit($"/c/{code}/result")), StringComparison.Ordinal);
        Assert.Contains("classique", Lead(await amina.Visit($"/c/{code}/result")), StringComparison.Ordinal);

        // On the advanced path the quiz is a quarter, and its two quizzes and the deliverable share the lesson.
        await amphi.Choose(amina, code, ("path", "advanced"));
        Assert.Contains("8\u00a0%", Lead(await amina.Visit($"/c/{code}/result")), StringComparison.Ordinal);
        var csv = (await teodora.Visit($"/c/{code}/gradebook.csv")).Html.Split("\r\n");
        Assert.Equal(1, csv[0].Split('[').Length - 1);
        Assert.Contains(",8,", csv[1], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_lesson_opens_when_enough_was_reached_and_says_how_much_is_missing(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");

        var closed = await amina.Visit($"/c/{code}/l/exam");
        Assert.Equal(409, (int)closed.Status);
        Assert.Contains("au moins 60\u00a0%, vous en êtes à 0\u00a0%", closed.Text, StringComparison.Ordinal);
        Assert.NotNull(closed.Find($"a[href='/c/{code}/l/week']"));
        await Answer(amina, code, "qa1", "0");
        Assert.Equal(409, (int)(await amina.Visit($"/c/{code}/l/exam")).Status);
        await Answer(amina, code, "qa1");
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/l/exam")).Status);
    }

    [Fact]
    public async Task Who_is_let_off_a_piece_has_reached_it()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        var seat = new string([.. (await amina.Enrol(slug: "paths")).Find(".idchip.seat")!.TextContent.Where(char.IsAsciiDigit)]);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        Assert.Equal(409, (int)(await amina.Visit($"/c/{code}/l/bonus")).Status);
        await teodora.Submit($"/c/{code}/gradebook/{seat}", [("piece", "week"), ("kind", "excused"), ("reason", "Malade.")]);
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/l/bonus")).Status);
    }

    private static string Lead(BrowserPage page) => page.Find(".standing")!.TextContent;

    private static Task<BrowserPage> Answer(Browser browser, string code, string question, string choice = "1") =>
        browser.Submit($"/c/{code}/l/week", [("question", question), ($"q.{question}", choice)], $"/c/{code}/l/week/answers");

    private static Task<string> Offer(Amphitheatre amphi) =>
        amphi.OfferFiles(
            "paths",
            (
                "course.yaml",
                "slug: paths\ntitle: Premiers secours\nlanguage: fr\npaths:\n  - id: classic\n    title: Classique\n  - id: advanced\n    title: Avancé\n"
            ),
            (
                "grading.yaml",
                """
                categories:
                  - name: Travaux
                    weight: 100
                    for: [classic]
                  - name: Travaux
                    weight: 25
                    for: [advanced]
                levels:
                  - name: Certificat avancé
                    from: 70
                    for: [advanced]
                  - name: Certificat classique
                    from: 70
                    for: [classic]
                """
            ),
            ("01/section.yaml", "id: s1\ntitle: Semaine 1\n"),
            (
                "01/01.md",
                $"---\nid: week\ntitle: La semaine\ngraded: Travaux\n---\n\nPour tous.\n\n{Quiz("a", "")}\n{Quiz("b", "for: [advanced]\n")}\n{ForAdvanced}"
            ),
            ("01/02.md", "---\nid: exam\ntitle: Épreuve\nreach:\n  qa: 60\n---\n\nTexte.\n"),
            ("02/section.yaml", "id: s2\ntitle: Ensuite\nreach:\n  week: 90\n"),
            ("02/01.md", "---\nid: bonus\ntitle: En plus\n---\n\nTexte.\n")
        );

    private static string Quiz(string id, string front) =>
        $"::: quiz {{#q{id}}}\n{front}questions:\n  - id: q{id}1\n    type: single\n    text: Et ?\n    choices:\n      - text: Non\n      - text: Oui\n        correct: true\n:::\n";

    private const string ForAdvanced = "::: text {#tb for=\"advanced\"}\nPour les avancés.\n:::\n\n::: case {#kb}\nfor: [advanced]\nbody: Racontez.\n:::\n";
}
