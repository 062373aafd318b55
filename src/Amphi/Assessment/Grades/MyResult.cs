using Amphi.Courses;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Grades;

/// <param name="Supposed">What the result would be with the marks that the learner tries; null while they try nothing.</param>
/// <param name="Best">What it would be if everything that is open were wholly right.</param>
/// <param name="IntentReached">Whether the learner reached what they set out for.</param>
public sealed record MyResultModel(
    Classroom Room,
    Learner Learner,
    Result Result,
    Result Best,
    Result? Supposed,
    IReadOnlyDictionary<string, Share> Assumed,
    int? FinishedOn,
    bool IntentReached,
    IReadOnlyList<OutlineLesson> Remaining,
    IReadOnlyList<MarkCorrection> Corrections
)
{
    /// <summary>How many lessons are not done yet.</summary>
    public int Left => Room.Course.LessonsForLearners.Count(place => !Learner.Progress.IsDone(place.Lesson.Ordinal));
}

/// <summary>A learner reads how each number of their result came about, and tries what would become of it. Nothing is kept.</summary>
internal static class MyResult
{
    private const string If = "if.";

    public static async Task<IResult> See(Classroom room, HotReads reads, Gradebook gradebook, Database db, HttpContext context)
    {
        if (room.Learner is not { } learner)
            return Results.LocalRedirect($"/c/{room.Run.Code}/gradebook");

        var standing = await Standing.Of(room, learner, reads, gradebook);
        var assumed = Assumed(context.Request.Query, standing.Policy);
        var open = standing.Result.OpenPieces.ToDictionary(piece => piece.Piece.Lesson, _ => Share.Whole);
        var corrections = await db
            .MarkCorrections.AsNoTracking()
            .Where(one => one.Persona == learner.Persona)
            .OrderByDescending(one => one.Id)
            .Take(50)
            .ToListAsync(room.Visit.Cancel);
        var model = new MyResultModel(
            room,
            learner,
            standing.Result,
            standing.If(open),
            assumed.Count == 0 ? null : standing.If(assumed),
            assumed,
            standing.FinishedOn,
            standing.IntentReached,
            [.. room.Course.Goal.Where(lesson => room.Shows(lesson) && !learner.Progress.IsDone(lesson.Ordinal))],
            corrections
        );
        return Page.Show(room.Frame(room.Visit.Words["result.title"], "result"), MyResultPage.Create(model));
    }

    private static Dictionary<string, Share> Assumed(IQueryCollection query, GradingPolicy policy)
    {
        var assumed = new Dictionary<string, Share>(StringComparer.Ordinal);
        foreach (var piece in policy.Pieces)
            if (MarkOffice.Hundredths(query[If + piece.Lesson].ToString()) is { } hundredths)
                assumed[piece.Lesson] = Share.OfHundredths(hundredths);
        return assumed;
    }
}
