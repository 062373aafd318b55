using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Learning;

/// <summary>A learner comes back: in which week they are, what is left of it, what is due, and what can still be handed in late.</summary>
public sealed class CourseHomeTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Home_opens_the_week_a_learner_is_in_folds_the_others_and_says_where_the_cohort_is(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "weeks");

        await amina.Visit($"/c/{code}/l/a");
        await amina.Submit($"/c/{code}/l/a", [], $"/c/{code}/l/a/done");
        var home = await amina.Visit($"/c/{code}");

        Assert.Equal("Semaine 1 : Cadrer", Plain(home.Find("h1")!.TextContent));
        Assert.Contains("Il vous reste environ 20 min sur les 30 min prévues.", Plain(home.Text));
        Assert.Contains("La promo en est à la semaine 2", home.Text);
        Assert.Null(home.Find(".folded #s-s1"));
        Assert.NotNull(home.Find(".folded #s-s2"));
        Assert.Equal("1", home.Find(".weeks [aria-current=step] .n")!.TextContent);
        Assert.Contains("ouvre le", home.Find(".weeks .shut")!.TextContent);

        await amina.Submit($"/c/{code}/l/b", [], $"/c/{code}/l/b/done");
        Assert.Equal("Semaine 2 : Découper", Plain((await amina.Visit($"/c/{code}")).Find("h1")!.TextContent));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_overdue_and_still_taken_in_stays_on_the_home_until_it_is_handed_in_or_closed(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        await amina.Enrol(slug: "weeks");
        await bo.Enrol(slug: "weeks");

        Assert.Contains("en retard, accepté jusqu’au", (await amina.Visit($"/c/{code}")).Find(".due .hot")!.TextContent);
        await amina.Submit($"/c/{code}/case/k", [("part.0", "Une note."), ("do", "hand-in")], $"/c/{code}/case/k");
        Assert.Null((await amina.Visit($"/c/{code}")).Find(".due .hot"));
        Assert.Contains("faite", (await amina.Visit($"/c/{code}/dates")).Find(".items")!.TextContent);

        amphi.Clock.Pass(TimeSpan.FromDays(7));
        using var later = await amphi.BrowserOf(await amphi.With<Database, Person>(db => db.People.SingleAsync(person => person.Name == "Bo")));
        Assert.DoesNotContain("en retard", (await later.Visit($"/c/{code}")).Text);
        Assert.Contains("fermé", (await later.Visit($"/c/{code}/dates")).Find(".items")!.TextContent);
    }

    [Fact]
    public async Task Nobody_is_greeted_with_a_zero_before_they_handed_anything_in()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await Offer(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol(slug: "weeks");

        Assert.DoesNotContain("Votre résultat", (await amina.Visit($"/c/{code}")).Text);
        await amina.Submit($"/c/{code}/case/k", [("part.0", "Une note."), ("do", "hand-in")], $"/c/{code}/case/k");
        Assert.Contains("Votre résultat", (await amina.Visit($"/c/{code}")).Text);
    }

    private static string Plain(string text) => string.Join(' ', text.Replace('\u00a0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Three weeks, begun nine days ago; the work of the first was due four days ago and is taken in for a week.</summary>
    private static async Task<string> Offer(Amphitheatre amphi)
    {
        await amphi.Publish(
            ("course.yaml", "slug: weeks\ntitle: Conduire\nlanguage: fr\n"),
            ("grading.yaml", "categories:\n  - name: Cas\n    weight: 100\nlate:\n  percent: 10\n  floor: 50\n  closes: 7d\n"),
            ("01/section.yaml", "id: s1\ntitle: Cadrer\nweek: 1\n"),
            ("01/01.md", "---\nid: a\ntitle: L’intention\nminutes: 10\n---\n\nTexte.\n"),
            ("01/02.md", "---\nid: b\ntitle: La note\nminutes: 20\ngraded: Cas\ndue: +5d\n---\n\n::: case {#k}\nbody: Racontez.\n:::\n"),
            ("02/section.yaml", "id: s2\ntitle: Découper\nweek: 2\n"),
            ("02/01.md", "---\nid: c\ntitle: L’arbre\nminutes: 10\n---\n\nTexte.\n"),
            ("03/section.yaml", "id: s3\ntitle: Ordonner\nweek: 3\nopens: +30d\n"),
            ("03/01.md", "---\nid: d\ntitle: Les liens\nminutes: 10\n---\n\nTexte.\n")
        );
        var run = new NewRun("Promo 1", amphi.Clock.GetUtcNow().AddDays(-9), amphi.Clock.GetUtcNow().AddDays(60));
        return await amphi.OpenRun("weeks", run);
    }
}
