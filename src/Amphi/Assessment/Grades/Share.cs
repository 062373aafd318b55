using System.Globalization;

namespace Amphi.Assessment.Grades;

/// <summary>A part of a whole in millionths: exact enough that rounding never moves a result, and an integer on both engines.</summary>
public readonly record struct Share(int Millionths)
{
    private const int Million = 1_000_000;

    public static Share None { get; } = new(0);
    public static Share Whole { get; } = new(Million);

    /// <summary>A part rounded half up, never more than the whole.</summary>
    public static Share Of(long part, long whole) => new((int)Math.Clamp(((part * Million * 2) + whole) / (whole * 2), 0, Million));

    public static Share OfHundredths(int hundredthsOfPercent) => new(Math.Clamp(hundredthsOfPercent, 0, 10_000) * 100);

    /// <summary>Hundredths of a percent, as marks are typed and exported.</summary>
    public int Hundredths => (Millionths + 50) / 100;

    /// <summary>Whole percent. A result within 0.55 of the next is given it, as Open edX does: a mark short by rounding is not held against anyone.</summary>
    public int Percent => (Millionths + 5_500) / 10_000;

    /// <summary><c>87.5</c>: percent without its sign, with a point, for files.</summary>
    public string ToFile() => (Hundredths / 100m).ToString("0.##", CultureInfo.InvariantCulture);
}
