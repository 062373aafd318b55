namespace Amphi.Assessment.Marking;

public enum Verdict
{
    Wrong,
    Partly,
    Right,

    /// <summary>No machine marks it: a poll, an essay.</summary>
    Unmarked,
}

/// <summary>What an answer earned, in thousandths of a point.</summary>
public sealed record Mark(Verdict Verdict, int Earned, int Possible)
{
    /// <summary>What is said about the answer as a whole; Markdown.</summary>
    public string? Feedback { get; init; }

    /// <summary>What is right or wrong in parts: a gap, a pair.</summary>
    public IReadOnlyList<bool> Parts { get; init; } = [];

    public static Mark Unmarked { get; } = new(Verdict.Unmarked, 0, 0);

    /// <summary>A share of a question's points, in percent.</summary>
    public static Mark Of(int points, int percent) =>
        new(
            percent >= 100 ? Verdict.Right
                : percent <= 0 ? Verdict.Wrong
                : Verdict.Partly,
            points * 10 * Math.Clamp(percent, 0, 100),
            points * 1000
        );
}

/// <summary>
/// What a learner answered: the values of the question's fields, in order. One index for one choice, any number for
/// several, a text or number as typed, a value a gap or pair, the place of each item to order, <c>x,y</c> for a place.
/// </summary>
public sealed record Answer(IReadOnlyList<string> Values)
{
    public const int Longest = 20_000;

    public bool IsEmpty => Values.All(value => value.Length == 0);

    public string Text => Values.Count > 0 ? Values[0] : "";

    /// <summary>The indices among the values, what is none left out.</summary>
    public IReadOnlyList<int> Indices(int below) =>
        [.. Values.Select(value => int.TryParse(value, out var index) ? index : -1).Where(index => index >= 0 && index < below).Distinct()];
}
