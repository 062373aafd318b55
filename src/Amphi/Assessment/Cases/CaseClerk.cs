using Amphi.Assessment.Grades;
using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>A day has come on which a copy may have waited long enough.</summary>
public sealed record CopyDue(long SubmissionId) : IAnnouncement
{
    public static string Kind => "case.due";
}

/// <summary>Sees to it that every copy gets its result: on its days, and whenever a reading comes.</summary>
public sealed class CaseClerk(Database db, TimeProvider time) : IListener<CopyDue>
{
    public Task Hear(CopyDue announcement, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                if (await db.Submissions.SingleOrDefaultAsync(one => one.Id == announcement.SubmissionId, cancel) is { } submission)
                    await Advance(submission, time.Now(), cancel);
            },
            cancel
        );

    /// <summary>Within a transaction: what time and readings make of a copy; the mark goes into the sheet with it.</summary>
    internal async Task Advance(Submission submission, Instant now, CancellationToken cancel)
    {
        if (submission.State is not (SubmissionState.WithPeers or SubmissionState.WithTeam))
            return;
        var readings = await db.ReadingsOf(submission, cancel);
        var hasGiven = await HasGiven(submission, now, cancel);
        if (submission.Advance(now, readings, hasGiven) && submission.IsSettled)
        {
            db.Announce(new CaseNews(submission.Id, News.Result), now);
            await Enter(submission, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The mark as it stands, for each of its authors: waiting, reached, or let off.</summary>
    internal async Task Enter(Submission submission, Instant now, CancellationToken cancel)
    {
        var mark = new BlockMark(
            submission.Ordinal,
            (submission.Earned ?? 0) * (1000 - (submission.LatePercent * 10)),
            submission.Possible * 1000,
            !submission.IsSettled ? MarkState.Waiting
                : submission.Basis == Basis.LetOff ? MarkState.Excused
                : MarkState.Marked,
            submission.LatePercent,
            now
        );
        foreach (var author in await db.AuthorsOf(submission, cancel))
            await db.Enter(author, submission.RunId, sheet => sheet.Set(mark));
    }

    // Of a team everyone gives; whoever does not holds the others up no longer than readers are waited for.
    private async Task<bool> HasGiven(Submission submission, Instant now, CancellationToken cancel)
    {
        var (authors, owing) = (await db.AuthorsOf(submission, cancel), 0);
        foreach (var author in authors)
            owing += await Owed(submission, author, cancel) > 0 ? 1 : 0;
        return owing == 0 || (now >= submission.PatientUntil && owing < authors.Count);
    }

    /// <summary>How many copies one of its authors has still to read; none when nothing is left to read.</summary>
    internal async Task<int> Owed(Submission submission, PersonaId author, CancellationToken cancel)
    {
        var read = await db.ReadBy(author, submission.RunId, submission.Block).Select(one => one.DoneAt != null).ToListAsync(cancel);
        var owed = submission.MustGive - read.Count(isDone => isDone);
        return owed > 0 && (read.Contains(false) || await db.AnythingToRead(author, submission.RunId, submission.Block, cancel)) ? owed : 0;
    }
}
