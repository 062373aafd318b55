namespace Amphi.Formats.Courses;

/// <summary>
/// A course as a document: what a course folder says, whatever package it came from.
/// The form on disk is specified in <c>docs/formats/course-folder.md</c>.
/// </summary>
/// <remarks>
/// All text is Markdown unless a property says otherwise. Ids are words (see the specification), stable for the life of
/// the course, unique in it. Paths are relative to the course folder, with forward slashes.
/// </remarks>
public sealed record CourseDocument
{
    /// <summary>The word in the catalogue's address: lower case letters, digits and hyphens, at most 80.</summary>
    public required string Slug { get; init; }

    /// <summary>Plain text.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text, a second line under the title on the cover.</summary>
    public string? Subtitle { get; init; }

    /// <summary>BCP 47, such as <c>fr</c> or <c>en-GB</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Plain text, a sentence or two.</summary>
    public string? Summary { get; init; }

    /// <summary>The long description, in a file of its own (<c>about.md</c>).</summary>
    public string? About { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>An SPDX expression or a sentence.</summary>
    public string? Licence { get; init; }

    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>Estimated hours for the whole course.</summary>
    public int? Hours { get; init; }

    /// <summary>Weeks, the common core and one track included.</summary>
    public int? Weeks { get; init; }

    /// <summary>One of the cloths of the design guide; null lets Amphi choose from the slug.</summary>
    public string? Cloth { get; init; }

    public IReadOnlyList<TrackDocument> Tracks { get; init; } = [];

    /// <summary>The ways of working through it, of which a learner has one; the first unless they choose.</summary>
    public IReadOnlyList<TrackDocument> Paths { get; init; } = [];

    /// <summary>How many tracks are chosen, and until when; null lets each be chosen or not.</summary>
    public ChoiceDocument? Choose { get; init; }
    public GradingDocument? Grading { get; init; }
    public IReadOnlyList<SectionDocument> Sections { get; init; } = [];

    /// <summary>Pages beside the lessons: a foreign course's tabs and handouts.</summary>
    public IReadOnlyList<PageDocument> Pages { get; init; } = [];

    /// <summary>News items that came with the package, newest first.</summary>
    public IReadOnlyList<UpdateDocument> Updates { get; init; } = [];

    public IEnumerable<LessonDocument> Lessons => Sections.SelectMany(section => section.Lessons);
    public IEnumerable<Block> Blocks => Lessons.SelectMany(lesson => lesson.Blocks);
}

/// <summary>A way through the course: a track after its common core, or a path such as classic or advanced.</summary>
public sealed record TrackDocument(string Id, string Title, string? Summary = null);

/// <summary>How many tracks a learner must choose at least and may choose at most (null: all), and until when a choice can change.</summary>
public sealed record ChoiceDocument(int Least = 0, int? Most = null, DateRule? Until = null);

/// <summary>So many percent of the points of a lesson, a quiz or a case study, named by its id.</summary>
public sealed record ScoreDocument(string Of, int Percent);

/// <summary>A page beside the lessons; <paramref name="Body"/> is Markdown.</summary>
public sealed record PageDocument(string Id, string Title, string Body, bool Draft = false);

/// <summary>A news item; <paramref name="On"/> is kept as the package wrote it when it is not a date.</summary>
public sealed record UpdateDocument(string On, string Body);

/// <summary>How a result is made. Percentages are integers from 0 to 100.</summary>
public sealed record GradingDocument
{
    /// <summary>True when there is no grade: a learner has finished or not.</summary>
    public bool FinishedOnly { get; init; }

    /// <summary>The least percentage that passes; null is the lowest level, or no pass mark without levels.</summary>
    public int? Pass { get; init; }

    /// <summary>The ids of lessons whose work must be handed in to pass; without a grade, those that finish the course.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Weights need not make 100: what they make beyond it is extra credit.</summary>
    public IReadOnlyList<GradingCategory> Categories { get; init; } = [];

    /// <summary>Level name to the least percentage that earns it, highest first.</summary>
    public IReadOnlyList<GradingLevel> Levels { get; init; } = [];

    /// <summary>What becomes of late work; null takes it as if it were in time.</summary>
    public LateDocument? Late { get; init; }
}

/// <summary>What late work keeps: all of it in the grace, then less for each day begun, never below the floor; then it is closed.</summary>
public sealed record LateDocument(int GraceMinutes = 0, int PercentADay = 0, int Floor = 0, int? ClosesAfterMinutes = null);

/// <summary>A category of graded work: its weight in percent, how many pieces count and how many of the lowest do not.</summary>
public sealed record GradingCategory(string Name, int Weight, int Count = 1, int DropLowest = 0, string? Abbreviation = null)
{
    /// <summary>The ids of the tracks and paths whose learners it counts for; empty is everyone.</summary>
    public IReadOnlyList<string> For
    {
        // Outlines kept by an earlier version have none, and the JSON reader then says null in spite of a default.
        get => field ?? [];
        init;
    }
}

public sealed record GradingLevel(string Name, int AtLeast)
{
    /// <summary>The ids of the tracks and paths whose learners can earn it; empty is everyone.</summary>
    public IReadOnlyList<string> For
    {
        get => field ?? [];
        init;
    }
}

/// <summary>A folder of lessons, usually a week.</summary>
public sealed record SectionDocument
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>The folder's name, such as <c>03-ordonner</c>; the order of sections is the order of these names.</summary>
    public required string Folder { get; init; }

    public int? Week { get; init; }

    /// <summary>The id of the track it belongs to; null is the common core.</summary>
    public string? Track { get; init; }

    /// <summary>The ids of the tracks and paths whose learners see it; empty is everyone.</summary>
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>When it opens, if the course fixes that itself.</summary>
    public DateRule? Opens { get; init; }

    /// <summary>The ids of the lessons to finish before its own open.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What to reach before its lessons open.</summary>
    public IReadOnlyList<ScoreDocument> Reach { get; init; } = [];
    public bool Draft { get; init; }
    public IReadOnlyList<LessonDocument> Lessons { get; init; } = [];
}

/// <summary>A Markdown file: front matter, then units of blocks.</summary>
public sealed record LessonDocument
{
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>The file's name, such as <c>02-chemin-critique.md</c>.</summary>
    public required string File { get; init; }

    /// <summary>Estimated minutes.</summary>
    public int? Minutes { get; init; }

    /// <summary>The name of a grading category, when the lesson counts.</summary>
    public string? Graded { get; init; }
    public DateRule? Due { get; init; }
    public bool Optional { get; init; }

    /// <summary>The ids of the tracks and paths for whose learners it is optional.</summary>
    public IReadOnlyList<string> OptionalFor { get; init; } = [];

    /// <summary>The ids of the tracks and paths whose learners see it; empty is everyone.</summary>
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>The ids of the lessons to finish before it opens.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What to reach before it opens.</summary>
    public IReadOnlyList<ScoreDocument> Reach { get; init; } = [];

    /// <summary>Written but not published: only the team sees it.</summary>
    public bool Draft { get; init; }

    /// <summary>Published, for the team only.</summary>
    public bool StaffOnly { get; init; }

    public IReadOnlyList<UnitDocument> Units { get; init; } = [];

    public IEnumerable<Block> Blocks => Units.SelectMany(unit => unit.Blocks);
}

/// <summary>A part of a lesson under a first-level heading; the blocks before the first heading have a unit without one.</summary>
public sealed record UnitDocument
{
    public string? Id { get; init; }
    public string? Title { get; init; }
    public bool Draft { get; init; }
    public bool StaffOnly { get; init; }
    public IReadOnlyList<Block> Blocks { get; init; } = [];
}
