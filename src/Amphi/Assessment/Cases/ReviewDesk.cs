using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>What a reader writes of a copy.</summary>
public sealed record Written(IReadOnlyList<Judgement> Said, Remarks Remarks);

/// <summary>Takes in what readers write: kept while they write it, sent once, weighed, thanked for, and asked about again.</summary>
public sealed class ReviewDesk(Database db, CaseClerk clerk)
{
    public Task Keep(string code, PersonaId reader, Written written, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                (await Own(code, reader, cancel)).Keep(written.Said, written.Remarks);
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    /// <summary>Sends a reading. Sent again under the same act, it changes nothing.</summary>
    public Task Send(string code, PersonaId reader, Written written, Guid act, Instant now, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var review = await Own(code, reader, cancel);
                if (review.Act == act)
                    return;
                var copy = await db.Submissions.SingleAsync(one => one.Id == review.SubmissionId, cancel);
                if (copy.IsDraft)
                    throw new RefusedException(new Refusal("case.refused.withdrawn"));
                var wasLent = review.Send(act, written.Said, written.Remarks, now);
                if (review.Kind == ReviewKind.Peer)
                    copy.Receive(wasLent);
                await db.SaveChangesAsync(cancel);
                await clerk.Advance(copy, now, cancel);

                // What the reader owed may be given now, and their own result waited for it alone.
                var own = await db.CopyOf(reader, review.RunId, review.Block, cancel);
                if (own is not null && own.Id != copy.Id)
                    await clerk.Advance(own, now, cancel);
            },
            cancel
        );

    /// <summary>The reading of one's own copy, begun when it is first asked for.</summary>
    public Task<string> OfOwn(CaseStudy study, PersonaId author, Instant now, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var copy = await db.CopyOf(author, study.RunId, study.Id, cancel);
                if (copy is null or { IsDraft: true } || !study.HasSelf)
                    throw new MissingException("There is nothing of one's own to read.");
                PersonaId? reader = author;
                var begun = await db.Reviews.SingleOrDefaultAsync(
                    one => one.SubmissionId == copy.Id && one.Reader == reader && one.Kind == ReviewKind.Self,
                    cancel
                );
                if (begun is null)
                {
                    begun = new Review
                    {
                        SubmissionId = copy.Id,
                        RunId = copy.RunId,
                        Block = copy.Block,
                        Reader = author,
                        Kind = ReviewKind.Self,
                        BegunAt = now,
                    };
                    db.Reviews.Add(begun);
                    await db.SaveChangesAsync(cancel);
                }

                return begun.Code;
            },
            cancel
        );

    /// <summary>The author says how much a reading helped, 0 to 3.</summary>
    public Task Rate(CaseStudy study, PersonaId author, string code, int helpful, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var copy = await db.CopyOf(author, study.RunId, study.Id, cancel) ?? throw new MissingException("Nothing was handed in.");
                var reading =
                    await db.Reviews.SingleOrDefaultAsync(
                        one => one.SubmissionId == copy.Id && one.Code == code && one.DoneAt != null && one.Kind != ReviewKind.Self,
                        cancel
                    ) ?? throw new MissingException("No such reading.");
                if (!copy.IsSettled)
                    throw new MissingException("No such reading yet.");
                reading.Rate(helpful);
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    public Task AskAgain(CaseStudy study, PersonaId author, string why, Instant now, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var copy = await db.CopyOf(author, study.RunId, study.Id, cancel) ?? throw new MissingException("Nothing was handed in.");
                copy.AskAgain(why, now);
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    /// <summary>The team reads a copy: its word is the result. Where the author asked again, it answers with a reason.</summary>
    /// <param name="written">null leaves the result as it is, which only an answer to an appeal may do.</param>
    public Task Mark(long submission, Written? written, string? answer, Guid act, Instant now, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var copy = await db.Submissions.SingleAsync(one => one.Id == submission, cancel);
                if (await db.Reviews.AnyAsync(one => one.SubmissionId == submission && one.Act == act, cancel))
                    return;
                if (copy.IsDraft)
                    throw new RefusedException(new Refusal("case.refused.withdrawn"));
                var isNews = !copy.IsSettled;
                if (copy.AwaitsAppeal)
                {
                    copy.AnswerAppeal(answer ?? "", now);
                    db.Announce(new CaseNews(copy.Id, News.Appeal), now);
                }

                if (written is not null)
                {
                    var reading = new Review
                    {
                        SubmissionId = copy.Id,
                        RunId = copy.RunId,
                        Block = copy.Block,
                        Kind = ReviewKind.Team,
                        BegunAt = now,
                    };
                    reading.Send(act, written.Said, written.Remarks, now);
                    db.Reviews.Add(reading);
                    foreach (var counted in await db.Reviews.Where(one => one.SubmissionId == submission && one.Counts).ToListAsync(cancel))
                        counted.GiveWay();
                    copy.Mark(reading, now);
                    await clerk.Enter(copy, now, cancel);
                    if (isNews)
                        db.Announce(new CaseNews(copy.Id, News.Result), now);
                }

                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    private async Task<Review> Own(string code, PersonaId reader, CancellationToken cancel)
    {
        PersonaId? mine = reader;
        return await db.Reviews.SingleOrDefaultAsync(one => one.Code == code && one.Reader == mine, cancel) ?? throw new MissingException("No such reading.");
    }
}
