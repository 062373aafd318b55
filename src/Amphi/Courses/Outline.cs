using System.Text.Json;
using System.Text.Json.Serialization;
using Amphi.Formats.Courses;

namespace Amphi.Courses;

/// <summary>What a published course consists of, without its words: enough for every list, link and count.</summary>
public sealed record Outline
{
    public IReadOnlyList<OutlineSection> Sections { get; init; } = [];
    public IReadOnlyList<TrackDocument> Tracks { get; init; } = [];

    /// <summary>What a learner has one of.</summary>
    public IReadOnlyList<TrackDocument> Paths
    {
        // Outlines kept by an earlier version have none, and the JSON reader then says null in spite of a default.
        get => field ?? [];
        init;
    }

    public ChoiceDocument? Choose { get; init; }
    public LateDocument? Late { get; init; }
    public IReadOnlyList<string> Outcomes { get; init; } = [];
    public IReadOnlyList<string> Authors { get; init; } = [];
    public string? Licence { get; init; }
    public IReadOnlyList<OutlinePage> Pages { get; init; } = [];

    /// <summary>How a result is made; null when nothing is graded.</summary>
    public GradingDocument? Grading { get; init; }

    public static Outline Of(CourseDocument course, IReadOnlyDictionary<string, int> ordinals) =>
        new()
        {
            Sections = [.. course.Sections.Select(section => OutlineSection.Of(section, ordinals))],
            Tracks = course.Tracks,
            Paths = course.Paths,
            Choose = course.Choose,
            Late = course.Grading?.Late,
            Outcomes = course.Outcomes,
            Authors = course.Authors,
            Licence = course.Licence,
            Grading = course.Grading,
            Pages = [.. course.Pages.Where(page => !page.Draft).Select(page => new OutlinePage(page.Id, page.Title))],
        };

    /// <summary>What tracks and paths are called, from their ids.</summary>
    public string TitlesOf(IEnumerable<string> audiences) =>
        string.Join(", ", Paths.Concat(Tracks).Where(one => audiences.Contains(one.Id)).Select(one => one.Title));

    /// <summary>The ids that get a number: lessons, and blocks that have one.</summary>
    public static IEnumerable<string> Numbered(CourseDocument course) =>
        course.Lessons.SelectMany(lesson => lesson.Blocks.Select(block => block.Id).Prepend(lesson.Id)).OfType<string>();

    public string ToJson() => JsonSerializer.Serialize(this, OutlineJson.Default.Outline);

    public static Outline FromJson(string json) => JsonSerializer.Deserialize(json, OutlineJson.Default.Outline)!;
}

public sealed record OutlineSection
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public int? Week { get; init; }
    public string? Track { get; init; }

    /// <summary>The audiences that see it, its track left out; empty is everyone.</summary>
    public IReadOnlyList<string> For
    {
        get => field ?? [];
        init;
    }

    public DateRule? Opens { get; init; }
    public bool Draft { get; init; }
    public IReadOnlyList<OutlineLesson> Lessons { get; init; } = [];

    internal static OutlineSection Of(SectionDocument section, IReadOnlyDictionary<string, int> ordinals) =>
        new()
        {
            Id = section.Id,
            Title = section.Title,
            Week = section.Week,
            Track = section.Track,
            For = section.For,
            Opens = section.Opens,
            Draft = section.Draft,
            Lessons = [.. section.Lessons.Select(lesson => OutlineLesson.Of(section, lesson, ordinals))],
        };
}

public sealed record OutlineLesson
{
    public required string Id { get; init; }
    public required int Ordinal { get; init; }
    public required string Title { get; init; }

    /// <summary>The lesson's file in the course folder.</summary>
    public required string Path { get; init; }
    public int? Minutes { get; init; }
    public string? Graded { get; init; }
    public DateRule? Due { get; init; }
    public bool Optional { get; init; }

    /// <summary>The audiences for whom it is optional.</summary>
    public IReadOnlyList<string> OptionalFor
    {
        get => field ?? [];
        init;
    }

    /// <summary>The audiences that see it; empty is everyone.</summary>
    public IReadOnlyList<string> For
    {
        get => field ?? [];
        init;
    }

    /// <summary>The lessons to finish before it opens.</summary>
    public IReadOnlyList<string> Needs
    {
        get => field ?? [];
        init;
    }

    /// <summary>What to reach before it opens.</summary>
    public IReadOnlyList<ScoreDocument> Reach
    {
        get => field ?? [];
        init;
    }

