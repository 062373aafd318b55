using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning.Dates;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>Whoever writes, hands in or takes back: the act of one author on one case.</summary>
/// <param name="ReadFrom">When peers may begin to read; null is at once.</param>
public sealed record Author(CaseStudy Study, Discretion.PersonaId Persona, string Language, Deadline Deadline, Instant? ReadFrom, Instant Now);

/// <summary>Takes in what learners write for a case study: drafts, hand-ins, and what is taken back.</summary>
public sealed class SubmissionDesk(Database db, CaseClerk clerk)
{
    /// <summary>Keeps a draft; tells the revision it now has.</summary>
    public Task<int> Keep(Author author, IReadOnlyList<string> answers, string? link, int revision, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var draft = await DraftOf(author, cancel);
                draft.Write(answers, link, revision, author.Now);
                await db.SaveChangesAsync(cancel);
                return draft.Revision;
            },
            cancel
        );

    /// <summary>Hands in what is kept. Sent again under the same act, it changes nothing.</summary>
    public Task HandIn(Author author, OutlineLesson lesson, Guid act, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var draft = await DraftOf(author, cancel);
                if (draft.Act == act)
                    return;
                author.Deadline.Allow(author.Now);
                await RefuseIncomplete(author.Study, draft, cancel);
                var readFrom = author.ReadFrom is { } from && from > author.Now ? from : author.Now;
                draft.HandIn(act, author, readFrom);
                await Follow(draft, lesson, act, cancel);
            },
            cancel
        );

    public Task Withdraw(Author author, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var submission = await db.SubmissionOf(author.Study, author.Persona, cancel) ?? throw new MissingException("Nothing was handed in.");
                submission.Withdraw(author.Deadline.Closes, author.Now);
                await db.Enter(submission.Persona, submission.RunId, sheet => sheet.TakeBack(submission.Ordinal));
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    /// <summary>Adds files to a draft; each was cleaned and stored before.</summary>
    public Task Attach(Author author, IReadOnlyList<StoredFile> files, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var draft = await DraftOf(author, cancel);
                if (!draft.IsDraft)
                    throw new RefusedException(new Refusal("case.refused.handedin"));
                var held = await db.FilesOf(draft, cancel);
                foreach (var file in files.Where(file => !held.Exists(one => one.Digest.AsSpan().SequenceEqual(file.Digest.ToBytes()))))
                    db.SubmittedFiles.Add(
                        new SubmittedFile
                        {
                            SubmissionId = draft.Id,
                            Extension = file.Extension,
                            Digest = file.Digest.ToBytes(),
                            Length = file.Length,
                        }
                    );
                if (held.Count + files.Count > SubmittedFile.Most)
                    throw new RefusedException(new Refusal("case.refused.files.many", SubmittedFile.Most) { Status = 422 });
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    public Task Detach(Author author, string code, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var draft = await DraftOf(author, cancel);
                if (!draft.IsDraft)
                    throw new RefusedException(new Refusal("case.refused.handedin"));
                await db.SubmittedFiles.Where(file => file.SubmissionId == draft.Id && file.Code == code).ExecuteDeleteAsync(cancel);
            },
            cancel
        );

    private async Task<Submission> DraftOf(Author author, CancellationToken cancel)
    {
        if (await db.SubmissionOf(author.Study, author.Persona, cancel) is { } held)
            return held;
        var draft = new Submission
        {
            RunId = author.Study.RunId,
            Block = author.Study.Id,
            Ordinal = author.Study.Place.Ordinal,
            Persona = author.Persona,
        };
        db.Submissions.Add(draft);
        await db.SaveChangesAsync(cancel);
        return draft;
    }

    private async Task RefuseIncomplete(CaseStudy study, Submission draft, CancellationToken cancel)
    {
        var (answers, block) = (draft.Answers, study.Block);
        var isTextThere = answers.Count >= study.Prompts.Count && answers.Take(study.Prompts.Count).All(answer => !string.IsNullOrWhiteSpace(answer));
        var files = await db.SubmittedFiles.CountAsync(file => file.SubmissionId == draft.Id, cancel);
        if (block.Text == Wanted.Required && !isTextThere)
            throw new RefusedException(new Refusal("case.refused.notext") { Status = 422 });
        if (block.Files == Wanted.Required && files == 0)
            throw new RefusedException(new Refusal("case.refused.nofile") { Status = 422 });
        if (files == 0 && draft.Link is null && answers.All(string.IsNullOrWhiteSpace))
            throw new RefusedException(new Refusal("case.refused.empty") { Status = 422 });
    }

    // The mark waits, the block is done, the journal has its line, and the two days are noted: all with the hand-in, or none of it.
    private async Task Follow(Submission submission, OutlineLesson lesson, Guid act, CancellationToken cancel)
    {
        var now = submission.HandedInAt!.Value;
        foreach (var due in new[] { submission.PatientUntil!.Value, submission.PromisedAt!.Value })
            db.Announce(new CopyDue(submission.Id), due);

        // Three times, spread over the time in which readers are waited for.
        var patience = (submission.PatientUntil.Value - now) / (CaseReminder.Most + 1);
        for (var number = 1; number <= CaseReminder.Most; number++)
            db.Announce(new CaseReminder(submission.Id, now.Milliseconds, number), now + (patience * number));
        var enrolment = await db.EnrolmentOf(submission.Persona, cancel);
        enrolment?.Act();
        await db.SaveChangesAsync(cancel);
        await clerk.Enter(submission, now);

        var (connection, transaction) = db.Open;
        await Journal.Tables.Append(
            connection,
            transaction,
            [new Statement(Statement.Following(act, submission.Block), submission.RunId, submission.Persona, Verb.Completed, submission.Block, null, now)]
        );
        var progress = await Learning.Tables.ProgressOf(connection, transaction, [(submission.Persona, submission.RunId)]);
        progress[submission.Persona].See(lesson.Id, now);
        progress[submission.Persona].Finish(submission.Ordinal);
        await Learning.Tables.Keep(connection, transaction, progress.Values);
    }
}
