using System.Runtime.CompilerServices;
using Amphi.Courses;
using Amphi.Formats.Courses;

namespace Amphi.Assessment.Grades;

/// <summary>A piece of graded work: a lesson, and the blocks of it that are marked.</summary>
/// <param name="Track">The track it belongs to; null is the common core.</param>
public sealed record Piece(string Lesson, string Title, string? Track, IReadOnlyList<PieceBlock> Blocks);

/// <param name="Weight">How much the block counts in its piece.</param>
public readonly record struct PieceBlock(int Ordinal, int Weight);

/// <summary>A category of the policy and the pieces that are there for it.</summary>
/// <param name="Weight">Percent of the result.</param>
/// <param name="Count">How many pieces count at least: what is missing of them is zero.</param>
/// <param name="Drop">How many of the lowest do not count.</param>
public sealed record PolicyCategory(string Name, int Weight, int Count, int Drop, IReadOnlyList<Piece> Pieces);

/// <summary>How the published course makes a result of marks.</summary>
public sealed class GradingPolicy
{
    private static readonly ConditionalWeakTable<OpenCourse, GradingPolicy> OfCourses = [];

    internal GradingPolicy(IReadOnlyList<PolicyCategory> categories, GradingDocument document)
    {
        Categories = categories;
        IsGraded = !document.FinishedOnly && categories.Count > 0;
        Levels = [.. document.Levels.OrderByDescending(level => level.AtLeast)];
        Pass = document.Pass ?? Levels.Where(level => level.AtLeast > 0).Select(level => (int?)level.AtLeast).LastOrDefault();
        Required = document.Required.ToHashSet(StringComparer.Ordinal);
        Pieces = [.. categories.SelectMany(category => category.Pieces).Distinct()];
    }

    public IReadOnlyList<PolicyCategory> Categories { get; }

    /// <summary>False when learners finish or not, without a grade.</summary>
    public bool IsGraded { get; }

    /// <summary>Highest first.</summary>
    public IReadOnlyList<GradingLevel> Levels { get; }

    /// <summary>The least percentage that passes; null when nothing is passed or failed.</summary>
    public int? Pass { get; }

    /// <summary>The lessons whose work must be handed in to pass.</summary>
    public IReadOnlySet<string> Required { get; }

    /// <summary>All pieces, in the order of the policy; once each, though paths may weigh them in categories of their own.</summary>
    public IReadOnlyList<Piece> Pieces { get; }

    /// <summary>The policy of a course version: it is as immutable as the version, and kept as long.</summary>
    public static GradingPolicy Of(OpenCourse course) => OfCourses.GetValue(course, From);

    private static GradingPolicy From(OpenCourse course)
    {
        var document = course.Outline.Grading ?? new GradingDocument();
        var pieces = course.LessonsForLearners.Where(place => place.Lesson.Graded is not null).ToLookup(place => place.Lesson.Graded, PieceOf);
        return new GradingPolicy(
            [
                .. document.Categories.Select(category => new PolicyCategory(
                    category.Name,
                    category.Weight,
                    category.Count,
                    category.DropLowest,
                    [.. pieces[category.Name]]
                )),
            ],
            document
        );
    }

    internal static Piece PieceOf(LessonPlace place) =>
        new(
            place.Lesson.Id,
            place.Lesson.Title,
            place.Section.Track,
            [.. place.Lesson.Blocks.Select(block => new PieceBlock(block.Ordinal, WeightOf(block))).Where(block => block.Weight > 0)]
        );

    private static int WeightOf(OutlineBlock block) => block.Kind is "quiz" or "case" ? block.Weight ?? 1 : 0;
}
