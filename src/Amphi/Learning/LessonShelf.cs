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
    private readonly Dictionary<string, IBlockKind> _kinds = kinds.ToDictionary(kind => kind.Kind);
    private readonly Kept<(long Version, string Lesson, string Language, bool ForTeam, string ForSome), LessonBody> _bodies = new(2_000);
    private readonly Kept<(long Version, string Lesson), LessonDocument> _lessons = new(2_000);

    public IBlockKind Kind(string kind) => _kinds[kind];

    /// <summary>The body of a lesson in a language.</summary>
    public ValueTask<LessonBody> Body(OpenCourse course, OutlineLesson lesson, string language, bool forTeam)
    {
        var key = (course.VersionId, lesson.Id, language, forTeam, lesson.ForSome);
        return _bodies.Get(
            key,
            (this, course, lesson, language, forTeam),
            static from => from.Item1.Draw(from.course, from.lesson, from.language, from.forTeam)
        );
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

    private ValueTask<LessonDocument> Written(OpenCourse course, OutlineLesson lesson) =>
        _lessons.Get(
            (course.VersionId, lesson.Id),
            (shelf, course, lesson.Path),
            static async from => LessonFile.Parse(from.Path, await from.shelf.Text(from.course, from.Path, CancellationToken.None))
        );

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
            try
            {
                transcripts[caption.Path] = await CaptionFile.Read(storage, digest, CancellationToken.None);
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
