using System.Data.Common;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Courses;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<Course> Courses => db.Set<Course>();
        public DbSet<CourseVersion> CourseVersions => db.Set<CourseVersion>();
        public DbSet<CourseText> CourseTexts => db.Set<CourseText>();
        public DbSet<CourseBlock> CourseBlocks => db.Set<CourseBlock>();
        public DbSet<CourseRun> Runs => db.Set<CourseRun>();

        /// <exception cref="MissingException">There is no such course.</exception>
        public async Task<Course> CourseAt(Slug slug, CancellationToken cancel) =>
            await db.Courses.SingleOrDefaultAsync(course => course.Slug == slug, cancel) ?? throw new MissingException($"No course {slug}.");

        /// <exception cref="MissingException">There is no such run.</exception>
        public async Task<CourseRun> RunAt(string code, CancellationToken cancel) =>
            await db.Runs.SingleOrDefaultAsync(run => run.Code == code, cancel) ?? throw new MissingException("No such run.");

        /// <summary>The run someone would enrol in today: the one that is open, else the next to open, else none.</summary>
        public async Task<CourseRun?> RunToEnrolIn(long courseId, Instant now, CancellationToken cancel)
        {
            var runs = await db.Runs.AsNoTracking().Where(run => run.CourseId == courseId).OrderByDescending(run => run.Id).Take(50).ToListAsync(cancel);
            return runs.OrderBy(run =>
                    run.EnrolmentRefusal(now) is null ? 0
                    : run.EnrolmentOpensAt > now ? 1
                    : 2
                )
                .FirstOrDefault();
        }
    }

    extension(IQueryable<Course> courses)
    {
        public IQueryable<Course> Listed => courses.Where(course => course.IsListed && course.CurrentVersionId != null);

        /// <summary>Those that hold every word of a search, accents ignored.</summary>
        public IQueryable<Course> About(string? searched)
        {
            foreach (var word in Folded.Words(searched))
                courses = courses.Where(course => course.Searched.Contains(word));
            return courses;
        }
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Course>().ToTable("courses");
        model.Entity<CourseVersion>().ToTable("course_versions");
        model.Entity<CourseText>().ToTable("course_texts").HasKey(text => text.Digest);
        model.Entity<CourseBlock>().ToTable("course_blocks").HasKey(block => new { block.CourseId, block.Block });
        model.Entity<CourseRun>().ToTable("course_runs");
    }

    internal const string RunByCode = """
        select r.id, r.course_id, r.version_id, r.code, r.title, r.time_zone, r.is_self_paced, r.starts_at, r.ends_at, c.slug, c.organisation_id,
          r.dates
        from course_runs r join courses c on c.id = r.course_id where r.code = $1
        """;

    internal static RunFacts RunFacts(DbDataReader row) =>
        new()
        {
            Id = row.GetInt64(0),
            CourseId = row.GetInt64(1),
            VersionId = row.GetInt64(2),
            Code = row.GetString(3),
            Title = row.GetString(4),
            TimeZone = row.GetString(5),
            IsSelfPaced = row.GetBoolean(6),
            StartsAt = row.IsDBNull(7) ? null : new Instant(row.GetInt64(7)),
            EndsAt = row.IsDBNull(8) ? null : new Instant(row.GetInt64(8)),
            CourseSlug = row.GetString(9),
            OrganisationId = row.GetInt64(10),
            Dates = RunDates.FromJson(row.GetString(11)),
        };
}

/// <summary>What every learning page reads of its run.</summary>
public sealed record RunFacts
{
    public required long Id { get; init; }
    public required long CourseId { get; init; }
    public required long VersionId { get; init; }
    public required string Code { get; init; }
    public required string Title { get; init; }
    public required string TimeZone { get; init; }
    public required bool IsSelfPaced { get; init; }
    public required Instant? StartsAt { get; init; }
    public required Instant? EndsAt { get; init; }
    public required string CourseSlug { get; init; }
    public required long OrganisationId { get; init; }
    public RunDates Dates { get; init; } = RunDates.None;
}
