using System.Globalization;

namespace Amphi.Formats.Courses;

/// <summary>
/// A number of a question that is drawn for each learner: from a range in steps, from a list, or worked out of those
/// before it. All are plain text, as the author wrote them.
/// </summary>
public sealed record DrawnNumber(string Name)
{
    /// <summary>More values than that are no draw any more.</summary>
    public const int MostValues = 100_000;

    public string? From { get; init; }
    public string? To { get; init; }

    /// <summary>1 without it.</summary>
    public string? Step { get; init; }
    public IReadOnlyList<string> Of { get; init; } = [];

    /// <summary>An expression of the numbers before it.</summary>
    public string? Is { get; init; }

    /// <summary>How many values it may take, 0 when it is written wrongly; what is worked out takes one.</summary>
    public int Count =>
        Is is not null ? 1
        : Of.Count > 0
            ? Of.All(one => TryRead(one, out _)) ? Of.Count
                : 0
        : TryRead(From, out var from) && TryRead(To, out var to) && TryRead(Step ?? "1", out var step) && step > 0 && to >= from ? Steps(from, to, step)
        : 0;

    /// <summary>One of its values, in invariant writing, by its place from 0; null for what is worked out.</summary>
    public string? At(int place) =>
        Is is not null ? null
        : Of.Count > 0 ? Of[place]
        : TryRead(From, out var from) && TryRead(Step ?? "1", out var step)
            ? (from + (place * step)).ToString("0.############################", CultureInfo.InvariantCulture)
        : null;

    // Decimal, so that a tenth is a tenth; what a number of 28 digits cannot hold is written wrongly.
    internal static bool TryRead(string? text, out decimal number) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    private static int Steps(decimal from, decimal to, decimal step)
    {
        try
        {
            return Math.Floor((to - from) / step) is var steps and < MostValues ? (int)steps + 1 : 0;
        }
        catch (OverflowException)
        {
            return 0;
        }
    }
}
