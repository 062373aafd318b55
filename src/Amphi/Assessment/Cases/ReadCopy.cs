using System.Globalization;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>What was handed in, as it is read.</summary>
public sealed record WorkModel(OpenCase Case, Submission Copy, IReadOnlyList<SubmittedFile> Files);

/// <summary>A copy beside its rubric.</summary>
public sealed record CopyModel(OpenCase Case, Submission Copy, IReadOnlyList<SubmittedFile> Files, Review? Review)
{
    /// <summary>How many copies the reader has read before this one.</summary>
    public int Before { get; init; }
    public Refusal? Fault { get; init; }

    public RubricModel Rubric => new(Case, Case.Study.Rubric, Review?.Said ?? []);
}

/// <summary>A rubric to fill in, with what was said along it so far.</summary>
public sealed record RubricModel(OpenCase Case, IReadOnlyList<Criterion> Criteria, IReadOnlyList<Judgement> Said);

/// <summary>A learner reads the copy of somebody, or their own, along the rubric.</summary>
internal static class ReadCopy
{
    /// <summary>Takes the next copy, or the one that was begun.</summary>
    public static async Task<IResult> Next(string block, Classroom room, CaseDesk desk, ReadingRoom readings, CaseClerk clerk, Database db)
    {
        var (open, cancel) = (await desk.Open(room, block), room.Visit.Cancel);
        var persona = room.Acting.Persona;
        var own = await db.CopyOf(persona, open.Study.RunId, open.Study.Id, cancel);
        if (own is null or { IsDraft: true } || open.Study.MustGive == 0)
            throw new RefusedException(new Refusal("case.refused.first"));
        if (open.ReadFrom is { } from && room.Visit.Now < from)
            throw new RefusedException(new Refusal("case.refused.readfrom", from));

        if (!await Train.IsReady(open.Study, persona, db, cancel))
            return Results.LocalRedirect($"{open.Address}/training");
        if (await readings.Next(open.Study.RunId, open.Study.Id, persona, room.Visit.Language, room.Visit.Now, cancel) is { } code)
            return Results.LocalRedirect($"{open.Address}/read/{code}");

        // Nothing is left to read: what the reader owed is given.
        await db.Alone(async () => await clerk.Advance(await db.Submissions.SingleAsync(one => one.Id == own.Id, cancel), room.Visit.Now, cancel), cancel);
        return Results.LocalRedirect($"{open.Address}?nothing=1");
    }

    public static async Task<IResult> Own(string block, Classroom room, CaseDesk desk, ReviewDesk reviews)
    {
        var open = await desk.Open(room, block);
        var code = await reviews.OfOwn(open.Study, room.Acting.Persona, room.Visit.Now, room.Visit.Cancel);
        return Results.LocalRedirect($"{open.Address}/read/{code}");
    }

    public static async Task<IResult> See(string block, string review, Classroom room, CaseDesk desk, Database db)
    {
        var open = await desk.Open(room, block);
        return Show(await Model(open, review, room.Acting.Persona, db));
    }

    public static async Task<IResult> Send(string block, string review, Classroom room, CaseDesk desk, ReviewDesk reviews, Database db, HttpContext context)
    {
        var (open, cancel) = (await desk.Open(room, block), room.Visit.Cancel);
        var persona = room.Acting.Persona;
        var form = await context.Request.ReadFormAsync(cancel);
        var written = Written(open.Study, form);
        try
        {
            if (form["do"] == "keep")
            {
                await reviews.Keep(review, persona, written, cancel);
                return context.Request.Headers.ContainsKey("X-Fragment") ? Results.Json(new { revision = 0 }) : Results.LocalRedirect(open.Address);
            }

            RefuseIncomplete(open.Study, written);
            await reviews.Send(review, persona, written, room.Visit.Act(form), room.Visit.Now, cancel);
            return Results.LocalRedirect($"{open.Address}#read");
        }
        catch (RefusedException refused) when (refused.Refusal.Status == 422)
        {
            // Incomplete: kept as it is, and said.
            await reviews.Keep(review, persona, written, cancel);
            var model = await Model(open, review, persona, db);
            return Show(model with { Fault = refused.Refusal }, 422);
        }
    }

