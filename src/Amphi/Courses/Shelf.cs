using System.Collections.Concurrent;
using Amphi.Formats.Html;
using Amphi.Ground;
using Amphi.Media;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Courses;

/// <summary>A course version opened for reading: its outline with the ways through it, and its files. Immutable.</summary>
public sealed class OpenCourse
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (OutlineLesson Lesson, OutlineBlock Block)> _blocks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OutlineLesson> _units = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, string> _assetPaths = [];

    private const int MostAudiences = 256;
    private readonly ConcurrentDictionary<string, OpenCourse> _audiences = new();

    public OpenCourse(CourseVersion version, Course course)
        : this(
            version.Id,
            version.CourseId,
            version.Number,
            (course.Title, course.Language),
            Outline.FromJson(version.Outline),
            CourseFiles.FromJson(version.Files),
            null,
            null
        ) { }

    private OpenCourse(
        long version,
        long course,
        int number,
        (string Title, string Language) about,
        Outline outline,
        CourseFiles files,
        Audience? audience,
        OpenCourse? whole
    )
    {
        VersionId = version;
        CourseId = course;
        Number = number;
        (Title, Language) = about;
        Outline = outline;
        Files = files;
        Audience = audience;
        Whole = whole ?? this;
        Lessons = [.. Outline.Sections.SelectMany(section => section.Lessons.Select(lesson => new LessonPlace(section, lesson)))];
        Sections = [.. Outline.Sections.Where(section => !section.Draft)];

        for (var place = 0; place < Lessons.Count; place++)
        {
            _places[Lessons[place].Lesson.Id] = place;
            foreach (var unit in Lessons[place].Lesson.Units)
                _units[unit] = Lessons[place].Lesson;
            foreach (var block in Lessons[place].Lesson.Blocks)
                _blocks[block.Id] = (Lessons[place].Lesson, block);
        }

        foreach (var (path, digest) in Files.Assets)
            if (Digest.TryParse(digest, out var bytes))
                _assetPaths[bytes] = path;
        LessonsForLearners = [.. Lessons.Where(place => place.Lesson.IsOpenToLearners)];
        Goal = [.. LessonsForLearners.Where(IsAskedFor).Select(place => place.Lesson)];
        GoalNumbers = IsStillToChoose ? [] : [.. Goal.Select(lesson => lesson.Ordinal)];
        foreach (var place in Lessons)
        {
            place.Lesson.Goal = GoalNumbers;
            place.Lesson.ForSome = string.Join(' ', place.Lesson.Blocks.Where(block => block.For.Count > 0).Select(block => block.Id));
        }

        HasScores = Lessons.Any(place => place.Lesson.Reach.Count > 0);
    }

    /// <summary>Whose course this is; null for the whole of it, as the team sees it.</summary>
    public Audience? Audience { get; }

    /// <summary>The course with what is for anyone.</summary>
    public OpenCourse Whole { get; }

    /// <summary>Whether fewer tracks were chosen than finishing takes.</summary>
    public bool IsStillToChoose => (Audience?.Tracks.Count ?? 0) < (Outline.Choose?.Least ?? 0);

    /// <summary>Whether a lesson waits for what was reached in others.</summary>
    public bool HasScores { get; }

    /// <summary>Whether learners choose anything.</summary>
    public bool HasChoices => Outline.Tracks.Count > 0 || Outline.Paths.Count > 1;

    /// <summary>The course as it is for some: what is for others is not in it.</summary>
    /// <param name="audiences">Ids of a path and of tracks, a space between.</param>
    public OpenCourse For(string audiences)
    {
        if (Outline.Tracks.Count == 0 && Outline.Paths.Count == 0)
            return this;
        if (Whole._audiences.TryGetValue(audiences, out var seen))
            return seen;
        // Counting takes every lock of the dictionary: only when one is added.
        if (Whole._audiences.Count >= MostAudiences)
            Whole._audiences.Clear();
        return Whole._audiences.GetOrAdd(audiences, Whole.Seen);
    }

    private OpenCourse Seen(string audiences)
    {
        var audience = Audience.In(Outline, audiences);
        var sections = Outline.Sections.Where(audience.Sees).Select(Seen).ToList();
        var outline = Outline with { Sections = sections, Grading = Outline.Grading is { } grading ? audience.Of(grading) : null };
        return new(VersionId, CourseId, Number, (Title, Language), outline, Files, audience, Whole);

        // A lesson knows its goal, so each audience has its own.
        OutlineSection Seen(OutlineSection section) => section with { Lessons = [.. section.Lessons.Where(audience.Sees).Select(SeenIn)] };

        OutlineLesson SeenIn(OutlineLesson lesson) => lesson with { Blocks = [.. lesson.Blocks.Where(audience.Sees)] };
    }

    public long VersionId { get; }
    public long CourseId { get; }
    public int Number { get; }
    public string Title { get; }
    public string Language { get; }
    public Outline Outline { get; }
    public CourseFiles Files { get; }

    /// <summary>The sections that are published.</summary>
    public IReadOnlyList<OutlineSection> Sections { get; }
    public IReadOnlyList<LessonPlace> Lessons { get; }
    public IReadOnlyList<LessonPlace> LessonsForLearners { get; }

    /// <summary>The lessons that finish the course: those of its common core and of what was chosen that are not optional, or those it names when it has no grade.</summary>
    public IReadOnlyList<OutlineLesson> Goal { get; }

    /// <summary>Their numbers; empty as long as fewer tracks are chosen than finishing takes.</summary>
    internal IReadOnlyList<int> GoalNumbers { get; }

    private bool IsAskedFor(LessonPlace place) =>
        Outline.Grading is { FinishedOnly: true, Required: { Count: > 0 } named } ? named.Contains(place.Lesson.Id)
        : Audience is { } audience ? !audience.MayLeaveOut(place.Lesson)
        : place is { Section: { Track: null, For: [] }, Lesson: { For: [], Optional: false, OptionalFor: [] } };

    /// <exception cref="MissingException">There is no such lesson.</exception>
    public LessonPlace Lesson(string id) => _places.TryGetValue(id, out var place) ? Lessons[place] : throw new MissingException("No such lesson.");

    /// <exception cref="MissingException">There is no such block.</exception>
    public (OutlineLesson Lesson, OutlineBlock Block) Block(string id) =>
        _blocks.TryGetValue(id, out var found) ? found : throw new MissingException("No such block.");

    /// <summary>The lesson a block or unit stands in, or a lesson itself; null when there is none.</summary>
    public OutlineLesson? LessonOf(string block) =>
        _blocks.TryGetValue(block, out var found) ? found.Lesson
        : _units.TryGetValue(block, out var lesson) ? lesson
        : _places.TryGetValue(block, out var place) ? Lessons[place].Lesson
        : null;

    /// <summary>The path of an asset of this version, or null when the bytes are none of its.</summary>
    public string? PathOf(Digest digest) => _assetPaths.GetValueOrDefault(digest);

    /// <summary>The lessons before and after one, as a learner goes.</summary>
    public (LessonPlace? Before, LessonPlace? After) Beside(OutlineLesson lesson)
    {
        var place = _places[lesson.Id];
        LessonPlace? before = null;
        LessonPlace? after = null;
        for (var i = place - 1; i >= 0 && before is null; i--)
            before = Lessons[i].Lesson.IsOpenToLearners ? Lessons[i] : null;
        for (var i = place + 1; i < Lessons.Count && after is null; i++)
            after = Lessons[i].Lesson.IsOpenToLearners ? Lessons[i] : null;
        return (before, after);
    }
}

