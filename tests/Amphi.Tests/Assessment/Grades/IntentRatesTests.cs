using Amphi.Assessment.Grades;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Simulation;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Grades;

public sealed class IntentRatesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Each_intention_is_measured_by_what_it_asks_for(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(
            "::: quiz {#z1}\nquestions:\n  - id: q1\n    type: numeric\n    text: Combien ?\n    answer: 3\n:::\n",
            "graded: Quiz\n",
            grading: "categories:\n  - name: Quiz\n    short: Quiz\n    weight: 100\npass: 100\n"
        );
        await amphi.With<Simulator, bool>(async simulator =>
        {
            await simulator.Fill(code, 400, seed: 1, null, TestContext.Current.CancellationToken);
            return true;
        });
        using var theo = await amphi.SignedIn("Theo", Role.Teacher);

        var page = await theo.Visit($"/c/{code}/gradebook?rates=1");

        const string Began =
            "select cast(round(100.0 * sum(case when p.done_count > 0 then 1 else 0 end) / count(*)) as integer) as \"Value\" from enrolments e left join progress p on p.persona = e.persona where e.intent = 'LookAround'";
        var began = await amphi.With<Database, int>(db => db.Database.SqlQueryRaw<int>(Began).SingleAsync());
        Assert.InRange(began, 10, 90);
        var line = page
            .Document.QuerySelectorAll("#rates li")
            .Select(one => one.TextContent)
            .Single(text => text.StartsWith("Jeter un œil", StringComparison.Ordinal));
        Assert.Contains($"{(began + 2) / 5 * 5}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Intent.LookAround, true, false, true)]
    [InlineData(Intent.LookAround, false, false, false)]
    [InlineData(Intent.Finish, true, false, false)]
    [InlineData(Intent.Finish, true, true, true)]
    [InlineData(Intent.OwnPace, true, true, true)]
    public void Who_looks_around_has_seen_something_and_who_means_to_finish_has_finished(Intent intent, bool hasBegun, bool hasFinished, bool isReached) =>
        Assert.Equal(isReached, IntentRate.IsReached(intent, hasBegun, hasFinished, null!));
}
