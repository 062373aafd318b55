namespace Amphi.Assessment.Grades;

/// <summary>Why a piece stands where it stands.</summary>
public enum PieceState
{
    /// <summary>Nothing was handed in yet: it counts as zero until then.</summary>
    Open,

    /// <summary>Handed in, in part or whole, and not all of it marked.</summary>
    Waiting,
    Marked,

    /// <summary>The learner was let off: it counts neither for nor against them.</summary>
    Excused,
}

/// <summary>What one piece earned and what became of it in its category.</summary>
/// <param name="IsDropped">It is among the lowest, which do not count.</param>
/// <param name="PenaltyPercent">The most that lateness took off one of its blocks.</param>
/// <param name="Override">Set by the team in place of the marks; null when the marks stand.</param>
public sealed record PieceResult(Piece Piece, PieceState State, Share Earned, bool IsDropped, int PenaltyPercent, MarkOverride? Override)
{
    public bool IsHandedIn => State is not PieceState.Open;
}

/// <summary>A category: its pieces, how many more are counted as zero, and the mean of those that count.</summary>
/// <param name="Missing">Pieces the policy counts and the course does not have yet: zeros.</param>
/// <param name="Counted">How many the mean is made of.</param>
public sealed record CategoryResult(PolicyCategory Category, IReadOnlyList<PieceResult> Pieces, int Missing, int Counted, Share Mean)
{
    /// <summary>Hundredths of the percent that all weights are taken of: 10 000, or less where the learner is let off a category and its weight goes to the others.</summary>
    public long Of { get; init; } = 10_000;

    /// <summary>Whether the learner is let off all of it.</summary>
    public bool IsLetOff => Counted == 0 && Pieces.Count > 0;

    /// <summary>What it brings to the result.</summary>
    public Share Brings => Share.Of((long)Mean.Millionths * Category.Weight * 100, Of * Share.Whole.Millionths);
}

/// <summary>The result of a learner, with all that it was made of.</summary>
/// <param name="Computed">What the marks make.</param>
/// <param name="Override">Set by the team in its place; null when what was computed stands.</param>
/// <param name="RequiredMissing">Required work that was not handed in.</param>
public sealed record Result(
    GradingPolicy Policy,
    IReadOnlyList<CategoryResult> Categories,
    Share Computed,
    MarkOverride? Override,
    IReadOnlyList<Piece> RequiredMissing
)
{
    public Share Total => Override?.Share ?? Computed;
    public int Percent => Total.Percent;

    /// <summary>The name of the highest level reached, or null.</summary>
    public string? Level => RequiredMissing.Count > 0 && Override is null ? null : Policy.Levels.FirstOrDefault(level => Percent >= level.AtLeast)?.Name;

    public bool IsPassed => Policy.Pass is { } pass && Percent >= pass && (RequiredMissing.Count == 0 || Override is not null);
    public IEnumerable<PieceResult> Pieces => Categories.SelectMany(category => category.Pieces);

    /// <summary>The same for every piece of the whole course, in its order; null for a piece that is not for this learner.</summary>
    public IEnumerable<PieceResult?> Along(GradingPolicy whole)
    {
        var mine = Pieces.ToDictionary(piece => piece.Piece.Lesson, StringComparer.Ordinal);
        return whole.Pieces.Select(piece => mine.GetValueOrDefault(piece.Lesson));
    }

    public IEnumerable<PieceResult> OpenPieces => Pieces.Where(piece => piece.State is PieceState.Open or PieceState.Waiting);
}
