using Amphi.Assessment.Cases;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Quizzes;
using Amphi.Courses;
using Amphi.Demonstration;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Demonstration;

public sealed class DemoTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_demonstration_leaves_answers_copies_and_requests_as_people_would(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await DemoWorld.Build(amphi.Services, amphi.Folder, _ => { }, TestContext.Current.CancellationToken);

        var (run, course) = await Lively(amphi);
        var copies = await amphi.With<Database, List<Submission>>(db => db.Submissions.AsNoTracking().ToListAsync());
        var readings = await amphi.With<Database, List<Review>>(db => db.Reviews.AsNoTracking().ToListAsync());
        var sheets = await amphi.With<HotReads, List<MarkSheet>>(async reads =>
            await reads.All("select persona, run_id, marks from mark_sheets where run_id = $1", Amphi.Assessment.Grades.Tables.Sheet, default, run.Id)
        );

        Assert.Equal(InventedCopy.All.Count, copies.Count);
        Assert.All(Enum.GetValues<SubmissionState>().Except([SubmissionState.Draft]), state => Assert.Contains(copies, copy => copy.State == state));
        Assert.Contains(copies, copy => copy.AwaitsAppeal);
        Assert.Contains(copies, copy => copy.AppealAnsweredAt is not null);
        Assert.Contains(readings, reading => !reading.IsDone && reading.Said.Count > 0);
        Assert.Contains(readings, reading => reading.Helpful == 0);
        Assert.True(await amphi.Count<Likeness>() >= 3);
        Assert.True(await amphi.With<Database, bool>(db => db.ExtensionRequests.AnyAsync(one => one.AnsweredAt == null)));
        Assert.Equal(2, await amphi.Count<MarkChange>());
        Assert.Equal(1, await amphi.Count<Arrangement>());

        // A mark is what the answers earned, for everyone.
        var quiz = course.Block("q32").Block;
        var earned = await amphi.With<HotReads, Dictionary<PersonaId, int>>(async reads =>
            (
                await reads.All(
                    "select a.persona, cast(sum(a.earned) as integer) from answers a join enrolments e on e.persona = a.persona where e.run_id = $1 and a.block = 'q32' group by a.persona",
                    row => (PersonaId.From(row.GetFieldValue<byte[]>(0)), row.GetInt32(1)),
                    default,
                    run.Id
                )
            ).ToDictionary()
        );
        Assert.True(earned.Count > 100);
        Assert.All(sheets, sheet => Assert.Equal(earned.GetValueOrDefault(sheet.Persona), sheet.Of(quiz.Ordinal)?.Earned ?? 0));
    }

    [Fact]
    public async Task Amina_is_in_a_test_with_a_copy_to_read_and_Bo_has_a_result()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        await DemoWorld.Build(amphi.Services, amphi.Folder, _ => { }, TestContext.Current.CancellationToken);
        var (run, _) = await Lively(amphi);
        var (amina, bo) = (await Persona(amphi, run, "amina@corvane.example"), await Persona(amphi, run, "bo@corvane.example"));

        var attempt = await amphi.With<HotReads, Attempt>(async reads =>
            Assert.Single(await reads.All(Amphi.Assessment.AttemptTables.OfLearner, Amphi.Assessment.AttemptTables.Attempt, default, amina.ToBytes(), "t34"))
        );
        PersonaId? reader = amina;
        Assert.True(attempt.IsOpen(amphi.Clock.Now()));
        Assert.NotEmpty(attempt.Answers);
        Assert.True(await amphi.With<Database, bool>(db => db.Reviews.AnyAsync(one => one.Reader == reader && one.DoneAt == null)));
        Assert.True(await amphi.With<Database, bool>(db => db.Submissions.AnyAsync(one => one.Persona == bo && one.SettledAt != null)));
        Assert.Null((await Enrolled(amphi, amina)).ShownName);
        Assert.Equal("Bo Lindqvist", (await Enrolled(amphi, bo)).ShownName);
        Assert.Equal("numerique", (await Enrolled(amphi, bo)).Audiences);
    }

    private static async Task<(RunFacts, OpenCourse)> Lively(Amphitheatre amphi)
    {
        var code = await amphi.With<Database, string>(async db =>
        {
            var course = await db.Courses.SingleAsync(one => one.Slug == new Slug("conduire-un-projet"));
            return await db.Runs.Where(one => one.CourseId == course.Id).Select(one => one.Code).SingleAsync();
        });
        var run = (await amphi.With<RunBoard, RunFacts?>(async runs => await runs.RunAt(code, default)))!;
        return (run, await amphi.With<Shelf, OpenCourse>(async shelf => await shelf.Open(run.VersionId)));
    }

    private static async Task<PersonaId> Persona(Amphitheatre amphi, RunFacts run, string email)
    {
        var id = await amphi.With<Database, long>(db => db.People.Where(one => one.EmailFolded == email).Select(one => one.Id).SingleAsync());
        return await amphi.With<Vault, PersonaId>(vault => vault.PersonaFor(id, run.Id, default));
    }

    private static Task<Enrolment> Enrolled(Amphitheatre amphi, PersonaId persona) =>
        amphi.With<Database, Enrolment>(db => db.Enrolments.SingleAsync(one => one.Persona == persona));
}
