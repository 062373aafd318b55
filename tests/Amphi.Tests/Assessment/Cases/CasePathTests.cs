using Amphi.Assessment.Cases;
using Amphi.Assessment.Grades;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Cases;

public sealed class CasePathTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Three_learners_hand_in_read_each_other_and_see_what_came_back(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        using var chloe = await amphi.LearnerOfCase("Chloe");

        Assert.Null((await amina.Visit($"/c/{code}/l/lk")).Find("[data-done]"));
        await amina.HandIn(code, "Copie de la première");
        Assert.NotNull((await amina.Visit($"/c/{code}/l/lk")).Find("[data-done]"));
        await bo.HandIn(code, "Copie du deuxième");
        await chloe.HandIn(code, "Copie de la troisième");
        foreach (var reader in new[] { amina, bo, chloe })
            for (var n = 0; n < 2; n++)
            {
                var copy = await reader.TakeCopy(code);
                Assert.Contains("Copie d", copy.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("Place", copy.Find(".copy")!.TextContent, StringComparison.Ordinal);
                Assert.DoesNotContain("Amina", copy.Find(".copy")!.TextContent, StringComparison.Ordinal);
                await reader.Send(copy, 1, "Écris le mot.");
            }

        var result = await amina.Visit($"/c/{code}/case/k");
        Assert.Contains("4 sur 4", result.Text, StringComparison.Ordinal);
        Assert.Contains("Écris le mot.", result.Text, StringComparison.Ordinal);
        await amphi.With<Database, bool>(async db =>
        {
            foreach (var copy in await db.Set<Submission>().ToListAsync())
                Assert.Equal((4000, 4000, MarkState.Marked), await MarkOf(amphi, copy));
            return true;
        });

        var rated = await amina.Submit(result, [("helpful", "3")], result.Find("form[action*='/rate/']")!.GetAttribute("action"));
        Assert.Contains("beaucoup", rated.Text, StringComparison.Ordinal);
        var asked = await amina.Submit($"/c/{code}/case/k", [("why", "Relisez, s’il vous plaît.")], $"/c/{code}/case/k/again");
        Assert.Contains("L’équipe vous répondra", asked.Text, StringComparison.Ordinal);

        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        var queue = await teodora.Visit($"/c/{code}/cases");
        var marking = await teodora.Visit(queue.Find("tbody a")!.GetAttribute("href")!);
        Assert.Contains("fiabilité du lecteur", marking.Text, StringComparison.Ordinal);
        await teodora.Submit(marking, [("l.ka", "0"), ("answer", "Relu : l’intention manque."), ("do", "mark")], marking.Path);
        var answered = await amina.Visit($"/c/{code}/case/k");
        Assert.Contains("l’intention manque", answered.Text, StringComparison.Ordinal);
        Assert.Contains("0 sur 4", answered.Text, StringComparison.Ordinal);

        // The team's word alone makes the result now; on the other copies the peers' still does.
        var counted = await amphi.With<Database, List<Review>>(db => db.Set<Review>().Where(one => one.Counts).ToListAsync());
        var team = Assert.Single(counted, one => one.Kind == ReviewKind.Team);
        Assert.DoesNotContain(counted, one => one.SubmissionId == team.SubmissionId && one != team);
        Assert.Equal(4, counted.Count(one => one.Kind == ReviewKind.Peer));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Whoever_is_read_by_nobody_is_read_by_the_team_or_let_off_on_the_promised_day(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase("patience: 3d\npromise: 5d");
        using var amina = await amphi.LearnerOfCase("Amina");
        var handedIn = await amina.HandIn(code, "Seule.");
        Assert.Contains("Résultat promis le", handedIn.Text, StringComparison.Ordinal);

        amphi.Clock.Pass(TimeSpan.FromDays(3));
        await amphi.DeliverAnnouncements();
        Assert.Equal(SubmissionState.WithTeam, (await Only(amphi)).State);

        amphi.Clock.Pass(TimeSpan.FromDays(2));
        await amphi.DeliverAnnouncements();
        var copy = await Only(amphi);
        Assert.Equal(Basis.LetOff, copy.Basis);
        Assert.Equal((0, 4000, MarkState.Excused), await MarkOf(amphi, copy));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_sent_twice_counts_once_and_two_tabs_lose_nothing(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        var (first, second) = (await amina.Visit($"/c/{code}/case/k"), await amina.Visit($"/c/{code}/case/k"));

        await amina.Submit(first, [("part.0", "D’un onglet"), ("do", "keep")]);
        var quarrel = await amina.Submit(second, [("part.0", "De l’autre"), ("do", "keep")]);
        Assert.Equal(409, (int)quarrel.Status);
        Assert.Contains("D’un onglet", quarrel.Text, StringComparison.Ordinal);
        Assert.Contains("De l’autre", quarrel.Find("textarea")!.TextContent, StringComparison.Ordinal);

        await amina.Submit(quarrel, [("do", "hand-in")]);
        var again = await amina.Submit(quarrel, [("do", "hand-in")]);
        Assert.Equal(200, (int)again.Status);
        Assert.Equal("De l’autre", Assert.Single((await Only(amphi)).Answers));
        Assert.Equal(2, await amphi.With<Database, int>(db => db.Announcements.CountAsync(one => one.Kind == CopyDue.Kind)));
    }

    [Fact]
    public async Task Late_work_loses_what_the_course_says_and_a_millisecond_after_closing_it_stays_a_draft()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase("due: 2027-01-18T09:59:00Z", "late:\n  percent: 10\n  closes: 1m\n");
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        var page = await amina.Visit($"/c/{code}/case/k");
        amphi.Clock.Pass(TimeSpan.FromHours(1));
        await bo.HandIn(code, "À l’heure juste");
        amphi.Clock.Pass(TimeSpan.FromMilliseconds(1));

        var late = await amina.Submit(page, [("part.0", "Trop tard"), ("do", "hand-in")]);

        Assert.Equal(409, (int)late.Status);
        Assert.Contains("Il est trop tard", late.Text, StringComparison.Ordinal);
        var copies = await amphi.With<Database, List<Submission>>(db => db.Set<Submission>().ToListAsync());
        Assert.Equal("Trop tard", Assert.Single(copies, copy => copy.IsDraft).Answers[0]);
        var taken = Assert.Single(copies, copy => !copy.IsDraft);
        Assert.Equal(("À l’heure juste", 10), (taken.Answers[0], taken.LatePercent));
    }

    [Fact]
    public async Task A_reading_is_its_readers_alone_and_a_copy_is_the_teams_once_handed_in()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        using var chloe = await amphi.LearnerOfCase("Chloe");
        await amina.HandIn(code, "Une");
        await bo.HandIn(code, "Deux");
        var copy = await amina.TakeCopy(code);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        Assert.Equal(404, (int)(await bo.Visit(copy.Path)).Status);
        Assert.Equal(404, (int)(await chloe.Visit(copy.Path)).Status);
        Assert.Equal(404, (int)(await bo.Visit($"/c/{code}/cases")).Status);
        Assert.Equal(200, (int)(await teodora.Visit($"/c/{code}/cases/{(await First(amphi)).Code}")).Status);
        Assert.Equal(404, (int)(await bo.Visit($"/c/{code}/cases/{(await First(amphi)).Code}")).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_copy_taken_back_opens_its_lesson_again_until_it_is_handed_in_anew(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase("due: 2027-02-01T22:59:00Z");
        using var amina = await amphi.LearnerOfCase("Amina");

        await amina.HandIn(code, "Une");
        Assert.NotNull((await amina.Visit($"/c/{code}/l/lk")).Find("[data-done]"));
        amphi.Clock.Pass(TimeSpan.FromSeconds(1));
        await amina.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/withdraw");
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        Assert.Null((await amina.Visit($"/c/{code}/l/lk")).Find("[data-done]"));
        await amina.HandIn(code, "Deux");
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        Assert.NotNull((await amina.Visit($"/c/{code}/l/lk")).Find("[data-done]"));

        var verbs = await amphi.With<HotReads, List<Verb>>(async reads =>
            [
                .. await reads.All(
                    "select verb from statements where object = 'lk' order by at",
                    row => (Verb)row.GetInt32(0),
                    TestContext.Current.CancellationToken
                ),
            ]
        );
        Assert.Equal([Verb.Completed, Verb.Reopened, Verb.Completed], verbs.Where(verb => verb is Verb.Completed or Verb.Reopened));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_reader_whose_time_ran_out_sees_nothing_of_a_copy_that_was_taken_back(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await bo.HandIn(code, "De Bo");
        amphi.Clock.Pass(TimeSpan.FromSeconds(1));
        await amina.HandIn(code, "Première façon");
        var copy = await bo.TakeCopy(code);
        Assert.Contains("Première façon", copy.Text, StringComparison.Ordinal);
        // Whoever comes by ends what ran out.
        amphi.Clock.Pass(Review.Lease + TimeSpan.FromHours(1));
        using var boLater = await amphi.SignedIn("Bo");
        using var aminaLater = await amphi.SignedIn("Amina");
        using var chloe = await amphi.LearnerOfCase("Chloe");
        await chloe.HandIn(code, "De Chloe");
        Assert.Contains("De Bo", (await chloe.TakeCopy(code)).Text, StringComparison.Ordinal);
        await aminaLater.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/withdraw");
        await aminaLater.Submit($"/c/{code}/case/k", [("part.0", "Brouillon secret"), ("do", "keep")], $"/c/{code}/case/k");

        Assert.Equal(404, (int)(await boLater.Visit(copy.Path)).Status);
        var word = (await boLater.Visit($"/c/{code}/case/k")).Find("main form input[name=_word]")!.GetAttribute("value")!;
        Assert.Equal(404, (int)(await boLater.Post(copy.Path, [("_word", word), ("l.ka", "1"), ("do", "send")])).Status);
    }

    [Fact]
    public async Task Whoever_has_begun_to_read_the_others_keeps_what_they_handed_in()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await amina.HandIn(code, "Une");
        var before = await bo.HandIn(code, "Deux");
        await bo.TakeCopy(code);

        var refused = await bo.Submit(before, [], $"/c/{code}/case/k/withdraw");

        Assert.NotNull(before.Find("form[action$='/withdraw']"));
        Assert.Equal(409, (int)refused.Status);
        Assert.Null((await bo.Visit($"/c/{code}/case/k")).Find("form[action$='/withdraw']"));
        Assert.All(await amphi.With<Database, List<Submission>>(db => db.Set<Submission>().ToListAsync()), copy => Assert.False(copy.IsDraft));
    }

    private static Task<Submission> Only(Amphitheatre amphi) => amphi.With<Database, Submission>(db => db.Set<Submission>().SingleAsync());

    private static Task<Submission> First(Amphitheatre amphi) =>
        amphi.With<Database, Submission>(db => db.Set<Submission>().OrderBy(one => one.Id).FirstAsync());

    private static async Task<(int, int, MarkState)?> MarkOf(Amphitheatre amphi, Submission copy)
    {
        var reads = await amphi.With<HotReads, HotReads>(Task.FromResult);
        var sheet = await reads.One(Amphi.Assessment.Grades.Tables.SheetOf, Amphi.Assessment.Grades.Tables.Sheet, default, copy.Persona.ToBytes());
        return sheet?.Of(copy.Ordinal) is { } mark ? (mark.Earned, mark.Possible, mark.State) : null;
    }
}
