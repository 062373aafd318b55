using Amphi.Courses;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>A copy was handed in or taken back: what it shares with others is to be looked for again.</summary>
public sealed record CopyChanged(long SubmissionId) : IAnnouncement
{
    public static string Kind => "case.changed";
}

/// <summary>Two copies of a case that share much.</summary>
/// <param name="Percent">Of the fingerprints of the shorter one.</param>
public sealed record Likeness(long RunId, long SubmissionId, long OtherId, int Percent)
{
    /// <summary>What less than this many percent have in common is not shown.</summary>
    public const int Least = 20;

    /// <summary>Nor what is fewer fingerprints than this: a sentence is soon alike.</summary>
    public const int Fewest = 4;

    /// <summary>A passage in more copies than this is everyone's: a form that was handed out, a sentence of the course.</summary>
    public const int Common = 100;

    /// <summary>How much two copies share, or null when it is not worth a look.</summary>
    public static int? Of(int shared, int one, int other) =>
        shared >= Fewest && shared * 100 / Math.Min(one, other) is >= Least and var percent ? Math.Min(100, percent) : null;
}

/// <summary>
/// Looks for what copies of a case share, when one is handed in. A copy is not compared with every other: its
/// fingerprints are looked up, each in at most so many copies, so that the work for one does not grow with the crowd.
/// </summary>
public sealed class LikenessClerk(Database db, CaseDesk desk, Shelf shelf) : IListener<CopyChanged>
{
    private const int MostKept = 5;

    public async Task Hear(CopyChanged announcement, CancellationToken cancel)
    {
        var copy = await db.Submissions.AsNoTracking().SingleAsync(one => one.Id == announcement.SubmissionId, cancel);
        var printed = new PrintedCopy(copy.RunId, copy.Block, copy.Id, copy.IsDraft ? [] : [.. (await Prints(copy, cancel)).Order()]);
        await db.Alone(
            async () =>
            {
                await db.Likenesses.Where(one => one.SubmissionId == copy.Id || one.OtherId == copy.Id).ExecuteDeleteAsync(cancel);
                var (connection, transaction) = db.Open;
                await LikenessTables.Replace(connection, transaction, printed, cancel);
                db.Likenesses.AddRange(Likest(printed, await LikenessTables.Sharing(connection, transaction, printed, cancel)));
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );
    }

    // What everyone was asked and shown is nobody's own.
    private async Task<IReadOnlySet<long>> Prints(Submission copy, CancellationToken cancel)
    {
        var version = await db.Runs.Where(run => run.Id == copy.RunId).Select(run => run.VersionId).SingleAsync(cancel);
        var written = (await desk.Find(await shelf.Open(version), copy.Block))?.Written;
        return Winnowing.Fingerprints(string.Join('\n', copy.Answers), written is null ? new HashSet<long>() : CaseStudy.WordsOf(written));
    }

    private static IEnumerable<Likeness> Likest(PrintedCopy copy, IReadOnlyList<(long Other, int Shared, int Prints)> found) =>
        found
            .Select(one => (one.Other, Percent: Likeness.Of(one.Shared, copy.Prints.Length, one.Prints)))
            .Where(one => one.Percent is not null)
            .OrderByDescending(one => one.Percent)
            .Take(MostKept)
            .Select(one => new Likeness(copy.RunId, copy.Id, one.Other, one.Percent!.Value));
}
