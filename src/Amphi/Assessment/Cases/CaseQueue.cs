using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Learning.Dates;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

public sealed record QueueModel(Classroom Room, IReadOnlyList<Submission> Waiting, IReadOnlyList<CaseCount> Cases, IReadOnlyList<LikeCopy> Alike)
{
    /// <summary>Who asks for more time, the longest wait first.</summary>
    public required IReadOnlyList<AskedExtension> Asked { get; init; }

    /// <summary>The title of a case or of a lesson; its id when the course has it no longer.</summary>
    public string TitleOf(string thing) =>
        Room.Course.LessonOf(thing) is not { } lesson ? thing : lesson.Blocks.FirstOrDefault(block => block.Id == thing)?.Title ?? lesson.Title;
}

/// <summary>How a case of a run goes: copies handed in, with a result, with peers, with the team.</summary>
public sealed record CaseCount(string Block, int HandedIn, int Settled, int WithPeers, int WithTeam);

/// <summary>A reading as the team sees it, with how near its reader usually is to the middle; null when that cannot be said yet.</summary>
public sealed record WeighedReading(Review Review, int? Reliability);

public sealed record MarkModel(CopyModel Copy, string Author, IReadOnlyList<WeighedReading> Readings, IReadOnlyList<LikeCopy> Alike)
{
    public required QueuePlace Place { get; init; }
}

/// <summary>Where a copy stands among those that wait, and the codes of those beside it; 0 when it does not wait.</summary>
public sealed record QueuePlace(int Number, int Of, string? Before, string? After);

/// <summary>The team sees what waits for it, reads a copy beside its rubric, and answers those who ask again.</summary>
internal static class CaseQueue
{
    private const int Most = 100;
    private const int MostAlike = 20;
    private const int MostAsked = 20;

    public static async Task<IResult> See(Classroom room, Database db)
    {
        var (run, cancel) = (Team(room).Run.Id, room.Visit.Cancel);
        var waiting = await db.WaitingForTeam(run).AsNoTracking().Take(Most).ToListAsync(cancel);
        var states = await db
            .Submissions.Where(copy => copy.RunId == run && copy.HandedInAt != null)
            .GroupBy(copy => new { copy.Block, copy.State })
            .Select(all => new
            {
                all.Key.Block,
                all.Key.State,
                Count = all.Count(),
            })
            .ToListAsync(cancel);
        var counts = states
            .GroupBy(one => one.Block)
            .Select(all => new CaseCount(
                all.Key,
                all.Sum(one => one.Count),
                all.Where(one => one.State == SubmissionState.Settled).Sum(one => one.Count),
                all.Where(one => one.State == SubmissionState.WithPeers).Sum(one => one.Count),
                all.Where(one => one.State == SubmissionState.WithTeam).Sum(one => one.Count)
            ))
            .ToList();
        var alike = await SeeLikeness.Of(db, run, null, MostAlike, cancel);
        var model = new QueueModel(room, waiting, counts, alike) { Asked = await TeamDates.Waiting(db, run, MostAsked, cancel) };
        return Page.Show(room.Frame(room.Visit.Words["case.queue"], "cases"), QueuePage.Create(model));
    }

    public static async Task<IResult> Open(string copy, Classroom room, CaseDesk desk, Database db) => Show(await Model(copy, Team(room), desk, db));

