using System.Globalization;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <param name="Number">The place of the sample, from 0.</param>
/// <param name="Done">What the reader said of it; null before.</param>
public sealed record TrainingModel(OpenCase Case, Training Training, int Number, TrainingTry? Done)
{
    public IReadOnlyList<Judgement> Said { get; init; } = [];
    public Refusal? Fault { get; init; }
    public CaseSample Sample => Case.Study.Samples[Number];
    public RubricModel Rubric => new(Case, Training.Criteria(Case.Study, Sample), Said);
}

/// <summary>A learner reads samples along the rubric, and compares with the team, before they read a peer.</summary>
internal static class Train
{
    /// <summary>Whether a reader may read peers: they have trained, or there is nothing to train on, or they read before there was.</summary>
    public static async Task<bool> IsReady(CaseStudy study, PersonaId reader, Database db, CancellationToken cancel) =>
        study.Samples.Count == 0 || (await Of(study, reader, db, cancel)).IsReady || await db.ReadBy(reader, study.RunId, study.Id).AnyAsync(cancel);

    /// <param name="seen">The number of a sample that was read, to compare with the team's marks.</param>
    public static async Task<IResult> See(string block, Classroom room, CaseDesk desk, Database db, string? seen)
    {
        var (open, training) = await Opened(block, room, desk, db);
        if (int.TryParse(seen, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < training.Tries.Count)
            return Show(new TrainingModel(open, training, number, training.Tries[number]));
        return training.IsReady ? Results.LocalRedirect($"{open.Address}#read") : Show(new TrainingModel(open, training, training.Tries.Count, null));
    }

    public static async Task<IResult> Send(string block, Classroom room, CaseDesk desk, Database db, HttpContext context)
    {
        var (open, training) = await Opened(block, room, desk, db);
        var (reader, cancel) = (room.Acting.Persona, room.Visit.Cancel);
        var form = await context.Request.ReadFormAsync(cancel);
        if (
            training.IsReady
            || !int.TryParse(form["sample"], NumberStyles.None, CultureInfo.InvariantCulture, out var sample)
            || sample != training.Tries.Count
        )
            return Results.LocalRedirect($"{open.Address}/training");

        var model = new TrainingModel(open, training, sample, null);
        var said = ReadCopy.Written(open.Study, form).Said;
        if (model.Rubric.Criteria.Any(criterion => criterion.Levels.Count > 0 && said.All(one => one.Criterion != criterion.Id || one.Level < 0)))
            return Show(model with { Said = said, Fault = new Refusal("case.refused.level") }, 422);
        await db.Alone(
            async () =>
            {
                // Two tabs: the first one counts.
                if (
                    !await db.TrainingTries.AnyAsync(
                        one => one.Persona == reader && one.RunId == room.Run.Id && one.Block == block && one.Sample == sample,
                        cancel
                    )
                )
                    db.TrainingTries.Add(training.Try(reader, said, room.Visit.Now));
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );
        return Results.LocalRedirect($"{open.Address}/training?seen={sample}");
    }

    private static async Task<(OpenCase, Training)> Opened(string block, Classroom room, CaseDesk desk, Database db)
    {
        var open = await desk.Open(room, block);
        var (reader, cancel) = (room.Acting.Persona, room.Visit.Cancel);
        if (open.Study.Samples.Count == 0)
            throw new MissingException("Nothing to train on.");
        if (await db.CopyOf(reader, room.Run.Id, block, cancel) is null or { IsDraft: true })
            throw new RefusedException(new Refusal("case.refused.first"));
        return (open, await Of(open.Study, reader, db, cancel));
    }

    private static async Task<Training> Of(CaseStudy study, PersonaId reader, Database db, CancellationToken cancel)
    {
        var (run, block) = (study.RunId, study.Id);
        return new Training(
            study,
            await db
                .TrainingTries.AsNoTracking()
                .Where(one => one.Persona == reader && one.RunId == run && one.Block == block)
                .OrderBy(one => one.Sample)
                .ToListAsync(cancel)
        );
    }

    private static IResult Show(TrainingModel model, int status = StatusCodes.Status200OK) =>
        Page.Show(model.Case.Room.Frame(model.Case.Title, "case") with { Scripts = ["case.js"] }, TrainingPage.Create(model), status);
}
