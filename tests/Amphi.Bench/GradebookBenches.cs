using System.Diagnostics;
using System.Globalization;
using Amphi.Assessment.Grades;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;

namespace Amphi.Bench;

/// <summary>The gradebook of a run with 160,000 learners and 40 graded pieces, as its team asks for it.</summary>
internal static class GradebookBenches
{
    private const int Learners = 160_000;
    private const int Pieces = 40;
    private const int Handful = 5_000;

    public static async Task Sqlite()
    {
        await using var stand = await Stand.Open();
        await Measure(stand, "SQLite");
    }

    public static async Task Postgres()
    {
        if (!BenchPostgres.IsHere)
        {
            Console.WriteLine("gradebook, PostgreSQL: not measured, the package postgresql is not installed");
            return;
        }

        await using var postgres = await BenchPostgres.Start();
        await using var stand = await Stand.Open(postgres.Connection);
        await Measure(stand, "PostgreSQL");
    }

    private static async Task Measure(Stand stand, string engine)
    {
        var code = await Offer(stand);
        await Seat(stand, code);
        using var teacher = new HttpClient { BaseAddress = stand.Address, Timeout = TimeSpan.FromMinutes(5) };
        teacher.DefaultRequestHeaders.Add("Cookie", await stand.SignIn("teodora@montreval.example"));

        // The demonstration's gradebook first: what is measured is the crowd, not a program that has just begun.
        await Time(teacher, $"/c/{stand.Run}/gradebook");
        var (first, bytes) = await Time(teacher, $"/c/{code}/gradebook");
        Figures.AtMost($"gradebook: first page, first time, {engine}", first, 300, $"ms, {bytes / 1024} KiB");
        var pages = new List<double>();
        for (var n = 0; n < 9; n++)
            pages.Add((await Time(teacher, $"/c/{code}/gradebook?after={n * 17_000}")).Milliseconds);
        Figures.AtMost($"gradebook: a page, {engine}", Figures.Median(pages), 300, "ms");

        GC.Collect();
        var before = Environment.WorkingSet;
        var most = before;
        using (new Timer(_ => most = Math.Max(most, Environment.WorkingSet), null, 0, 20))
        {
            var (export, size) = await Time(teacher, $"/c/{code}/gradebook.csv");
            Figures.AtMost($"gradebook: CSV of everyone, {engine}", export / 1000, 60, $"s, {size >> 20} MiB");
        }

        Figures.AtMost($"gradebook: memory while it streams, {engine}", (most - before) / 1_048_576.0, 256, "MiB more than before");

        var (computed, _) = await Time(teacher, $"/c/{code}/gradebook?sort=best");
        Figures.AtMost($"gradebook: all results computed, {engine}", computed / 1000, 60, "s");
    }

    private static async Task<(double Milliseconds, long Bytes)> Time(HttpClient teacher, string address)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await teacher.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var (buffer, bytes) = (new byte[65_536], 0L);
        while (await body.ReadAsync(buffer) is > 0 and var read)
            bytes += read;
        return (watch.Elapsed.TotalMilliseconds, bytes);
    }

    private static async Task<string> Offer(Stand stand)
    {
        var folder = Directory.CreateDirectory(Path.Combine(stand.Folder, "marked", "01")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "course.yaml"), "slug: marked\ntitle: Marked\nlanguage: en\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "grading.yaml"),
            "categories:\n  - name: Quiz\n    weight: 100\n    count: 40\n    drop: 4\nlevels:\n  - name: Certificate\n    from: 60\n"
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "section.yaml"), "id: ms\ntitle: Week\n");
        for (var n = 1; n <= Pieces; n++)
            await File.WriteAllTextAsync(
                Path.Combine(folder, "01", $"{n:00}.md"),
                $"---\nid: ml{n}\ntitle: Quiz {n}\ngraded: Quiz\n---\n\n::: quiz {{#mq{n}}}\nquestions:\n  - id: mx{n}\n    type: numeric\n    text: How many?\n    answer: \"1\"\n:::\n"
            );
        var organisation = await stand.With<Registry, Organisation>(registry =>
            registry.Organisation(Demonstration.DemoWorld.Organisation, CancellationToken.None)
        );
        await stand.With<CourseImport, object>(async import => await import.Import(folder, organisation.Id, CancellationToken.None));
        return await stand.With<RunOffice, string>(office => office.Open(new Slug("marked"), new NewRun("All", null, null), CancellationToken.None));
    }

    private static async Task Seat(Stand stand, string code)
    {
        var run = (await stand.Services.GetRequiredService<RunBoard>().RunAt(code, CancellationToken.None))!;
        var course = await stand.Services.GetRequiredService<Shelf>().Open(run.VersionId);
        var blocks = GradingPolicy.Of(course).Pieces.SelectMany(piece => piece.Blocks).Select(block => block.Ordinal).ToList();
        var random = new Random(1);
        for (var seat = 1; seat <= Learners; seat += Handful)
        {
            var enrolments = Enumerable.Range(seat, Handful).Select(one => Enrolled(run.Id, one, random)).ToList();
            var sheets = enrolments.ConvertAll(enrolment => Marked(enrolment, blocks, random));
            await stand.With<Engine, bool>(async engine =>
            {
                await using var connection = await engine.Open(CancellationToken.None);
                await using var transaction = await connection.BeginTransactionAsync();
                await Enrolments.Tables.Add(connection, transaction, enrolments);
                await Assessment.Grades.Tables.Keep(connection, transaction, sheets);
                await transaction.CommitAsync();
                return true;
            });
        }
    }

    private static Enrolment Enrolled(long run, int seat, Random random)
    {
        var enrolment = new Enrolment
        {
            Persona = PersonaId.New(),
            RunId = run,
            Seat = seat,
            EnrolledOn = 20_000,
        };
        if (random.Next(3) > 0)
            enrolment.ShowName(string.Create(CultureInfo.InvariantCulture, $"Learner {seat}"));
        return enrolment;
    }

    private static MarkSheet Marked(Enrolment enrolment, List<int> blocks, Random random)
    {
        var sheet = new MarkSheet(enrolment.Persona, enrolment.RunId);
        foreach (var block in blocks)
            sheet.Set(new BlockMark(block, random.Next(1001), 1000, MarkState.Marked, 0, new Instant(0)));
        return sheet;
    }
}
