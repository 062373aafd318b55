using Amphi.Ground;
using Amphi.Simulation;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Learning;

public sealed class CrowdTests
{
    private const int Crowd = 160_000;

    [Fact]
    public async Task A_lesson_among_160000_learners_asks_the_database_no_more_than_alone()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var alone = await Cost(amphi, amina, $"/c/{code}/l/l1");

        await amphi.With<Simulator, bool>(async simulator =>
        {
            await simulator.Fill(code, Crowd, seed: 1, null, TestContext.Current.CancellationToken);
            return true;
        });
        var amongMany = await Cost(amphi, amina, $"/c/{code}/l/l1");

        Assert.True(alone.Statements > 0);
        Assert.Equal(alone, amongMany);
    }

    // The second of two visits: the first may open the course.
    private static async Task<(long Statements, long Rows)> Cost(Amphitheatre amphi, Browser browser, string path)
    {
        Assert.Equal(200, (int)(await browser.Visit(path)).Status);
        var reads = await amphi.With<HotReads, HotReads>(Task.FromResult);
        var before = reads.Read;
        await browser.Visit(path);
        return (reads.Read.Statements - before.Statements, reads.Read.Rows - before.Rows);
    }
}