    public bool Draft { get; init; }
    public bool StaffOnly { get; init; }
    public IReadOnlyList<OutlineBlock> Blocks { get; init; } = [];

    /// <summary>The ids of its published units, for links that lead to one.</summary>
    public IReadOnlyList<string> Units
    {
        // Outlines kept by an earlier version have none, and the JSON reader then says null in spite of a default.
        get => field ?? [];
        init;
    }

    /// <summary>The numbers of the lessons that together finish the course; given when the course is opened.</summary>
    internal IReadOnlyList<int> Goal { get; set; } = [];

    /// <summary>The ids of its blocks that not everyone sees, as far as they are there; given when the course is opened.</summary>
    internal string ForSome { get; set; } = "";

    /// <summary>Whether learners see it.</summary>
    [JsonIgnore]
    public bool IsOpenToLearners => !Draft && !StaffOnly;

    /// <summary>The blocks whose activity completes the lesson: videos seen, quizzes answered, case studies handed in.</summary>
    [JsonIgnore]
    public IEnumerable<OutlineBlock> Required => Blocks.Where(block => block is { Kind: "quiz" or "video" or "case", Voluntary: false });

    internal static OutlineLesson Of(SectionDocument section, LessonDocument lesson, IReadOnlyDictionary<string, int> ordinals) =>
        new()
        {
            Id = lesson.Id,
            Ordinal = ordinals[lesson.Id],
            Title = lesson.Title,
            Path = $"{section.Folder}/{lesson.File}",
            Minutes = lesson.Minutes,
            Graded = lesson.Graded,
            Due = lesson.Due,
            Optional = lesson.Optional,
            OptionalFor = lesson.OptionalFor,
            For = lesson.For,
            Needs = [.. section.Needs.Union(lesson.Needs)],
            Reach = [.. section.Reach.Union(lesson.Reach)],
            Draft = lesson.Draft || section.Draft,
            StaffOnly = lesson.StaffOnly,
            Units = [.. lesson.Units.Where(unit => !unit.Draft && !unit.StaffOnly).Select(unit => unit.Id).OfType<string>()],
            Blocks =
            [
                .. lesson
                    .Units.Where(unit => !unit.Draft && !unit.StaffOnly)
                    .SelectMany(unit => unit.Blocks)
                    .Where(block => block.Id is not null)
                    .Select(block => OutlineBlock.Of(block, ordinals)),
            ],
        };
}

public sealed record OutlineBlock
{
    public required string Id { get; init; }
    public required int Ordinal { get; init; }
    public required string Kind { get; init; }
    public string? Title { get; init; }

    /// <summary>Milliseconds of a video, when known.</summary>
    public long? Duration { get; init; }

    /// <summary>The audiences that see it; empty is everyone.</summary>
    public IReadOnlyList<string> For
    {
        get => field ?? [];
        init;
    }

    public DateRule? Opens { get; init; }
    public DateRule? Due { get; init; }

    /// <summary>Whether its lesson is complete without it: a survey, or a video that plays elsewhere, of which nobody here sees what was watched.</summary>
    public bool Voluntary { get; init; }

    /// <summary>How much it counts in a graded lesson, 0 for what is not marked; null in outlines kept by an earlier version.</summary>
    public int? Weight { get; init; }

    /// <summary>The ids of a quiz's questions, what is only read left out.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    internal static OutlineBlock Of(Block block, IReadOnlyDictionary<string, int> ordinals) =>
        new()
        {
            Id = block.Id!,
            Ordinal = ordinals[block.Id!],
            Kind = block.Kind,
            Title = block.Title,
            Duration = (block as VideoBlock)?.Duration,
            For = block.For,
            Opens = (block as CaseBlock)?.Opens,
            Due = (block as CaseBlock)?.Due,
            Voluntary = block is QuizBlock { Survey: true } or VideoBlock { Sources.Count: 0 },
            Weight = block switch
            {
                QuizBlock marked => marked.Counts ? marked.Weight : 0,
                CaseBlock => 1,
                _ => 0,
            },
            Questions = block is QuizBlock quiz ? [.. quiz.Questions.Where(question => question is not InfoQuestion).Select(question => question.Id)] : [],
        };
}

public sealed record OutlinePage(string Id, string Title);

[JsonSerializable(typeof(Outline))]
[JsonSerializable(typeof(CourseFiles))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class OutlineJson : JsonSerializerContext;