/// <summary>A lesson and the section it stands in.</summary>
public sealed record LessonPlace(OutlineSection Section, OutlineLesson Lesson);

/// <summary>Keeps open the course versions that people are reading.</summary>
public sealed class Shelf(IServiceScopeFactory scopes)
{
    private readonly Kept<long, OpenCourse> _open = new(64);

    public ValueTask<OpenCourse> Open(long versionId) => _open.Get(versionId, (this, versionId), static from => from.Item1.Read(from.versionId));

    /// <summary>A text of a course by its path.</summary>
    public async Task<string> Text(OpenCourse course, string path, CancellationToken cancel)
    {
        if (!course.Files.Texts.TryGetValue(path, out var hex) || !Digest.TryParse(hex, out var digest))
            throw new MissingException($"No text {path}.");

        await using var scope = scopes.CreateAsyncScope();
        var texts = scope.ServiceProvider.GetRequiredService<Database>().CourseTexts;
        var bytes = digest.ToBytes();
        return await texts.Where(text => text.Digest == bytes).Select(text => text.Body).SingleAsync(cancel);
    }

    /// <summary>The long description, as clean HTML; empty when there is none.</summary>
    public async Task<string> About(OpenCourse course, CancellationToken cancel)
    {
        if (!course.Files.Texts.ContainsKey("about.md"))
            return "";
        var places = new LinkPlaces
        {
            File = _ => null,
            Block = _ => null,
            NoteTitle = _ => "",
        };
        return LessonHtml.Render(await Text(course, "about.md", cancel), places).Html;
    }

    private async Task<OpenCourse> Read(long versionId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Database>();
        var version =
            await db.CourseVersions.AsNoTracking().SingleOrDefaultAsync(version => version.Id == versionId) ?? throw new MissingException("No such version.");
        var course = await db.Courses.AsNoTracking().SingleAsync(course => course.Id == version.CourseId);
        return new OpenCourse(version, course);
    }
}
