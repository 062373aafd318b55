using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Media;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Courses;

/// <summary>A course ready to publish: what it says, its texts by path, and its other files by path.</summary>
public sealed record CourseManuscript(CourseDocument Document, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, Func<Stream>> Assets);

/// <summary>
/// Makes a numbered, immutable version of a course. Texts and numbers are kept first, in small transactions that can
/// only add; the version itself appears at once, so that a crash leaves the course as it was.
/// </summary>
public sealed class Publisher(Database db, IStorage storage, DrawnPages pages, TimeProvider time)
{
    private const int Handful = 500;

    /// <summary>Publishes, unless the course already says exactly this; tells the version either way.</summary>
    public async Task<CourseVersion> Publish(CourseManuscript manuscript, long organisationId, CancellationToken cancel)
    {
        var files = new CourseFiles { Texts = await KeepTexts(manuscript.Texts, cancel), Assets = await KeepAssets(manuscript.Assets, cancel) };
        var courseId = await CourseFor(manuscript.Document, organisationId, cancel);
        var ordinals = await Number(courseId, manuscript.Document, cancel);
        var outline = Outline.Of(manuscript.Document, ordinals).ToJson();

        var version = await db.Alone(() => AddVersion(courseId, manuscript.Document, files, outline, cancel), cancel);
        pages.Forget();
        return version;
    }

    private async Task<Dictionary<string, string>> KeepTexts(IReadOnlyDictionary<string, string> texts, CancellationToken cancel)
    {
        var digests = new Dictionary<string, string>(texts.Count, StringComparer.Ordinal);
        foreach (var handful in texts.Chunk(Handful))
        {
            var byDigest = new Dictionary<Digest, string>();
            foreach (var (path, text) in handful)
            {
                var digest = Digest.Of(text);
                digests[path] = digest.ToString();
                byDigest[digest] = text;
            }

            await db.Alone(() => AddTexts(byDigest, cancel), cancel);
        }

        return digests;
    }

    private async Task AddTexts(Dictionary<Digest, string> texts, CancellationToken cancel)
    {
        var wanted = texts.Keys.Select(digest => digest.ToBytes()).ToList();
        var kept = await db.CourseTexts.Where(text => wanted.Contains(text.Digest)).Select(text => text.Digest).ToListAsync(cancel);
        var known = kept.Select(digest => new Digest(digest)).ToHashSet();
        db.CourseTexts.AddRange(
            texts.Where(text => !known.Contains(text.Key)).Select(text => new CourseText { Digest = text.Key.ToBytes(), Body = text.Value })
        );
        await db.SaveChangesAsync(cancel);
    }

    private async Task<Dictionary<string, string>> KeepAssets(IReadOnlyDictionary<string, Func<Stream>> assets, CancellationToken cancel)
    {
        var digests = new Dictionary<string, string>(assets.Count, StringComparer.Ordinal);
        foreach (var (path, open) in assets)
        {
            await using var bytes = open();
            digests[path] = (await storage.Keep(bytes, cancel)).Digest.ToString();
        }

        return digests;
    }

    private Task<long> CourseFor(CourseDocument document, long organisationId, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var slug = new Slug(document.Slug);
                var course = await db.Courses.SingleOrDefaultAsync(course => course.Slug == slug, cancel);
                if (course is null)
                    db.Courses.Add(course = NewCourse(document, slug, organisationId));
                else if (course.OrganisationId != organisationId)
                    throw new RefusedException(new Refusal("course.refused.slugtaken", document.Slug));
                await db.SaveChangesAsync(cancel);
                return course.Id;
            },
            cancel
        );

    private Course NewCourse(CourseDocument document, Slug slug, long organisationId) =>
        new()
        {
            OrganisationId = organisationId,
            Slug = slug,
            Title = document.Title,
            Language = document.Language,
            Summary = document.Summary ?? "",
            Cloth = "",
            Searched = "",
            CreatedAt = time.Now(),
        };

    private async Task<IReadOnlyDictionary<string, int>> Number(long courseId, CourseDocument document, CancellationToken cancel)
    {
        var numbers = await db
            .CourseBlocks.AsNoTracking()
            .Where(block => block.CourseId == courseId)
            .ToDictionaryAsync(block => block.Block, block => block.Ordinal, cancel);
        var missing = Outline.Numbered(document).Where(id => !numbers.ContainsKey(id)).Distinct().ToList();
        foreach (var handful in missing.Chunk(Handful))
        {
            foreach (var id in handful)
                db.CourseBlocks.Add(
                    new CourseBlock
                    {
                        CourseId = courseId,
                        Block = id,
                        Ordinal = numbers[id] = numbers.Count,
                    }
                );
            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }

        return numbers;
    }

    private async Task<CourseVersion> AddVersion(long courseId, CourseDocument document, CourseFiles files, string outline, CancellationToken cancel)
    {
        var course = await db.Courses.SingleAsync(course => course.Id == courseId, cancel);
        var latest = await db
            .CourseVersions.Where(version => version.CourseId == courseId)
            .OrderByDescending(version => version.Number)
            .FirstOrDefaultAsync(cancel);
        var digest = files.Digest();
        if (latest is not null && latest.Digest.AsSpan().SequenceEqual(digest))
            return latest;

        var version = new CourseVersion
        {
            CourseId = courseId,
            Number = (latest?.Number ?? 0) + 1,
            Digest = digest,
            Files = files.ToJson(),
            Outline = outline,
            PublishedAt = time.Now(),
        };
        db.CourseVersions.Add(version);
        await db.SaveChangesAsync(cancel);
        Describe(course, document);
        course.CurrentVersionId = version.Id;
        await db.SaveChangesAsync(cancel);
        return version;
    }

    private static void Describe(Course course, CourseDocument document)
    {
        course.Title = document.Title;
        course.Subtitle = document.Subtitle;
        course.Language = document.Language;
        course.Summary = document.Summary ?? "";
        course.Cloth = document.Cloth ?? Cloths.For(document.Slug);
        course.Hours = document.Hours;
        course.Weeks = document.Weeks;
        course.Searched = Folded.Text(string.Join(' ', [document.Title, document.Subtitle ?? "", document.Summary ?? "", .. document.Outcomes]));
    }
}

/// <summary>The cloths a course can be bound in.</summary>
public static class Cloths
{
    public static IReadOnlyList<string> All { get; } = ["vert", "bordeaux", "nuit", "ocre", "ardoise", "brique", "mousse"];

    /// <summary>The same course gets the same cloth everywhere.</summary>
    public static string For(string slug) => All[Digest.Of(slug).ToBytes()[0] % All.Count];
}
