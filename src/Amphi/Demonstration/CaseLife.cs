using Amphi.Assessment.Cases;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Demonstration;

/// <summary>
/// A few dozen of a cohort at work on a case study, through the doors that everyone uses and as time went. Some early
/// ones hand in, train, read each other and have their results; later ones hand in and hardly read, so that copies come
/// to the team; the last ones still wait.
/// </summary>
internal sealed class CaseLife(IServiceProvider services, RunFacts run, OpenCourse course, PlacedCase place, Instant now, CancellationToken cancel)
{
    /// <summary>How many of the first writers have done everything.</summary>
    public const int Early = 8;
    private const int Late = 10;
    private const string Language = "fr";

    private static readonly string[] Appeals =
    [
        "La troisième partie répond à la question posée : la décision y est datée. Pourriez-vous la relire ?",
        "Mes lecteurs ne sont pas d’accord entre eux sur l’ordre des tâches. J’aimerais un avis de l’équipe.",
    ];

    private const string Answered = "Relue à deux. La décision est datée, mais personne n’est prévenu avant : le niveau reste.";

    private readonly Random _luck = new(41);
    private readonly CaseStudy _study = new(run.Id, place.Place, place.Written);
    private readonly List<(Instant At, Func<Instant, Task> Act)> _acts = [];
    private readonly Dictionary<long, InventedCopy> _copies = [];
    private List<PersonaId> _writers = [];

    /// <param name="writers">Who hands in, in order; at most one for each invented copy.</param>
    public async Task Play(IReadOnlyList<PersonaId> writers)
    {
        _writers = [.. writers.Take(InventedCopy.All.Count)];
        for (var n = 0; n < _writers.Count; n++)
            Plan(n);
        foreach (var (at, act) in _acts.OrderBy(one => one.At).ToList())
            await act(at);
    }

    private void Plan(int n)
    {
        var (writer, copy) = (_writers[n], InventedCopy.All[n]);
        var reading = new InventedReading(_study, _luck);
        var at =
            n < Early ? Ago(12 * 24 - (n * 5))
            : n < Early + Late ? Ago((9 * 24) - ((n - Early) * 4))
            : Ago(5 * 24 - ((n - Early - Late) * 10));
        At(at, when => HandIn(writer, copy, when));
        // Most of the later ones read nothing, as it goes.
        var gives =
            n < Early ? _study.MustGive
            : n % (n < Early + Late ? 5 : 4) == 0 ? 1
            : 0;
        var eye = (n % 7) switch
        {
            2 => Eye.Hurried,
            5 => Eye.Harsh,
            _ => Eye.Careful,
        };
        if (gives > 0)
            At(at + TimeSpan.FromHours(1), when => Train(writer, when));
        var from = n < Early ? Ago(10 * 24 - n) : at;
        for (var number = 1; number <= gives; number++)
            if (from + TimeSpan.FromHours(5 * number) is var time && time < now)
                At(time, when => Read(writer, reading, eye, when));
        if (n < Early)
        {
            At(from + TimeSpan.FromHours(3), when => ReadOwn(writer, reading, copy, when));
            At(Ago((8 * 24) - n), _ => Thank(writer));
        }
    }

    /// <summary>Two ask the team to look again; it has answered the first.</summary>
    public async Task AskAgain()
    {
        var settled = new List<Submission>();
        await In<Database>(async db =>
        {
            foreach (var writer in _writers.Take(Early))
                if (await db.CopyOf(writer, run.Id, _study.Id, cancel) is { IsSettled: true } copy)
                    settled.Add(copy);
        });
        foreach (var (copy, why) in settled.Skip(1).Zip(Appeals))
            await In<ReviewDesk>(desk => desk.AskAgain(_study, copy.Persona, why, Ago(30), cancel));
        await In<ReviewDesk>(desk => desk.Mark(settled[1].Id, null, Answered, Guid.NewGuid(), Ago(6), cancel));
    }

    /// <summary>Someone begins to read a copy and stops halfway.</summary>
    public async Task BeginReading(PersonaId reader)
    {
        await Train(reader, Ago(2));
        if (await Next(reader, now) is not { } code)
            return;
        var half = new InventedReading(_study, _luck).Of(InventedCopy.All[0], Eye.Careful);
        await In<ReviewDesk>(desk => desk.Keep(code, reader, half with { Said = [.. half.Said.Take(2)] }, cancel));
    }

