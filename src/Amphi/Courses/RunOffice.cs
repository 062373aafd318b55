using Amphi.Ground;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Courses;

/// <summary>What is decided when a run is opened; without a first day it is at everyone's own pace.</summary>
public sealed record NewRun(string Title, DateTimeOffset? Starts, DateTimeOffset? Ends, int? Capacity = null, DateTimeOffset? EnrolUntil = null);

/// <summary>Opens runs of courses.</summary>
public sealed class RunOffice(Database db, DrawnPages pages, TimeProvider time)
{
    /// <summary>Opens a run of a course's current version and tells its code.</summary>
    public async Task<string> Open(Slug slug, NewRun wanted, CancellationToken cancel)
    {
        var course = await db.CourseAt(slug, cancel);
        var run = new CourseRun
        {
            CourseId = course.Id,
            VersionId = course.CurrentVersionId ?? throw new MissingException($"{slug} was never published."),
            Title = wanted.Title,
            TimeZone = "Europe/Paris",
            IsSelfPaced = wanted.Starts is null,
            StartsAt = At(wanted.Starts),
            EndsAt = At(wanted.Ends),
            EnrolmentClosesAt = At(wanted.EnrolUntil),
            Capacity = wanted.Capacity,
            CreatedAt = time.Now(),
        };
        db.Runs.Add(run);
        await db.SaveChangesAsync(cancel);
        pages.Forget();
        return run.Code;
    }

    /// <summary>Shows a course in the catalogue and gives its newest version to its runs that have not ended; tells the version and how many moved.</summary>
    public async Task<(int Version, int Runs)> Publish(Slug slug, CancellationToken cancel)
    {
        var published = await db.Alone(
            async () =>
            {
                var now = time.Now();
                var course = await db.CourseAt(slug, cancel);
                var newest = course.CurrentVersionId ?? throw new MissingException($"{slug} was never published.");
                course.IsListed = true;
                var behind = await db.Runs.Where(run => run.CourseId == course.Id && run.VersionId != newest).ToListAsync(cancel);
                var moved = behind.Where(run => !run.HasEnded(now)).ToList();
                moved.ForEach(run => run.VersionId = newest);
                await db.SaveChangesAsync(cancel);
                return (await db.CourseVersions.Where(version => version.Id == newest).Select(version => version.Number).SingleAsync(cancel), moved.Count);
            },
            cancel
        );
        pages.Forget();
        return published;
    }

    private static Instant? At(DateTimeOffset? time) => time is { } given ? Instant.From(given) : null;
}
