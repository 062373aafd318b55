using System.Collections.Concurrent;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Subtitles;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Media;

namespace Amphi.Learning;

/// <summary>The bodies of lessons that people are reading, each drawn once for its version, its language and what of it is for some.</summary>
public sealed class LessonShelf(Shelf shelf, IStorage storage, Assets assets, IEnumerable<IBlockKind> kinds)
{
    private const int Most = 2_000;
    private readonly Dictionary<string, IBlockKind> _kinds = kinds.ToDictionary(kind => kind.Kind);
    private readonly ConcurrentDictionary<(long Version, string Lesson, string Language, bool ForTeam, string ForSome), Lazy<Task<LessonBody>>> _bodies = new();
    private readonly ConcurrentDictionary<(long Version, string Lesson), Lazy<Task<LessonDocument>>> _lessons = new();

    public IBlockKind Kind(string kind) => _kinds[kind];

    /// <summary>The body of a lesson in a language.</summary>
    public ValueTask<LessonBody> Body(OpenCourse course, OutlineLesson lesson, string language, bool forTeam)
    {
        var key = (course.VersionId, lesson.Id, language, forTeam, lesson.ForSome);
        if (_bodies.TryGetValue(key, out var known) && known.Value.IsCompletedSuccessfully)
            return new(known.Value.Result);
        if (_bodies.Count >= Most)
            _bodies.Clear();
        return new(_bodies.GetOrAdd(key, _ => new(() => Draw(course, lesson, language, forTeam))).Value);
    }

    /// <summary>What a lesson's page has drawn of one thing in it, to fill in again for a learner.</summary>
    /// <exception cref="MissingException">It is not on the page.</exception>
    public async ValueTask<LivePart> Part(OpenCourse course, OutlineLesson lesson, string language, bool forTeam, string thing) =>
        (await Body(course, lesson, language, forTeam)).Parts.OfType<LivePart>().FirstOrDefault(part => part.Thing == thing)
        ?? throw new MissingException("No such thing on the page.");

    /// <summary>A lesson as it was written, without what is for others.</summary>
    public async ValueTask<LessonDocument> Lesson(OpenCourse course, OutlineLesson lesson)
    {
        var written = await Written(course, lesson);
        if (course.Audience is not { } audience || written.Blocks.All(audience.Sees))
            return written;
        var seen = written.Units.Select(unit => unit with { Blocks = [.. unit.Blocks.Where(audience.Sees)] });
        return written with { Units = [.. seen.Where(unit => unit.Blocks.Count > 0)] };
    }

    private Task<LessonDocument> Written(OpenCourse course, OutlineLesson lesson)
    {
        if (_lessons.Count >= Most)
            _lessons.Clear();
        return _lessons
            .GetOrAdd(
                (course.VersionId, lesson.Id),
                _ => new(async () => LessonFile.Parse(lesson.Path, await shelf.Text(course, lesson.Path, CancellationToken.None)))
            )
            .Value;
    }

    private async Task<LessonBody> Draw(OpenCourse course, OutlineLesson lesson, string language, bool forTeam)
    {
        var document = await Lesson(course, lesson);
        var desk = new LessonDesk(course, lesson, Words.In(language), assets);
        var videos = new VideoKind(await Transcripts(course, lesson, document), language);
        return LessonBody.Draw(document, desk, new Dictionary<string, IBlockKind>(_kinds) { ["video"] = videos }, forTeam);
    }

    private async Task<Dictionary<string, IReadOnlyList<Cue>>> Transcripts(OpenCourse course, OutlineLesson lesson, LessonDocument document)
    {
        var transcripts = new Dictionary<string, IReadOnlyList<Cue>>();
        foreach (var caption in document.Blocks.OfType<VideoBlock>().SelectMany(video => video.Captions))
        {
            if (
                CoursePaths.Resolve(lesson.Path, caption.Path) is not { } path
                || !course.Files.Assets.TryGetValue(path, out var hex)
                || !Digest.TryParse(hex, out var digest)
            )
                continue;
            await using var bytes = storage.Open(digest);
            using var whole = new MemoryStream();
            await bytes.CopyToAsync(whole);
            try
            {
                transcripts[caption.Path] = Subtitle.Read(whole.ToArray());
            }
            catch (FormatException)
            {
                // A caption file that cannot be read leaves the video without a transcript, not the lesson without a video.
            }
        }

        return transcripts;
    }

    private sealed class VideoKind(Dictionary<string, IReadOnlyList<Cue>> transcripts, string language) : IBlockKind
    {
        public string Kind => "video";

        public IEnumerable<BodyPart> Draw(Block block, LessonDesk desk)
        {
            var video = (VideoBlock)block;
            var caption =
                video.Captions.FirstOrDefault(one => one.Language.StartsWith(language, StringComparison.Ordinal))
                ?? (video.Captions.Count > 0 ? video.Captions[0] : null);
            var cues = caption is null ? [] : transcripts.GetValueOrDefault(caption.Path) ?? [];
            yield return new FixedPart(System.Text.Encoding.UTF8.GetBytes(VideoHtml.Draw(video, cues, caption?.Language, desk)));
        }

        public ValueTask<object?> Read(Classroom room, OutlineLesson lesson) => new((object?)null);
    }
}
