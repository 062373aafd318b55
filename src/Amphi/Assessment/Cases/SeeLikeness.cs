using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>Another copy that one is like, as a line that leads to both.</summary>
public sealed record LikeCopy(string Code, string Other, string Block, int Percent);

/// <param name="Copies">Both, in the order in which they were handed in.</param>
public sealed record LikenessModel(OpenCase Case, int Percent, IReadOnlyList<ComparedCopy> Copies);

public sealed record ComparedCopy(Submission Copy, IReadOnlyList<Passage> Passages);

/// <summary>The team sees two copies side by side, with what they share. It is something to look at, and proves nothing.</summary>
internal static class SeeLikeness
{
    public static async Task<IResult> See(string copy, string other, Classroom room, CaseDesk desk, Database db)
    {
        if (!room.IsTeam)
            throw new MissingException("For the team.");
        var (run, cancel) = (room.Run.Id, room.Visit.Cancel);
        var both = await db
            .Submissions.AsNoTracking()
            .Where(one => one.RunId == run && one.HandedInAt != null && (one.Code == copy || one.Code == other))
            .OrderBy(one => one.HandedInAt)
            .ThenBy(one => one.Id)
            .ToListAsync(cancel);
        var ids = both.ConvertAll(one => one.Id);
        if (
            both.Count != 2
            || await db.Likenesses.AsNoTracking().SingleOrDefaultAsync(one => ids.Contains(one.SubmissionId) && ids.Contains(one.OtherId), cancel)
                is not { } likeness
        )
            throw new MissingException("No such likeness.");
        var open = await desk.Open(room, both[0].Block);
        var everyones = CaseStudy.WordsOf(open.Study.Block);
        var model = new LikenessModel(open, likeness.Percent, [Compared(both[0], both[1], everyones), Compared(both[1], both[0], everyones)]);
        return Page.Show(room.Frame(room.Visit.Words["case.like"], "cases"), LikenessPage.Create(model));
    }

    /// <summary>The likenesses of a run that are worth a look, the greatest first; of one copy, when it is given.</summary>
    internal static Task<List<LikeCopy>> Of(Database db, long run, long? copy, int most, CancellationToken cancel)
    {
        var submissions = db.Submissions.AsNoTracking();
        return db
            .Likenesses.AsNoTracking()
            .Where(one => one.RunId == run && (copy == null || one.SubmissionId == copy || one.OtherId == copy))
            .OrderByDescending(one => one.Percent)
            .ThenBy(one => one.SubmissionId)
            .Take(most)
            .Join(
                submissions,
                one => one.SubmissionId,
                one => one.Id,
                (like, later) =>
                    new
                    {
                        like,
                        later.Code,
                        later.Block,
                    }
            )
            .Join(
                submissions,
                one => one.like.OtherId,
                one => one.Id,
                (one, earlier) => new { Like = new LikeCopy(one.Code, earlier.Code, one.Block, one.like.Percent), one.like.Percent }
            )
            .OrderByDescending(one => one.Percent)
            .Select(one => one.Like)
            .ToListAsync(cancel);
    }

    private static ComparedCopy Compared(Submission copy, Submission other, HashSet<long> everyones)
    {
        var grams = Winnowing.Grams(string.Join('\n', other.Answers));
        grams.ExceptWith(everyones);
        return new ComparedCopy(copy, [.. Winnowing.Compare(string.Join("\n\n", copy.Answers), grams)]);
    }
}