    public static async Task<IResult> Mark(string copy, Classroom room, CaseDesk desk, ReviewDesk reviews, Database db, HttpContext context)
    {
        var (model, cancel) = (await Model(copy, Team(room), desk, db), room.Visit.Cancel);
        var form = await context.Request.ReadFormAsync(cancel);
        var written = ReadCopy.Written(model.Copy.Case.Study, form);
        var answer = HandInWork.Line(form["answer"]).Trim();
        try
        {
            var keepsResult = model.Copy.Copy.AwaitsAppeal && form["do"] == "leave";
            if (!keepsResult)
                ReadCopy.RefuseIncomplete(model.Copy.Case.Study, written);
            await reviews.Mark(model.Copy.Copy.Id, keepsResult ? null : written, answer, room.Visit.Act(form), room.Visit.Now, cancel);
        }
        catch (RefusedException refused) when (refused.Refusal.Status == 422)
        {
            var draft = new Review
            {
                SubmissionId = model.Copy.Copy.Id,
                RunId = room.Run.Id,
                Block = model.Copy.Copy.Block,
                Kind = ReviewKind.Team,
                BegunAt = room.Visit.Now,
            };
            draft.Keep(written.Said, written.Remarks);
            return Show(model with { Copy = model.Copy with { Review = draft, Fault = refused.Refusal } }, 422);
        }

        // On to the next, so that a hand need not leave the keyboard.
        var next = await db.WaitingForTeam(room.Run.Id).AsNoTracking().Select(one => one.Code).FirstOrDefaultAsync(cancel);
        return Results.LocalRedirect(next is null ? $"/c/{room.Run.Code}/cases" : $"/c/{room.Run.Code}/cases/{next}");
    }

    private static async Task<MarkModel> Model(string code, Classroom room, CaseDesk desk, Database db)
    {
        var (run, cancel) = (room.Run.Id, room.Visit.Cancel);
        var copy =
            await db.Submissions.AsNoTracking().SingleOrDefaultAsync(one => one.Code == code && one.RunId == run && one.HandedInAt != null, cancel)
            ?? throw new MissingException("No such copy.");
        var open = await desk.Open(room, copy.Block);
        var names = new List<string>();
        foreach (var author in await db.AuthorsOf(copy, cancel))
            names.Add(TeamUp.NameOf(await db.EnrolmentOf(author, cancel), room.Visit.Words));
        var readings = new List<WeighedReading>();
        foreach (
            var review in await db
                .Reviews.AsNoTracking()
                .Where(one => one.SubmissionId == copy.Id && one.DoneAt != null)
                .OrderBy(one => one.Id)
                .ToListAsync(cancel)
        )
            readings.Add(new WeighedReading(review, await Reliability(review, run, db, cancel)));
        return new MarkModel(
            new CopyModel(open, copy, await db.FilesOf(copy, cancel), null),
            string.Join(", ", names.Order(StringComparer.Ordinal)),
            readings,
            await SeeLikeness.Of(db, run, copy.Id, 5, cancel)
        )
        {
            Place = await PlaceOf(copy.Code, run, db, cancel),
        };
    }

    private static async Task<QueuePlace> PlaceOf(string code, long run, Database db, CancellationToken cancel)
    {
        var waiting = await db.WaitingForTeam(run).AsNoTracking().Select(one => one.Code).Take(Most).ToListAsync(cancel);
        var at = waiting.IndexOf(code);
        return at < 0
            ? new QueuePlace(0, waiting.Count, null, waiting.FirstOrDefault())
            : new QueuePlace(at + 1, waiting.Count, waiting.ElementAtOrDefault(at - 1), waiting.ElementAtOrDefault(at + 1));
    }

    private static async Task<int?> Reliability(Review review, long run, Database db, CancellationToken cancel)
    {
        if (review.Kind != ReviewKind.Peer)
            return null;
        var reader = review.Reader;
        var mean = await db
            .Reviews.Where(one => one.Reader == reader && one.RunId == run && one.Kind == ReviewKind.Peer && one.Distance != null)
            .AverageAsync(one => (double?)one.Distance, cancel);
        return mean is { } distance ? 100 - (int)Math.Round(distance) : null;
    }

    private static Classroom Team(Classroom room) => room.IsTeam ? room : throw new MissingException("For the team.");

    private static IResult Show(MarkModel model, int status = StatusCodes.Status200OK) =>
        Page.Show(model.Copy.Case.Room.Frame(model.Copy.Case.Title, "cases") with { Scripts = ["case.js"] }, MarkPage.Create(model), status);
}
