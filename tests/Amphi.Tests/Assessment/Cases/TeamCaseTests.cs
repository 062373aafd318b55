using Amphi.Assessment.Cases;
using Amphi.Assessment.Grades;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>A case that teams of two or three hand in.</summary>
public sealed class TeamCaseTests
{
    private const string Teams = "team: {least: 2, most: 3}";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_team_hands_in_once_and_each_has_the_result_and_reads_their_own_share(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase(Teams);
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        using var chloe = await amphi.LearnerOfCase("Chloe");
        using var dov = await amphi.LearnerOfCase("Dov");
        using var elif = await amphi.LearnerOfCase("Elif");
        using var femi = await amphi.LearnerOfCase("Femi");
        await Pair(amina, bo, code);
        await Pair(chloe, dov, code);
        await Pair(elif, femi, code);

        await amina.HandIn(code, "Copie des premiers");
        await chloe.HandIn(code, "Copie des deuxièmes");
        await elif.HandIn(code, "Copie des troisièmes");
        Assert.Contains("Copie des premiers", (await bo.Visit($"/c/{code}/case/k")).Text, StringComparison.Ordinal);
        var lesson = await bo.Visit($"/c/{code}/l/lk");
        Assert.Contains("Votre copie est rendue", lesson.Text, StringComparison.Ordinal);
        Assert.NotNull(lesson.Find("[data-done]"));
        foreach (var reader in new[] { amina, bo, chloe, dov, elif, femi })
            for (var n = 0; n < 2; n++)
            {
                var copy = await reader.TakeCopy(code);
                if (reader == amina || reader == bo)
                    Assert.DoesNotContain("Copie des premiers", copy.Text, StringComparison.Ordinal);
                Assert.Contains("Copie des", copy.Text, StringComparison.Ordinal);
                await reader.Send(copy, 1);
            }

        foreach (var author in new[] { amina, bo })
            Assert.Contains("4 sur 4", (await author.Visit($"/c/{code}/case/k")).Text, StringComparison.Ordinal);
        var sheets = await amphi.With<HotReads, HotReads>(Task.FromResult);
        foreach (var author in await amphi.With<Database, List<CaseAuthor>>(db => db.CaseAuthors.ToListAsync()))
        {
            var sheet = await sheets.One(
                Amphi.Assessment.Grades.Tables.SheetOf,
                Amphi.Assessment.Grades.Tables.Sheet,
                TestContext.Current.CancellationToken,
                author.Persona.ToBytes()
            );
            Assert.Contains(sheet!.Marks, mark => mark is { Earned: 4000, State: MarkState.Marked });
        }

        // Every one of them gave two readings, and every reading is of another team.
        var readings = await amphi.With<Database, List<Review>>(db => db.Reviews.ToListAsync());
        Assert.Equal(12, readings.Count);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        var first = await amphi.With<Database, string>(db => db.Submissions.OrderBy(one => one.Id).Select(one => one.Code).FirstAsync());
        Assert.Contains("Amina, Bo", (await teodora.Visit($"/c/{code}/cases/{first}")).Text, StringComparison.Ordinal);
        await amphi.DeliverAnnouncements();
        Assert.Single(await amphi.MailTo("bo"), mail => mail.Subject == "Votre résultat est là");
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_of_a_team_at_once_lose_nothing_and_one_hands_in(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase(Teams);
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await Pair(amina, bo, code);
        var (hers, his) = (await amina.Visit($"/c/{code}/case/k"), await bo.Visit($"/c/{code}/case/k"));

        var answers = await Task.WhenAll(
            amina.Submit(hers, [("part.0", "D’elle"), ("do", "keep")], $"/c/{code}/case/k"),
            bo.Submit(his, [("part.0", "De lui"), ("do", "keep")], $"/c/{code}/case/k")
        );
        var quarrel = Assert.Single(answers, one => (int)one.Status == 409);
        Assert.Contains("Quelqu’un de votre équipe", quarrel.Text, StringComparison.Ordinal);
        Assert.Contains("D’elle", quarrel.Text, StringComparison.Ordinal);
        Assert.Contains("De lui", quarrel.Text, StringComparison.Ordinal);

        var handedIn = await Task.WhenAll(
            amina.Submit(await amina.Visit($"/c/{code}/case/k"), [("do", "hand-in")], $"/c/{code}/case/k"),
            bo.Submit(await bo.Visit($"/c/{code}/case/k"), [("do", "hand-in")], $"/c/{code}/case/k")
        );
        Assert.Contains(handedIn, one => (int)one.Status == 200);
        Assert.All(handedIn, one => Assert.Contains((int)one.Status, new[] { 200, 409 }));
        Assert.False((await amphi.With<Database, Submission>(db => db.Submissions.SingleAsync())).IsDraft);
        Assert.Equal(2, await amphi.Count<CaseAuthor>());
    }

    [Fact]
    public async Task A_team_is_joined_by_its_code_within_its_size_and_left_until_it_has_handed_in()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase(Teams);
        var learners = new List<Browser>();
        foreach (var name in new[] { "Amina", "Bo", "Chloe", "Dov" })
            learners.Add(await amphi.LearnerOfCase(name));
        var (amina, bo, chloe, dov) = (learners[0], learners[1], learners[2], learners[3]);
        var team = await Pair(amina, bo, code);

        Assert.Equal(422, (int)(await Join(dov, code, "zzzzzzzz")).Status);
        await Join(chloe, code, team);
        Assert.Equal(409, (int)(await Join(dov, code, team)).Status);
        await chloe.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/team/leave");
        await Join(dov, code, team);
        var before = await bo.Visit($"/c/{code}/case/k");
        await dov.HandIn(code, "À trois");

        Assert.Equal(409, (int)(await bo.Submit(before, [], $"/c/{code}/case/k/team/leave")).Status);
        Assert.DoesNotContain("À trois", (await chloe.Visit($"/c/{code}/case/k")).Text, StringComparison.Ordinal);

        // What was is kept: four stays, one of them ended.
        var stays = await amphi.With<Database, List<TeamMember>>(db => db.TeamMembers.ToListAsync());
        Assert.Equal((4, 1), (stays.Count, stays.Count(stay => stay.LeftOn is not null)));

        // Whoever comes after the hand-in is no author of it, and is told what to do.
        await amphi.With<Database, int>(db =>
            db.TeamMembers.Where(stay => stay.LeftOn == null).Take(1).ExecuteUpdateAsync(set => set.SetProperty(one => one.LeftOn, 1))
        );
        var late = await Join(chloe, code, team);
        Assert.Contains("avait rendu avant votre arrivée", late.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("À trois", late.Text, StringComparison.Ordinal);
        learners.ForEach(one => one.Dispose());
    }

    [Fact]
    public async Task Too_small_a_team_is_told_so_and_may_hand_in_all_the_same()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase(Teams);
        using var amina = await amphi.LearnerOfCase("Amina");
        Assert.Null((await amina.Visit($"/c/{code}/case/k")).Find("textarea"));
        await Found(amina, code);

        var refused = await amina.Submit($"/c/{code}/case/k", [("part.0", "Seule"), ("do", "hand-in")], $"/c/{code}/case/k");
        Assert.Equal(422, (int)refused.Status);
        Assert.Contains("il en faut 2", refused.Text, StringComparison.Ordinal);
        await amina.Submit(refused, [("fewer", "yes"), ("do", "hand-in")], $"/c/{code}/case/k");

        Assert.False((await amphi.With<Database, Submission>(db => db.Submissions.SingleAsync())).IsDraft);
        await amina.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/withdraw");
        Assert.True((await amphi.With<Database, Submission>(db => db.Submissions.SingleAsync())).IsDraft);
        Assert.Equal(0, await amphi.Count<CaseAuthor>());
    }

    private static Task<BrowserPage> Found(Browser learner, string code) =>
        learner.Submit($"/c/{code}/case/k", [("name", "Les couleurs")], $"/c/{code}/case/k/team/found");

    private static Task<BrowserPage> Join(Browser learner, string code, string team) =>
        learner.Submit($"/c/{code}/case/k", [("code", team)], $"/c/{code}/case/k/team/join");

    /// <summary>Two learners make a team; tells its code.</summary>
    private static async Task<string> Pair(Browser founder, Browser mate, string code)
    {
        var founded = await Found(founder, code);
        var team = founded.Find("#team [data-code]")!.TextContent;
        var joined = await Join(mate, code, team);
        Assert.Contains("Les couleurs", joined.Text, StringComparison.Ordinal);
        return team;
    }
}
