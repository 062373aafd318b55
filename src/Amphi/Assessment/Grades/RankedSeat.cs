using Amphi.Enrolments;

namespace Amphi.Assessment.Grades;

/// <summary>How a learner does by the marks that are there.</summary>
public enum GradeGroup
{
    /// <summary>Nothing can be said: there is no mark yet, or nothing to pass.</summary>
    Unknown,

    /// <summary>The result passes already.</summary>
    Passing,

    /// <summary>It does not pass yet, and what was marked so far passes on its own.</summary>
    OnTheWay,

    /// <summary>What was marked so far would not pass on its own, and work is still open.</summary>
    AtRisk,

    /// <summary>All is marked, and it does not pass.</summary>
    Failing,
}

/// <summary>A seat of a run and its result, to be sorted and picked from.</summary>
/// <param name="Millionths">Of the whole.</param>
public readonly record struct RankedSeat(int Seat, int Millionths, GradeGroup Group, bool HasFinished, Intent Intent, bool IsIntentReached)
{
    internal static GradeGroup GroupOf(Result result)
    {
        if (result.Policy.Pass is not { } pass)
            return GradeGroup.Unknown;
        if (result.IsPassed)
            return GradeGroup.Passing;
        var (marked, open, sum) = (0, 0, 0L);
        foreach (var piece in result.Pieces)
            if (piece.State is PieceState.Marked)
                (marked, sum) = (marked + 1, sum + piece.Earned.Millionths);
            else if (piece.State is not PieceState.Excused)
                open++;
        return open == 0 ? GradeGroup.Failing
            : marked == 0 ? GradeGroup.Unknown
            : sum * 100 < (long)pass * marked * Share.Whole.Millionths ? GradeGroup.AtRisk
            : GradeGroup.OnTheWay;
    }
}
