using System.Net;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Marking;
using Amphi.Assessment.Quizzes;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment;

public sealed class RegradeTests
{
    private const string Reason = "La clé était fausse.";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_corrected_key_changes_marks_once_with_a_reason_that_its_learners_read(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz("", "Combien ?", "41"));
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        using var nour = await amphi.SignedIn("Nour");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        foreach (var (learner, answer) in new[] { (amina, "42"), (bo, "41") })
        {
            await learner.Enrol();
            await QuizTests.Answer(learner, code, "qa", answer);
        }

        await amphi.OfferLesson(Quiz("", "Combien ?", "42"), code: code);
        await nour.Enrol();
        await QuizTests.Answer(nour, code, "qa", "42");
        var foreign = await amina.Visit($"/c/{code}/regrade");
        var preview = await teodora.Visit($"/c/{code}/regrade?question=qa");
        var refused = await Apply(teodora, code, "");
        var before = await Earned(amphi);
        var applied = await Apply(teodora, code, Reason);
        var after = await Earned(amphi);
        var again = await Apply(teodora, code, Reason);
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        var (result, home) = (await amina.Visit($"/c/{code}/result"), await amina.Visit($"/c/{code}"));
        var untouched = await nour.Visit($"/c/{code}/result");

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Contains("2 notes changeraient", preview.Text, StringComparison.Ordinal);
        Assert.Contains("1 réponse garde ses points", preview.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal([0, 1_000, 1_000], before.Order());
        Assert.Contains("2 notes ont changé", applied.Text, StringComparison.Ordinal);
        Assert.Equal([0, 1_000, 1_000], after.Order());
        Assert.NotEqual(before, after);
        Assert.Contains("0 note a changé", again.Text, StringComparison.Ordinal);
        Assert.Contains(Reason, result.Text, StringComparison.Ordinal);
        Assert.Contains("corrigée après coup", home.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Reason, untouched.Text, StringComparison.Ordinal);
        Assert.Equal(2, await amphi.With<Database, int>(db => db.MarkCorrections.CountAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public void Items_in_order_are_marked_anew_by_what_they_say_and_not_by_where_the_old_key_had_them()
    {
        var (before, after) = (Asked("Appeler", "Masser", "Attendre"), Asked("Masser", "Appeler", "Attendre"));
        var given = new Answer(["2", "1", "3"]);

        Assert.Equal(before.Wording, after.Wording);
        Assert.Equal(Verdict.Wrong, Marker.Mark(before.Question, given).Verdict);
        Assert.Equal(Verdict.Right, Marker.Mark(after.Question, before.Translate(given, after)).Verdict);
        Assert.Equal(Verdict.Wrong, Marker.Mark(after.Question, before.Translate(new Answer(["1", "2", "3"]), after)).Verdict);

        static AskedQuestion Asked(params string[] items) => new(null!, null!, null!, null!, new OrderQuestion { Id = "qa", Items = items });
    }

    [Fact]
    public async Task Whoevers_mark_changed_learns_of_it_by_mail_once_and_neutrally_where_they_learn_discreetly()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferLesson(Quiz("mode: test\nattempts: 2\n", "Combien ?", "41"));
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        using var nour = await amphi.SignedIn("Nour");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await amina.Enrol("named");
        await bo.Enrol("discreet");
        await nour.Enrol("named");

        // Amina changes twice and is told once; Nour's better attempt stays her best.
        foreach (var (learner, answers) in new[] { (amina, new[] { "42", "42" }), (bo, ["41"]), (nour, ["7", "7"]) })
        foreach (var answer in answers)
            await AttemptTests.HandIn(learner, await learner.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin"), ("q.qa", answer), ("question", "qa"));
        await amphi.OfferLesson(Quiz("mode: test\nattempts: 2\n", "Combien ?", "42"), code: code);
        await Apply(teodora, code, Reason);
        await Apply(teodora, code, Reason);
        await amphi.DeliverAnnouncements();

        var told = Assert.Single(await amphi.MailTo("amina"));
        Assert.Equal("Une de vos notes a été corrigée", told.Subject);
        Assert.Contains($"/c/{code}/result#corrections", told.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain(code, Assert.Single(await amphi.MailTo("bo")).ToString(), StringComparison.Ordinal);
        Assert.Empty(await amphi.MailTo("nour"));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Attempts_are_marked_again_too_those_under_way_and_other_words_stay_as_they_are(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferLesson(Quiz("mode: test\n", "Combien ?", "41"));
        using var amina = await amphi.SignedIn("Amina");
        using var bo = await amphi.SignedIn("Bo");
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        await amina.Enrol();
        await bo.Enrol();
        var open = await amina.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");
        await AttemptTests.HandIn(amina, open, ("q.qa", "42"), ("question", "qa"));
        var under = await bo.Submit($"/c/{code}/q/t1", [], $"/c/{code}/q/t1/begin");

        await amphi.OfferLesson(Quiz("mode: test\n", "Combien font-ils ?", "42"), code: code);
        var other = await teodora.Visit($"/c/{code}/regrade?question=qa");
        await amphi.OfferLesson(Quiz("mode: test\n", "Combien ?", "42"), code: code);
        var applied = await Apply(teodora, code, Reason);
        var result = await amina.Visit($"/c/{code}/q/t1");
        var later = await AttemptTests.HandIn(bo, under, ("q.qa", "42"), ("question", "qa"));
        var again = await Apply(teodora, code, Reason);

        Assert.Contains("0 note changerait", other.Text, StringComparison.Ordinal);
        Assert.Contains("2 réponses données à un autre énoncé", other.Text, StringComparison.Ordinal);
        Assert.Contains("1 note a changé", applied.Text, StringComparison.Ordinal);
        Assert.Contains("1 point sur 1.", result.Text, StringComparison.Ordinal);
        Assert.Contains("1 point sur 1.", later.Text, StringComparison.Ordinal);
        Assert.Contains("0 note a changé", again.Text, StringComparison.Ordinal);
        Assert.Equal([1_000, 1_000], await Earned(amphi));
    }

    private static async Task<BrowserPage> Apply(Browser teodora, string code, string reason)
    {
        var word = (await teodora.Visit($"/c/{code}/team/dates")).Find("main input[name=_word]")!.GetAttribute("value")!;
        return await teodora.Post($"/c/{code}/regrade", [("_word", word), ("question", "qa"), ("reason", reason)]);
    }

    private static async Task<List<int>> Earned(Amphitheatre amphi) =>
        [.. (await QuizTests.Sheets(amphi)).OrderBy(sheet => sheet.Persona.Bits).Select(sheet => sheet.Marks.Single().Earned)];

    private static string Quiz(string rule, string text, string answer) =>
        $"::: quiz {{#t1}}\n{rule}questions:\n  - id: qa\n    type: numeric\n    text: {text}\n    answer: \"{answer}\"\n:::\n";
}
