using Amphi.Assessment.Grades;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Grades;

public sealed class ResultPageTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_learner_reads_how_their_result_came_about_and_tries_another(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Open(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await school.Mark(await school.Only(), ("q1", 800), ("q2", 500));

        var result = await amina.Visit($"/c/{school.Code}/result");
        var supposed = await amina.Visit($"/c/{school.Code}/result?if.l3=100");
        var home = await amina.Visit($"/c/{school.Code}");

        // The quizzes 80 and 50, the lowest dropped: 80 × 60 %; the case not handed in: 0 × 40 %.
        Assert.Contains("Votre résultat à ce jour : 48", result.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("ne compte pas", result.Text, StringComparison.Ordinal);
        Assert.Contains("48 + 0 = 48 points", result.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Avec ces notes : 88 %, Certificat", supposed.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("48 %. Il en faut 50 %", home.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_team_sets_a_mark_with_a_reason_that_the_learner_reads_and_takes_it_back(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Open(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        var seat = $"/c/{school.Code}/gradebook/{await school.Seat()}";

        var without = await teodora.Submit(seat, [("piece", "l3"), ("kind", "set"), ("mark", "50"), ("reason", "")]);
        await teodora.Submit(seat, [("piece", "l3"), ("kind", "set"), ("mark", "87,5"), ("reason", "Copie relue à la main")]);
        var set = await amina.Visit($"/c/{school.Code}/result");
        await teodora.Submit(seat, [("piece", "l3"), ("kind", "withdrawn"), ("reason", "Erreur de copie")]);
        var back = await amina.Visit($"/c/{school.Code}/result");
        var history = await teodora.Visit(seat);

        Assert.Equal(422, (int)without.Status);
        Assert.Contains("à ce jour : 35", set.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Copie relue à la main", set.Text, StringComparison.Ordinal);
        Assert.Contains("à ce jour : 0", back.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("Teodora", history.Text, StringComparison.Ordinal);
        Assert.Equal(2, await amphi.Count<MarkChange>());
        Assert.Equal(2, await amphi.With<Database, int>(db => db.AuditEntries.CountAsync(entry => entry.Act == "mark.changed")));
        Assert.Equal(404, (int)(await amina.Visit(seat)).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_gradebook_is_read_by_seat_by_name_and_by_result(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Open(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        using var helene = await amphi.SignedIn("Hélène".Normalize());
        await helene.Enrol("named");
        await school.Mark(await school.Seated("Hélène"), ("q1", 1000));
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);

        var named = await teodora.Visit($"/c/{school.Code}/gradebook?q=helene");
        var best = await teodora.Visit($"/c/{school.Code}/gradebook?sort=best");
        var least = await teodora.Visit($"/c/{school.Code}/gradebook?sort=least");

        Assert.Single(named.Document.QuerySelectorAll("tbody tr"));
        Assert.Contains("Hélène", best.Find("tbody tr")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Place", least.Find("tbody tr")!.TextContent.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", best.Text + least.Text + named.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_gradebook_picks_those_who_pass_who_need_help_who_failed_and_who_have_finished(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Open(amphi);
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        foreach (
            var (name, marks) in new (string, (string, int)[])[]
            {
                ("Amina", [("q1", 900), ("q3", 600)]),
                ("Bo", [("q1", 200)]),
                ("Chloe", [("q1", 0), ("q2", 100), ("q3", 200)]),
                ("Dov", [("q1", 800)]),
                ("Eloi", []),
            }
        )
        {
            using var learner = await amphi.SignedIn(name);
            await learner.Enrol("named");
            await school.Mark(await school.Seated(name), marks);
            foreach (var lesson in name == "Eloi" ? new[] { "l1", "l2", "l3" } : [])
                await learner.Submit($"/c/{school.Code}/l/{lesson}", [], $"/c/{school.Code}/l/{lesson}/done");
        }

        Assert.Equal(["Amina"], await Shown("group=passing"));
        Assert.Equal(["Dov"], await Shown("group=way"));
        Assert.Equal(["Bo"], await Shown("group=risk"));
        Assert.Equal(["Chloe"], await Shown("group=failing"));
        Assert.Equal(["Eloi"], await Shown("group=finished"));
        Assert.Empty(await Shown("group=risk&q=dov"));
        Assert.Equal(["Bo"], await Shown("group=risk&q=bo&sort=best"));
        Assert.Equal(5, (await Shown("group=nonsense")).Count);

        async Task<List<string>> Shown(string query) =>
            [.. (await teodora.Visit($"/c/{school.Code}/gradebook?{query}")).Document.QuerySelectorAll("tbody th a").Select(link => link.TextContent.Trim())];
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Finishing_is_told_once_against_what_was_wanted_and_stays(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Open(amphi, "result: finished\n");
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var result = $"/c/{school.Code}/result";

        var before = await amina.Visit(result);
        foreach (var lesson in new[] { "l1", "l2", "l3" })
            await amina.Submit($"/c/{school.Code}/l/{lesson}", [], $"/c/{school.Code}/l/{lesson}/done");
        await amina.Submit($"/c/{school.Code}/l/l1", [("done", "no")], $"/c/{school.Code}/l/l1/done");
        await amina.Submit($"/c/{school.Code}/l/l1", [("done", "yes")], $"/c/{school.Code}/l/l1/done");
        var home = await amina.Visit($"/c/{school.Code}");

        Assert.Contains("Il vous reste 3 leçons", before.Text, StringComparison.Ordinal);
        Assert.Contains("Vous avez terminé ce cours", home.Text, StringComparison.Ordinal);
        Assert.Contains("Aller au bout. C’est fait", home.Text, StringComparison.Ordinal);
        Assert.Equal(1, await amphi.With<HotReads, int>(async reads => (await reads.All("select 1 from finishers", row => row.GetInt32(0), default)).Count));
        Assert.Equal(
            1,
            await amphi.With<HotReads, int>(async reads =>
                (await reads.All($"select 1 from statements where object = 'run' and verb = {(int)Verb.Completed}", row => row.GetInt32(0), default)).Count
            )
        );
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Finishing_is_announced_in_the_transaction_of_the_act_and_only_once(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await using var connection = await amphi.With<Engine, System.Data.Common.DbConnection>(async at =>
            await at.Open(TestContext.Current.CancellationToken)
        );
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var lesson = new OutlineLesson
        {
            Id = "l1",
            Ordinal = 0,
            Title = "Appeler",
            Path = "01/01.md",
            Goal = [0],
        };

        var persona = PersonaId.New();
        var announced = new List<long>();
        for (var n = 0; n < 2; n++)
        {
            var progress = new Progress(persona, 1);
            progress.Finish(lesson);
            await Amphi.Learning.Tables.Keep(connection, transaction, [progress]);
            await using var count = connection.Statement("select count(*) from announcements where kind = 'learner.finished'", transaction);
            announced.Add(Convert.ToInt64(await count.ExecuteScalarAsync(TestContext.Current.CancellationToken)));
        }

        Assert.Equal([1, 1], announced);
    }

    [Theory]
    [InlineData(9, 9, null)]
    [InlineData(10, 0, 0)]
    [InlineData(40, 3, null)]
    [InlineData(40, 37, null)]
    [InlineData(40, 20, 50)]
    [InlineData(100, 62, 60)]
    public void A_rate_that_a_few_people_make_is_not_shown(int all, int finished, int? shown) => Assert.Equal(shown, IntentRates.Rate(all, finished));
}

/// <summary>A course with two quizzes and a case study that count, and a run of it.</summary>
internal sealed class School(Amphitheatre amphi, string code)
{
    private const string Grading = """
        categories:
          - name: Quiz
            weight: 60
            count: 2
            drop: 1
          - name: Cas
            weight: 40
        levels:
          - name: Certificat
            from: 80
          - name: Attestation
            from: 50

        """;

    public string Code => code;

    public static async Task<School> Open(Amphitheatre amphi, string grading = Grading)
    {
        var lessons = Enumerable
            .Range(1, 3)
            .Select(n =>
                (
                    $"01/0{n}.md",
                    $"---\nid: l{n}\ntitle: Leçon {n}\n{(grading == Grading ? n == 3 ? "graded: Cas\n" : "graded: Quiz\n" : "")}---\n\n::: quiz {{#q{n}}}\nquestions:\n  - id: x{n}\n    type: numeric\n    text: Combien ?\n    answer: \"1\"\n:::\n"
                )
            );
        var code = await amphi.OfferFiles(
            "first-aid",
            [
                ("course.yaml", "slug: first-aid\ntitle: Premiers secours\nlanguage: fr\n"),
                ("grading.yaml", grading),
                ("01/section.yaml", "id: s1\ntitle: Semaine 1\n"),
                .. lessons,
            ]
        );
        return new School(amphi, code);
    }

    public Task<PersonaId> Only() => amphi.With<Database, PersonaId>(db => db.Set<Enrolment>().Select(one => one.Persona).SingleAsync());

    public Task<int> Seat() => amphi.With<Database, int>(db => db.Set<Enrolment>().Select(one => one.Seat).SingleAsync());

    public Task<PersonaId> Seated(string name) =>
        amphi.With<Database, PersonaId>(db => db.Set<Enrolment>().Where(one => one.ShownName == name).Select(one => one.Persona).SingleAsync());

    /// <summary>Writes marks as a quiz would, in thousandths of one point.</summary>
    public async Task Mark(PersonaId persona, params (string Block, int Earned)[] marks)
    {
        var run = await amphi.With<RunBoard, RunFacts>(async runs => (await runs.RunAt(code, default))!);
        var course = await amphi.With<Shelf, OpenCourse>(async shelf => await shelf.Open(run.VersionId));
        var sheet = new MarkSheet(persona, run.Id);
        foreach (var (block, earned) in marks)
            sheet.Set(new BlockMark(course.Block(block).Block.Ordinal, earned, 1000, MarkState.Marked, 0, new Instant(0)));
        await amphi.With<Engine, bool>(async engine =>
        {
            await using var connection = await engine.Open(default);
            await using var transaction = await connection.BeginTransactionAsync();
            await Amphi.Assessment.Grades.Tables.Keep(connection, transaction, [sheet]);
            await transaction.CommitAsync();
            return true;
        });
    }
}
