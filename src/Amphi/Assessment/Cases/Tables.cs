using System.Data.Common;
using Amphi.Assessment.Grades;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Database = Amphi.Ground.Database;

namespace Amphi.Assessment.Cases;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<Submission> Submissions => db.Set<Submission>();
        public DbSet<CaseAuthor> CaseAuthors => db.Set<CaseAuthor>();
        public DbSet<Likeness> Likenesses => db.Set<Likeness>();
        public DbSet<TrainingTry> TrainingTries => db.Set<TrainingTry>();
        public DbSet<SubmittedFile> SubmittedFiles => db.Set<SubmittedFile>();
        public DbSet<Review> Reviews => db.Set<Review>();

        /// <summary>What someone has written or handed in, or null; of a team under its own persona.</summary>
        public Task<Submission?> SubmissionOf(CaseStudy study, PersonaId persona, CancellationToken cancel)
        {
            var (run, block) = (study.RunId, study.Id);
            return db.Submissions.SingleOrDefaultAsync(one => one.RunId == run && one.Block == block && one.Persona == persona, cancel);
        }

        /// <summary>The copy of a case that a learner has written, alone or with a team; null also when their team handed in without them.</summary>
        public async Task<Submission?> CopyOf(PersonaId learner, long runId, string block, CancellationToken cancel)
        {
            var shared = await db.CaseAuthors.SingleOrDefaultAsync(one => one.Persona == learner && one.RunId == runId && one.Block == block, cancel);
            if (shared is not null)
                return await db.Submissions.SingleAsync(one => one.Id == shared.SubmissionId, cancel);
            var writer = await db.TeamOf(learner, runId, cancel) is { } team ? team.Persona : learner;
            return await db
                .Submissions.Where(one => one.RunId == runId && one.Block == block)
                .Where(one => (one.Persona == learner && !one.IsTeams) || (one.Persona == writer && one.State == SubmissionState.Draft))
                .OrderByDescending(one => one.IsTeams)
                .FirstOrDefaultAsync(cancel);
        }

        /// <summary>Whose a copy is: of its author, or of everyone in the team that handed it in.</summary>
        public async Task<IReadOnlyList<PersonaId>> AuthorsOf(Submission submission, CancellationToken cancel) =>
            submission.IsTeams
                ? await db.CaseAuthors.Where(one => one.SubmissionId == submission.Id).Select(one => one.Persona).ToListAsync(cancel)
                : [submission.Persona];

        /// <summary>Who acts on a case: the learner, or the team they are in where work is a team's.</summary>
        /// <exception cref="RefusedException">The case is a team's, and they are in none.</exception>
        public async Task<Author> AuthorOf(OpenCase open, CancellationToken cancel)
        {
            var author = open.Author;
            if (open.Study.Team is null)
                return author;
            var team = await db.TeamOf(author.Hand, open.Study.RunId, cancel) ?? throw new RefusedException(new Refusal("case.refused.noteam"));
            return author with { Persona = team.Persona };
        }

        public Task<List<SubmittedFile>> FilesOf(Submission submission, CancellationToken cancel) =>
            db.SubmittedFiles.Where(file => file.SubmissionId == submission.Id).OrderBy(file => file.Id).ToListAsync(cancel);

        /// <summary>The readings of a copy that were sent, oldest first.</summary>
        public Task<List<Review>> ReadingsOf(Submission submission, CancellationToken cancel) =>
            db.Reviews.Where(reading => reading.SubmissionId == submission.Id && reading.DoneAt != null).OrderBy(reading => reading.Id).ToListAsync(cancel);

        /// <summary>The copies of a case that a learner read or is reading.</summary>
        public IQueryable<Review> ReadBy(PersonaId reader, long runId, string block)
        {
            PersonaId? one = reader;
            return db.Reviews.Where(reading => reading.Reader == one && reading.RunId == runId && reading.Block == block && reading.Kind == ReviewKind.Peer);
        }

        /// <summary>Whether one of a copy's authors has begun to read the others'.</summary>
        public Task<bool> HaveBegunToRead(Submission copy, IReadOnlyList<PersonaId> authors, CancellationToken cancel)
        {
            var (run, block, readers) = (copy.RunId, copy.Block, authors.Select(one => (PersonaId?)one).ToList());
            return db.Reviews.AnyAsync(one => one.RunId == run && one.Block == block && one.Kind == ReviewKind.Peer && readers.Contains(one.Reader), cancel);
        }

        /// <summary>Whether there is a copy that someone could still read.</summary>
        public Task<bool> AnythingToRead(PersonaId reader, long runId, string block, CancellationToken cancel)
        {
            var (submissions, stays, read) = (db.Submissions, db.TeamMembers, db.ReadBy(reader, runId, block));
            return submissions.AnyAsync(
                copy =>
                    copy.RunId == runId
                    && copy.Block == block
                    && copy.HandedInAt != null
                    && copy.Persona != reader
                    && !stays.Any(stay => stay.Team == copy.Persona && stay.Persona == reader)
                    && !read.Any(reading => reading.SubmissionId == copy.Id),
                cancel
            );
        }

        /// <summary>What waits for the team in a run: copies to read and results asked about again, the next promise first.</summary>
        public IQueryable<Submission> WaitingForTeam(long runId) =>
            db
                .Submissions.Where(copy =>
                    copy.RunId == runId && (copy.State == SubmissionState.WithTeam || (copy.AppealedAt != null && copy.AppealAnsweredAt == null))
                )
                .OrderBy(copy => copy.PromisedAt)
                .ThenBy(copy => copy.Id);

        /// <summary>Writes a mark into its learner's sheet, in the transaction that is open.</summary>
        internal async Task Enter(PersonaId persona, long runId, Action<MarkSheet> enter)
        {
            var (connection, transaction) = db.Open;
            var sheet = (await Grades.Tables.SheetsOf(connection, transaction, [(persona, runId)]))[persona];
            enter(sheet);
            await Grades.Tables.Keep(connection, transaction, [sheet]);
        }
    }

    public static void Map(ModelBuilder model)
    {
        var act = new ValueConverter<Guid, byte[]>(guid => guid.ToByteArray(true), bytes => new Guid(bytes, true));
        model.Entity<Submission>(submission =>
        {
            submission.ToTable("case_submissions").Ignore(one => one.Answers).Ignore(one => one.Middles);
            submission.Property(one => one.State).HasConversion<string>();
            submission.Property(one => one.Basis).HasConversion<string>();
            submission.Property(one => one.Act).HasConversion(act);
        });
        model
            .Entity<CaseAuthor>()
            .ToTable("case_authors")
            .HasKey(one => new
            {
                one.Persona,
                one.RunId,
                one.Block,
            });
        model
            .Entity<TrainingTry>()
            .ToTable("case_trainings")
            .Ignore(one => one.Said)
            .HasKey(one => new
            {
                one.Persona,
                one.RunId,
                one.Block,
                one.Sample,
            });
        model.Entity<Likeness>().ToTable("case_likenesses").HasKey(one => new { one.SubmissionId, one.OtherId });
        model.Entity<SubmittedFile>().ToTable("case_files");
        model.Entity<Review>(review =>
        {
            review.ToTable("case_reviews").Ignore(one => one.Said).Ignore(one => one.Remarks);
            review.Property(one => one.Kind).HasConversion<string>();
            review.Property(one => one.Act).HasConversion(act);
        });
    }

    /// <summary>The copy that is a learner's: handed in by their team, begun or handed in alone, or begun by their team.</summary>
    internal const string StandingOf = """
        select block, state, promised_at from case_submissions where id = coalesce(
          (select submission_id from case_authors where persona = $2 and run_id = $1 and block = $3),
          (select id from case_submissions where run_id = $1 and block = $3 and persona = $2),
          (select s.id from team_members m join case_submissions s on s.persona = m.team
           where m.persona = $2 and m.run_id = $1 and m.left_on is null and s.run_id = $1 and s.block = $3 and s.state = 'Draft'))
        """;

    internal static CaseStanding Standing(DbDataReader row) =>
        new(row.GetString(0), Enum.Parse<SubmissionState>(row.GetString(1)), row.IsDBNull(2) ? null : new Instant(row.GetInt64(2)));

    internal const string Unfinished = """
        select id, code, submission_id, leased_until from case_reviews
        where run_id = $1 and block = $2 and reader = $3 and kind = 'Peer' and done_at is null
        """;

    internal const string Lapsed = """
        select id, submission_id from case_reviews where run_id = $1 and block = $2 and leased_until <= $3 order by leased_until limit 100
        """;

    internal const string EndLease = "update case_reviews set leased_until = null where id = $1 and leased_until <= $2";
    internal const string GiveBack = "update case_submissions set taken = taken - 1 where id = $1";
    internal const string Take = "update case_submissions set taken = taken + 1 where id = $1";
    internal const string Lend = "update case_reviews set leased_until = $2 where id = $1 and done_at is null";

    internal const string Begin = """
        insert into case_reviews (code, submission_id, run_id, block, reader, kind, begun_at, leased_until, judgements, note, counts)
        values ($1, $2, $3, $4, $5, 'Peer', $6, $7, '[]', '', false) on conflict do nothing
        """;

    /// <summary>The copy that a reader gets next: in their language, of those that want a reader, with the fewest, the oldest.</summary>
    internal static string Next(Engine engine) => Choose("state = 'WithPeers' and taken < needed and language = $4", engine);

    internal static string NextInAnyLanguage(Engine engine) => Choose("state = 'WithPeers' and taken < needed and language <> $4", engine);

    /// <summary>When no copy wants a reader, one that was read the least, so that nobody waits to give what they owe.</summary>
    internal static string NextOfAll(Engine engine) => Choose("handed_in_at is not null", engine);

    // Whoever was once in a team reads nothing of its.
    // What another reader is taking at this moment is passed over, not waited for.
    private static string Choose(string which, Engine engine) =>
        $"""
            select s.id from case_submissions s
            where run_id = $1 and block = $2 and persona <> $3 and {which}
              and not exists (select 1 from case_reviews r where r.submission_id = s.id and r.reader = $3)
              and not (is_teams and exists (select 1 from team_members m where m.team = s.persona and m.persona = $3))
            order by taken, handed_in_at, id limit 1 {(engine.HasOneWriter ? "" : "for update of s skip locked")}
            """;
}

/// <summary>Where a learner stands with a case, as their lesson says it.</summary>
public sealed record CaseStanding(string Block, SubmissionState State, Instant? PromisedAt);