    public static async Task<IResult> Rate(string block, string review, Classroom room, CaseDesk desk, ReviewDesk reviews, HttpContext context)
    {
        var open = await desk.Open(room, block);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        await reviews.Rate(
            open.Study,
            room.Acting.Persona,
            review,
            int.TryParse(form["helpful"], NumberStyles.None, CultureInfo.InvariantCulture, out var helpful) ? helpful : -1,
            room.Visit.Cancel
        );
        return Results.LocalRedirect($"{open.Address}#r-{review}");
    }

    public static async Task<IResult> AskAgain(string block, Classroom room, CaseDesk desk, ReviewDesk reviews, HttpContext context)
    {
        var open = await desk.Open(room, block);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        await reviews.AskAgain(open.Study, room.Acting.Persona, HandInWork.Line(form["why"]).Trim(), room.Visit.Now, room.Visit.Cancel);
        return Results.LocalRedirect($"{open.Address}#again");
    }

    /// <summary>What a form says along the rubric: <c>l.{criterion}</c> is a level, <c>c.{criterion}</c> a comment.</summary>
    internal static Written Written(CaseStudy study, IFormCollection form)
    {
        var said = new List<Judgement>();
        foreach (var criterion in study.Rubric)
        {
            var comment = HandInWork.Line(form[$"c.{criterion.Id}"]).Trim();
            var isChosen =
                int.TryParse(form[$"l.{criterion.Id}"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level < criterion.Levels.Count;
            if (isChosen || comment.Length > 0)
                said.Add(
                    new Judgement(criterion.Id, isChosen ? level : -1, isChosen ? criterion.Levels[level].Points : 0, comment.Length > 0 ? comment : null)
                );
        }

        return new Written(
            said,
            new Remarks(HandInWork.Line(form["good"]).Trim(), HandInWork.Line(form["better"]).Trim(), HandInWork.Line(form["ask"]).Trim())
        );
    }

    /// <exception cref="RefusedException">A criterion has no level, or a comment that is asked for is missing.</exception>
    internal static void RefuseIncomplete(CaseStudy study, Written written)
    {
        foreach (var criterion in study.Rubric)
        {
            var said = written.Said.FirstOrDefault(one => one.Criterion == criterion.Id);
            if (criterion.Levels.Count > 0 && said is null or { Level: < 0 })
                throw new RefusedException(new Refusal("case.refused.level") { Status = 422 });
            if (criterion.Comment == Wanted.Required && said?.Comment is null)
                throw new RefusedException(new Refusal("case.refused.comment") { Status = 422 });
        }
    }

    private static async Task<CopyModel> Model(OpenCase open, string code, PersonaId persona, Database db)
    {
        var cancel = open.Room.Visit.Cancel;
        PersonaId? reader = persona;
        var (run, block) = (open.Study.RunId, open.Study.Id);
        var review =
            await db
                .Reviews.AsNoTracking()
                .SingleOrDefaultAsync(one => one.Code == code && one.Reader == reader && one.RunId == run && one.Block == block, cancel)
            ?? throw new MissingException("No such reading.");
        var copy = await db.Submissions.AsNoTracking().SingleAsync(one => one.Id == review.SubmissionId, cancel);
        if (copy.IsDraft)
            throw new MissingException("It was taken back.");
        return new CopyModel(open, copy, await db.FilesOf(copy, cancel), review)
        {
            Before = await db.ReadBy(persona, run, block).CountAsync(one => one.DoneAt != null && one.Id != review.Id, cancel),
        };
    }

    private static IResult Show(CopyModel model, int status = StatusCodes.Status200OK) =>
        Page.Show(model.Case.Room.Frame(model.Case.Title, "case") with { Scripts = ["case.js"] }, CopyPage.Create(model), status);
}
