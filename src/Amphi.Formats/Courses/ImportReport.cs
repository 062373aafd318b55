namespace Amphi.Formats.Courses;

/// <summary>What a reader found and what came of it; the members are those of the command line's report.</summary>
public sealed record ImportReport
{
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string Language { get; init; }
    public int Sections { get; init; }
    public int Lessons { get; init; }
    public int Units { get; init; }

    /// <summary>Blocks by <see cref="Block.Kind"/>.</summary>
    public IReadOnlyDictionary<string, int> Blocks { get; init; } = new SortedDictionary<string, int>();

    /// <summary>Questions by <see cref="Question.Type"/>.</summary>
    public IReadOnlyDictionary<string, int> Questions { get; init; } = new SortedDictionary<string, int>();

    /// <summary>What is reachable from the package's root, in the package's own words.</summary>
    public IReadOnlyDictionary<string, int> Source { get; init; } = new SortedDictionary<string, int>();
    public IReadOnlyList<PlaceholderNote> Placeholders { get; init; } = [];

    /// <summary>Unpublished elements by their own names.</summary>
    public IReadOnlyDictionary<string, int> Drafts { get; init; } = new SortedDictionary<string, int>();

    /// <summary>Elements that nothing reaches, by their own names.</summary>
    public IReadOnlyDictionary<string, int> Orphans { get; init; } = new SortedDictionary<string, int>();

    /// <summary>References to what the package does not hold.</summary>
    public int BrokenReferences { get; init; }
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Counts what came of a course; the package's own counts are added with <c>with</c>.</summary>
    public static ImportReport Of(CourseDocument course) =>
        new()
        {
            Slug = course.Slug,
            Title = course.Title,
            Language = course.Language,
            Sections = course.Sections.Count,
            Lessons = course.Lessons.Count(),
            Units = course.Lessons.Sum(lesson => lesson.Units.Count),
            Blocks = Counted(course.Blocks, block => block.Kind),
            Questions = Counted(course.Blocks.OfType<QuizBlock>().SelectMany(quiz => quiz.Questions), question => question.Type),
        };

    private static SortedDictionary<string, int> Counted<T>(IEnumerable<T> things, Func<T, string> word)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var thing in things)
            counts[word(thing)] = counts.GetValueOrDefault(word(thing)) + 1;
        return counts;
    }
}

/// <summary>A placeholder, where it stands in the package, and why.</summary>
public sealed record PlaceholderNote(string Kind, string Where, string Why);

/// <summary>A fault in a course folder: the file, the line from 1 (0 when the file as a whole is meant) and the reason.</summary>
public sealed record Fault(string File, int Line, string Why)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Why}" : $"{File}: {Why}";
}

/// <summary>Course folders are refused with every fault at once.</summary>
public sealed class FaultsException(IReadOnlyList<Fault> faults) : Exception(string.Join('\n', faults))
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
