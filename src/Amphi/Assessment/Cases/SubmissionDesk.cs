using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Learning.Dates;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>Whoever writes, hands in or takes back: the act of one author on one case.</summary>
/// <param name="ReadFrom">When peers may begin to read; null is at once.</param>
public sealed record Author(CaseStudy Study, PersonaId Persona, string Language, Deadline Deadline, Instant? ReadFrom, Instant Now)
{
    /// <summary>The learner who does it, where <see cref="Persona"/> is their team.</summary>
    public PersonaId Hand { get; init; } = Persona;

    /// <summary>The team is smaller than asked for, and hands in all the same.</summary>
    public bool IsFewer { get; init; }
}

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
    /// <param name="lessonFor">The lesson it stands in, as it is for who chose some audiences: each of a team finishes by what they chose themselves.</param>
    public Task HandIn(Author author, Func<string, OutlineLesson> lessonFor, Guid act, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var draft = await DraftOf(author, cancel);
                if (draft.Act == act)
                    return;
                author.Deadline.Allow(author.Now);
                await RefuseIncomplete(author.Study, draft, cancel);
                var readFrom = author.ReadFrom is { } from && from > author.Now ? from : author.Now;
                await Sign(draft, author, cancel);
                draft.HandIn(act, author, readFrom);
                await Follow(draft, lessonFor, readFrom, act, cancel);
            },
            cancel
        );

    /// <summary>Takes a copy back into a draft: its lesson is open again, and what somebody began to write about it is gone with it.</summary>
    public Task Withdraw(Author author, OutlineLesson lesson, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var submission =
                    await db.CopyOf(author.Hand, author.Study.RunId, author.Study.Id, cancel) ?? throw new MissingException("Nothing was handed in.");
                var authors = await db.AuthorsOf(submission, cancel);
                submission.Withdraw(author.Deadline, await db.HaveBegunToRead(submission, authors, cancel), author.Now);
                foreach (var one in authors)
                    await db.Enter(one, submission.RunId, sheet => sheet.TakeBack(submission.Ordinal));
                await Note(
                    submission,
                    authors,
                    (progress, own) => progress.TakeBack(lesson, submission.Block, submission.Ordinal, own, author.Now),
                    Guid.CreateVersion7()
                );
                await db.Reviews.Where(one => one.SubmissionId == submission.Id).ExecuteDeleteAsync(cancel);
                await db.CaseAuthors.Where(one => one.SubmissionId == submission.Id).ExecuteDeleteAsync(cancel);
                db.Announce(new CopyChanged(submission.Id), author.Now);
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
            IsTeams = author.Study.Team is not null,
        };
        db.Submissions.Add(draft);
        await db.SaveChangesAsync(cancel);
        return draft;
    }

    // Whoever is in the team at this moment is an author; whoever has handed in with another team stays there.
    private async Task Sign(Submission draft, Author author, CancellationToken cancel)
    {
        if (author.Study.Team is not { } size || !draft.IsDraft)
            return;
        var (run, block) = (draft.RunId, draft.Block);
        var members = (await db.MembersOf(draft.Persona, cancel)).ConvertAll(one => one.Persona);
        if (!members.Contains(author.Hand))
            throw new RefusedException(new Refusal("case.refused.noteam"));
        if (await db.CaseAuthors.AnyAsync(one => one.Persona == author.Hand && one.RunId == run && one.Block == block, cancel))
            throw new RefusedException(new Refusal("case.refused.elsewhere"));
        if (members.Count < size.Least && !author.IsFewer)
            throw new RefusedException(new Refusal("case.refused.few", size.Least, members.Count) { Status = 422 });
        var taken = await db
            .CaseAuthors.Where(one => members.Contains(one.Persona) && one.RunId == run && one.Block == block)
            .Select(one => one.Persona)
            .ToListAsync(cancel);
        foreach (var member in members.Except(taken))
            db.CaseAuthors.Add(
                new CaseAuthor
                {
                    RunId = run,
                    Block = block,
                    Persona = member,
                    SubmissionId = draft.Id,
                }
            );
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

    // The mark waits, the block is done, the journal has its lines, and the two days are noted: all with the hand-in, or none of it.
    private async Task Follow(Submission submission, Func<string, OutlineLesson> lessonFor, Instant readFrom, Guid act, CancellationToken cancel)
    {
        var now = submission.HandedInAt!.Value;
        foreach (var due in new[] { submission.PatientUntil!.Value, submission.PromisedAt!.Value })
            db.Announce(new CopyDue(submission.Id), due);
        db.Announce(new CopyChanged(submission.Id), now);

        // Spread over the time in which readers are waited for.
        var apart = (submission.PatientUntil.Value - readFrom) / (CaseReminder.Most + 1);
        for (var number = 1; number <= CaseReminder.Most; number++)
            db.Announce(new CaseReminder(submission.Id, now.Milliseconds, number), readFrom + (apart * number));
        await db.SaveChangesAsync(cancel);
        var authors = await db.AuthorsOf(submission, cancel);
        var lessons = new Dictionary<PersonaId, OutlineLesson>();
        foreach (var author in authors)
        {
            var enrolment = await db.EnrolmentOf(author, cancel);
            enrolment?.Act();
            lessons[author] = lessonFor(enrolment?.Audiences ?? "");
        }

        await db.SaveChangesAsync(cancel);
        await clerk.Enter(submission, now, cancel);

        await Note(
            submission,
            authors,
            (progress, own) =>
            {
                var lesson = lessons[progress.Persona];
                progress.See(lesson.Id, now);
                return progress.Complete(lesson, submission.Block, submission.Ordinal, own, now);
            },
            act
        );
    }

    /// <summary>Changes the progress of each author and tells the journal what followed.</summary>
    /// <param name="change">Gets the act as that author's own: a team's is one act of several.</param>
    private async Task Note(Submission submission, IReadOnlyList<PersonaId> authors, Func<Progress, Guid, IReadOnlyList<Statement>> change, Guid act)
    {
        var (connection, transaction) = db.Open;
        var progress = await Learning.Tables.ProgressOf(connection, transaction, authors.Select(author => (author, submission.RunId)));
        var lines = progress.Values.SelectMany(one => change(one, submission.IsTeams ? Statement.Following(act, $"{one.Persona}") : act)).ToList();
        await Journal.Tables.Append(connection, transaction, lines);
        await Learning.Tables.Keep(connection, transaction, progress.Values);
    }
}
