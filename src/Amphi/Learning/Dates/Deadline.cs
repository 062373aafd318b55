using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>When a learner's work is due, and what lateness does to it.</summary>
/// <param name="Due">null is whenever one likes.</param>
public readonly record struct Deadline(Instant? Due, LatePolicy Late)
{
    /// <summary>How many percent of a mark are kept; null when the work is no longer taken in.</summary>
    public int? KeptPercent(Instant at) => Due is { } due ? Late.KeptPercent(due, at) : 100;

    /// <summary>The last moment at which it is taken in; null is any time.</summary>
    public Instant? Closes => Due is { } due ? Late.Closes(due) : null;

    public bool IsPast(Instant at) => at > Due;

    /// <summary>Why it is no longer taken in, or null.</summary>
    public Refusal? Refusal(Instant at) => KeptPercent(at) is null ? new Refusal("late.refused", Closes!.Value) : null;

    /// <exception cref="RefusedException">It is no longer taken in.</exception>
    public void Allow(Instant at)
    {
        if (Refusal(at) is { } refusal)
            throw new RefusedException(refusal);
    }
}
