using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Assessment.Grades;

public enum MarkChangeKind
{
    /// <summary>A mark in place of the one earned.</summary>
    Set,

    /// <summary>Let off: the work counts neither for nor against.</summary>
    Excused,

    /// <summary>What was set before is taken back: the marks stand again.</summary>
    Withdrawn,
}

/// <summary>
/// One line of the history of what the team set by hand. The last line of a piece stands; none is ever changed. Who did
/// it stands in the audit log, under <see cref="AuditSequence"/>: tables of learning name nobody.
/// </summary>
public sealed class MarkChange
{
    public const int LongestReason = 1_000;

    public long Id { get; private set; }
    public required long RunId { get; init; }
    public required PersonaId Persona { get; init; }

    /// <summary>The lesson whose piece it is; empty for the result as a whole.</summary>
    public required string Lesson { get; init; }

    /// <summary>Hundredths of a percent, when <see cref="Kind"/> is a mark.</summary>
    public required int? Hundredths { get; init; }
    public required MarkChangeKind Kind { get; init; }
    public required string Reason { get; init; }
    public required long AuditSequence { get; init; }
    public required Instant At { get; init; }

    internal bool Says(MarkWish wish, string reason) =>
        Kind == wish.Kind && Reason == reason && Hundredths == (Kind == MarkChangeKind.Set ? wish.Hundredths : null);

    internal MarkOverride Override => new(Kind == MarkChangeKind.Excused ? null : Share.OfHundredths(Hundredths ?? 0), Reason, At);

    /// <summary>What stands of a learner's history, oldest first.</summary>
    internal static Overrides Standing(IEnumerable<MarkChange> history)
    {
        var pieces = new Dictionary<string, MarkOverride>(StringComparer.Ordinal);
        foreach (var change in history)
            if (change.Kind == MarkChangeKind.Withdrawn)
                pieces.Remove(change.Lesson);
            else
                pieces[change.Lesson] = change.Override;
        return pieces.Count == 0 ? Overrides.None : new Overrides(pieces, pieces.GetValueOrDefault(""));
    }
}
