using Amphi.Assessment.Cases;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Cases;

public sealed class LikenessTests
{
    private static readonly string Shared = Prose(7, 60);

    [Fact]
    public void A_passage_of_twenty_words_is_always_found_wherever_it_stands()
    {
        var passage = Prose(1, Winnowing.Sure);
        for (var seed = 10; seed < 60; seed++)
        {
            var one = Winnowing.Fingerprints($"{Prose(seed, seed)} {passage} {Prose(seed + 1, 90)}", new HashSet<long>());
            var other = Winnowing.Fingerprints($"{Prose(seed + 2, 120 - seed)}. {passage.ToUpperInvariant()} ! {Prose(seed + 3, 40)}", new HashSet<long>());
            Assert.NotEmpty(one.Intersect(other));
        }
    }

    [Fact]
    public void What_everyone_was_asked_leaves_no_fingerprint_and_a_text_is_kept_whole_when_it_is_compared()
    {
        var question = Prose(3, 80);
        Assert.Empty(Winnowing.Fingerprints(question, Winnowing.Grams(question)));
        Assert.NotEmpty(Winnowing.Fingerprints(question, new HashSet<long>()));
        Assert.Empty(Winnowing.Fingerprints("Trop court.", new HashSet<long>()));

        var text = $"Avant, {Shared}. Après.";
        var pieces = Winnowing.Compare(text, Winnowing.Grams(Shared)).ToList();
        Assert.Equal(text, string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(Shared, Assert.Single(pieces, piece => piece.IsShared).Text);
    }

    [Fact]
    public void Winnowing_keeps_about_two_in_seventeen()
    {
        var prints = Winnowing.Fingerprints(Prose(5, 5_000), new HashSet<long>());

        // Two in the window and one, says the paper.
        Assert.InRange(prints.Count, 5_000 * 2 / 17 * 8 / 10, 5_000 * 2 / 17 * 12 / 10);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_copies_that_share_much_are_shown_side_by_side_to_the_team_alone(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        using var chloe = await amphi.LearnerOfCase("Chloe");
        await amina.HandIn(code, $"{Prose(20, 40)}\n{Shared}");
        await bo.HandIn(code, $"{Shared} {Prose(21, 30)}");
        await chloe.HandIn(code, Prose(22, 100));
        await amphi.DeliverAnnouncements();

        var like = await amphi.With<Database, Likeness>(db => db.Likenesses.SingleAsync());
        Assert.InRange(like.Percent, 40, 90);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        var queue = await teodora.Visit($"/c/{code}/cases");
        var address = queue.Find("a[href*='/like/']")!.GetAttribute("href")!;
        var both = await teodora.Visit(address);
        Assert.Equal(2, both.Document.QuerySelectorAll("mark").Length);
        Assert.All(both.Document.QuerySelectorAll("mark"), mark => Assert.Equal(Shared, mark.TextContent));
        Assert.Contains("pas une preuve", both.Text, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await amina.Visit(address)).Status);
        Assert.DoesNotContain("ressemblent", (await amina.Visit($"/c/{code}/case/k")).Text, StringComparison.Ordinal);

        // Taken back, it is compared with nothing.
        await bo.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/withdraw");
        await amphi.DeliverAnnouncements();
        Assert.Equal(0, await amphi.Count<Likeness>());
        Assert.Equal(404, (int)(await teodora.Visit(address)).Status);
    }

    // The work for one copy is bounded by its own length, never by how many there are.
    [Fact]
    public async Task A_sentence_that_all_share_is_nobodys_and_is_not_looked_through_for_each()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        await amina.HandIn(code, Shared);
        await amphi.DeliverAnnouncements();
        var first = await amphi.With<Database, Submission>(db => db.Submissions.AsNoTracking().SingleAsync());
        var engine = await amphi.With<Engine, Engine>(Task.FromResult);
        await using var connection = await engine.Open(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var printed = new PrintedCopy(first.RunId, first.Block, first.Id, [.. Winnowing.Fingerprints(Shared, new HashSet<long>())]);

        async Task<int> Looked(int copies)
        {
            for (var copy = 0; copy < copies; copy++)
                foreach (var print in printed.Prints)
                    await connection.Run(
                        "insert into case_fingerprints (run_id, block, hash, submission_id) values ($1, $2, $3, (select coalesce(max(submission_id), 0) + 1 from case_fingerprints where hash = $3))",
                        transaction,
                        TestContext.Current.CancellationToken,
                        first.RunId,
                        first.Block,
                        print
                    );
            var found = await LikenessTables.Sharing(connection, transaction, printed, TestContext.Current.CancellationToken);
            return found.Count;
        }

        Assert.Equal(50, await Looked(50));
        Assert.Equal(0, await Looked(Likeness.Common));
    }

    /// <summary>So many invented words, always the same for a seed.</summary>
    private static string Prose(int seed, int words)
    {
        var dice = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, words).Select(_ => new string([.. Enumerable.Range(0, 6).Select(_ => (char)('a' + dice.Next(26)))])));
    }
}