    private async Task HandIn(PersonaId writer, InventedCopy copy, Instant at)
    {
        var calendar = new RunCalendar(run, Enrolments.Enrolment.Day(at), null, LatePolicy.Of(course.Outline.Late));
        var author = new Author(_study, writer, Language, calendar.DeadlineOf(place.Lesson, place.Place), null, at);
        await In<SubmissionDesk>(desk => desk.Keep(author, copy.Parts, null, 0, cancel));
        await In<SubmissionDesk>(desk => desk.HandIn(author, audiences => course.For(audiences).LessonOf(_study.Id) ?? place.Lesson, Guid.NewGuid(), cancel));
        await In<Database>(async db => _copies[(await db.CopyOf(writer, run.Id, _study.Id, cancel))!.Id] = copy);
    }

    // The first sample is enough for who reads it as the team does.
    private Task Train(PersonaId reader, Instant at) =>
        In<Database>(db =>
            db.Alone(
                async () =>
                {
                    if (_study.Samples.Count > 0 && !await db.TrainingTries.AnyAsync(one => one.Persona == reader, cancel))
                        db.TrainingTries.Add(new Training(_study, []).Try(reader, LikeTheTeam(_study.Samples[0]), at));
                    return await db.SaveChangesAsync(cancel);
                },
                cancel
            )
        );

    private List<Judgement> LikeTheTeam(Formats.Courses.CaseSample sample) =>
        [
            .. sample.Marks.Select(mark => new Judgement(
                mark.Criterion,
                _study.Rubric.First(one => one.Id == mark.Criterion).Levels.ToList().FindIndex(level => level.Points == mark.Points),
                mark.Points,
                null
            )),
        ];

    private async Task Read(PersonaId reader, InventedReading reading, Eye eye, Instant at)
    {
        if (await Next(reader, at) is not { } code)
            return;
        var submission = 0L;
        await In<Database>(async db => submission = await db.Reviews.Where(one => one.Code == code).Select(one => one.SubmissionId).SingleAsync(cancel));
        var written = reading.Of(_copies[submission], eye);
        await In<ReviewDesk>(desk => desk.Send(code, reader, written, Guid.NewGuid(), at + TimeSpan.FromMinutes(25), cancel));
    }

    private Task<string?> Next(PersonaId reader, Instant at) =>
        services.GetRequiredService<ReadingRoom>().Next(run.Id, _study.Id, reader, Language, at, cancel);

    private async Task ReadOwn(PersonaId writer, InventedReading reading, InventedCopy copy, Instant at)
    {
        var code = "";
        await In<ReviewDesk>(async desk => code = await desk.OfOwn(_study, writer, at, cancel));
        await In<ReviewDesk>(desk => desk.Send(code, writer, reading.Of(copy, Eye.Careful), Guid.NewGuid(), at, cancel));
    }

    // Whoever has a result says of each reading how much it helped: one word hardly does.
    private async Task Thank(PersonaId writer)
    {
        var readings = new List<(string Code, int Helpful)>();
        await In<Database>(async db =>
        {
            var copy = (await db.CopyOf(writer, run.Id, _study.Id, cancel))!;
            if (copy.IsSettled)
                foreach (var one in (await db.ReadingsOf(copy, cancel)).Where(one => one.Kind == ReviewKind.Peer))
                    readings.Add((one.Code, one.Remarks.Better.Length == 0 ? 0 : _luck.Next(2, 4)));
        });
        foreach (var (code, helpful) in readings)
            await In<ReviewDesk>(desk => desk.Rate(_study, writer, code, helpful, cancel));
    }

    private void At(Instant at, Func<Instant, Task> act) => _acts.Add((at, act));

    private Instant Ago(int hours) => now - TimeSpan.FromHours(hours);

    private async Task In<T>(Func<T, Task> act)
        where T : notnull
    {
        await using var scope = services.CreateAsyncScope();
        await act(scope.ServiceProvider.GetRequiredService<T>());
    }
}
