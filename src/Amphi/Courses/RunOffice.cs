using Amphi.Ground;
using Amphi.Look;

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

    private static Instant? At(DateTimeOffset? time) => time is { } given ? Instant.From(given) : null;
}
