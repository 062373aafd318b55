using Amphi.Ground;
using Amphi.Journal;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Learning;

/// <summary>What is for a learner, what is open to them, and what they have finished, follows from the path and tracks they chose.</summary>
public sealed class ChoiceTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_for_others_is_missing_until_it_is_chosen_and_nothing_done_is_lost(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");

        Assert.Contains("il le faut pour terminer", (await amina.Visit($"/c/{code}")).Text);
        foreach (var address in new[] { "l/deliverable", "l/site", "case/k1" })
            Assert.Equal(404, (int)(await amina.Visit($"/c/{code}/{address}")).Status);
        Assert.Equal(404, (int)(await Forge(amina, code, $"/c/{code}/l/site/done")).Status);

        await Choose(amphi, amina, code, ("path", "advanced"), ("track", "site"));
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/case/k1")).Status);
        var home = await amina.Visit($"/c/{code}");
        Assert.Contains("Avancé, Sur site", home.Text);
        Assert.DoesNotContain("En ligne", home.Text);
        await amina.Submit($"/c/{code}/l/site", [], $"/c/{code}/l/site/done");

        await Choose(amphi, amina, code, ("path", "classic"), ("track", "online"));
        Assert.Equal(404, (int)(await amina.Visit($"/c/{code}/l/site")).Status);
        Assert.Equal(404, (int)(await amina.Visit($"/c/{code}/case/k1")).Status);
        await Choose(amphi, amina, code, ("path", "classic"), ("track", "site"));
        Assert.NotNull((await amina.Visit($"/c/{code}/l/site")).Find("[data-done]"));

        var said = await amphi.With<Database, List<string>>(db =>
            db.Database.SqlQuery<string>($"select result as \"Value\" from statements where verb = {(int)Verb.Chose}").ToListAsync()
        );
        Assert.Equal(["\"advanced site\"", "\"classic online\"", "\"classic site\""], said.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_lesson_that_needs_another_says_so_leads_there_and_takes_nothing_before(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");
        await Choose(amphi, amina, code, ("path", "advanced"));

        var closed = await amina.Visit($"/c/{code}/l/after");
        Assert.Equal(409, (int)closed.Status);
        Assert.NotNull(closed.Find($"a[href='/c/{code}/l/core']"));
        Assert.Equal(409, (int)(await Forge(amina, code, $"/c/{code}/l/after/done")).Status);
        Assert.Equal(409, (int)(await amina.Visit($"/c/{code}/case/k2")).Status);
        Assert.Equal(409, (int)(await amina.Visit($"/c/{code}/q/t2")).Status);

        await amina.Submit($"/c/{code}/l/core", [], $"/c/{code}/l/core/done");
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/l/after")).Status);
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/case/k2")).Status);
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/q/t2")).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Finishing_is_measured_against_what_was_chosen(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");

        await amina.Submit($"/c/{code}/l/core", [], $"/c/{code}/l/core/done");
        await amina.Submit($"/c/{code}/l/after", [], $"/c/{code}/l/after/done");
        Assert.Equal(0, await Finished(amphi));

        // The advanced path asks for the deliverable, the classic one only offers its extra lesson.
        await Choose(amphi, amina, code, ("path", "advanced"), ("track", "site"));
        await amina.Submit($"/c/{code}/l/site", [], $"/c/{code}/l/site/done");
        Assert.Equal(0, await Finished(amphi));
        await Choose(amphi, amina, code, ("path", "classic"), ("track", "site"));
        Assert.Equal(1, await Finished(amphi));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_choice_whose_line_the_journal_cannot_take_is_not_made(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");

        await amphi.With<Database, int>(db => db.Database.ExecuteSqlAsync($"alter table statements rename to mislaid"));
        Assert.Equal(500, (int)(await Submit(amina, code, ("path", "advanced"))).Status);
        await amphi.With<Database, int>(db => db.Database.ExecuteSqlAsync($"alter table mislaid rename to statements"));
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(404, (int)(await amina.Visit($"/c/{code}/case/k1")).Status);

        await Choose(amphi, amina, code, ("path", "advanced"));
        Assert.Equal(200, (int)(await amina.Visit($"/c/{code}/case/k1")).Status);
    }

    [Fact]
    public async Task More_tracks_than_may_be_are_refused_and_a_choice_closes_when_the_course_says()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");

        Assert.Equal(422, (int)(await Submit(amina, code, ("track", "site"), ("track", "online"))).Status);
        amphi.Clock.Pass(TimeSpan.FromDays(9));
        using var later = await amphi.BrowserOf(await amphi.With<Database, Person>(db => db.People.SingleAsync(person => person.Name == "Amina")));
        Assert.NotNull((await later.Visit($"/c/{code}/choice")).Find("fieldset[disabled]"));
        Assert.Equal(409, (int)(await Forge(later, code, $"/c/{code}/choice", ("track", "site"))).Status);
    }

    [Fact]
    public async Task The_team_views_the_course_as_a_learner_of_a_path_and_a_track()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        await teodora.Submit($"/c/{code}", [("audience", "advanced"), ("audience", "online")], $"/c/{code}/view-as");
        Assert.Equal(200, (int)(await teodora.Visit($"/c/{code}/l/online")).Status);
        Assert.Equal(200, (int)(await teodora.Visit($"/c/{code}/l/deliverable")).Status);
        Assert.Equal(404, (int)(await teodora.Visit($"/c/{code}/l/site")).Status);
    }

    [Fact]
    public async Task The_gradebook_keeps_the_columns_of_all_and_a_row_counts_only_what_is_for_its_learner()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "paths");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        Assert.Equal(["Le livrable [deliverable]", "Ensuite [after]"], Pieces(await Csv()));
        Assert.DoesNotContain("Le livrable", (await amina.Visit($"/c/{code}/result")).Text);
        await Choose(amphi, amina, code, ("path", "advanced"));
        Assert.Contains("Le livrable", (await amina.Visit($"/c/{code}/result")).Text);

        async Task<string> Csv() => (await teodora.Visit($"/c/{code}/gradebook.csv")).Html;
        static IEnumerable<string> Pieces(string csv) => csv.Split("\r\n")[0].Split(',').Skip(4).Select(cell => cell.Trim('"')).OrderDescending();
    }

    private static async Task Choose(Amphitheatre amphi, Browser browser, string code, params (string, string)[] chosen) =>
        Assert.Equal(200, (int)(await amphi.Choose(browser, code, chosen)).Status);

    private static Task<BrowserPage> Submit(Browser browser, string code, params (string, string)[] chosen) => browser.Submit($"/c/{code}/choice", chosen);

    /// <summary>Posts what no page has a form for, with the word of a page of the same browser.</summary>
    private static async Task<BrowserPage> Forge(Browser browser, string code, string address, params (string, string)[] fields)
    {
        var word = (await browser.Visit($"/c/{code}/l/core")).Find($"form[action='/c/{code}/l/core/bookmark'] input[type=hidden]")!;
        return await browser.Post(address, [(word.GetAttribute("name")!, word.GetAttribute("value")!), .. fields]);
    }

    private static Task<int> Finished(Amphitheatre amphi) =>
        amphi.With<Database, int>(db => db.Database.SqlQuery<int>($"select cast(count(*) as integer) as \"Value\" from finishers").SingleAsync());

    private static Task<string> Offer(Amphitheatre amphi) =>
        amphi.OfferFiles(
            "paths",
            (
                "course.yaml",
                """
                slug: paths
                title: Premiers secours
                language: fr
                tracks:
                  - id: site
                    title: Sur site
                  - id: online
                    title: En ligne
                paths:
                  - id: classic
                    title: Classique
                  - id: advanced
                    title: Avancé
                choose:
                  least: 1
                  most: 1
                  until: enrolment+7d
                """
            ),
            ("grading.yaml", "categories:\n  - name: Livrables\n    weight: 100\n"),
            ("01/section.yaml", "id: s1\ntitle: Tronc commun\n"),
            ("01/01.md", "---\nid: core\ntitle: Appeler\n---\n\nTexte.\n"),
            (
                "01/02.md",
                "---\nid: after\ntitle: Ensuite\ngraded: Livrables\nneeds: [core]\n---\n\nTexte.\n\n::: case {#k2}\nbody: Racontez.\n:::\n\n"
                    + "::: quiz {#t2}\nmode: test\nquestions:\n  - id: tq\n    type: numeric\n    text: Combien ?\n    answer: 3\n:::\n"
            ),
            ("01/03.md", "---\nid: deliverable\ntitle: Le livrable\ngraded: Livrables\nfor: [advanced]\n---\n\n::: case {#k1}\nbody: Racontez.\n:::\n"),
            ("01/04.md", "---\nid: extra\ntitle: Pour aller plus loin\noptional: [classic]\n---\n\nTexte.\n"),
            ("02/section.yaml", "id: s2\ntitle: Sur place\ntrack: site\n"),
            ("02/01.md", "---\nid: site\ntitle: Le site\n---\n\nTexte.\n"),
            ("03/section.yaml", "id: s3\ntitle: À distance\nfor: [online]\n"),
            ("03/01.md", "---\nid: online\ntitle: Le réseau\n---\n\nTexte.\n")
        );
}
