using Amphi.Assessment.Cases;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Cases;

public sealed class TrainingTests
{
    private const string Samples = """
        samples:
          - text: Un premier exemple.
            marks: [{criterion: ka, points: 4, why: On sait pour qui.}]
          - text: Un second exemple.
            marks: [{criterion: ka, points: 0, why: Rien ne dit pourquoi.}]
        """;

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_reader_trains_until_they_agree_with_the_team_and_only_then_reads_peers(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase(Samples, steps: "  - kind: training\n    tolerance: 30\n");
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await amina.HandIn(code, "Une");
        await bo.HandIn(code, "Deux");

        var sample = await amina.TakeCopy(code);
        Assert.Contains("Un premier exemple.", sample.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("On sait pour qui.", sample.Text, StringComparison.Ordinal);
        Assert.Equal(422, (int)(await amina.Submit(sample, [], $"/c/{code}/case/k/training")).Status);
        var far = await amina.Submit(sample, [("l.ka", "0")], $"/c/{code}/case/k/training");
        Assert.Contains("s’écarte de 100", far.Text, StringComparison.Ordinal);
        Assert.Contains("On sait pour qui.", far.Text, StringComparison.Ordinal);
        Assert.Contains("Un second exemple.", (await amina.TakeCopy(code)).Text, StringComparison.Ordinal);

        // Sent again from the tab that still shows the first, it counts once.
        await amina.Submit(sample, [("l.ka", "1")], $"/c/{code}/case/k/training");
        Assert.Equal(1, await amphi.Count<TrainingTry>());

        var near = await bo.Submit(await bo.TakeCopy(code), [("l.ka", "1")], $"/c/{code}/case/k/training");
        Assert.Contains("Vous lisez comme l’équipe", near.Text, StringComparison.Ordinal);
        Assert.Contains("Une", (await bo.TakeCopy(code)).Find(".copy")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_kept_from_reading_who_never_agrees()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase(Samples, steps: "  - kind: training\n");
        using var amina = await amphi.LearnerOfCase("Amina");
        using var bo = await amphi.LearnerOfCase("Bo");
        await amina.HandIn(code, "Une");
        await bo.HandIn(code, "Deux");

        await amina.Submit(await amina.TakeCopy(code), [("l.ka", "0")], $"/c/{code}/case/k/training");
        var last = await amina.Submit(await amina.TakeCopy(code), [("l.ka", "1")], $"/c/{code}/case/k/training");

        Assert.Contains("dernier exemple", last.Text, StringComparison.Ordinal);
        Assert.Contains("Deux", (await amina.TakeCopy(code)).Find(".copy")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await amphi.With<Database, int>(db => db.Reviews.CountAsync()));
    }
}
