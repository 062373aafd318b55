namespace Amphi.Formats.Expressions;

/// <summary>The functions an expression may call, by their names in lower case.</summary>
internal static class Function
{
    public static readonly IReadOnlyDictionary<string, Func<double, double>> OfOne = new Dictionary<string, Func<double, double>>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["arcsin"] = Math.Asin,
        ["arccos"] = Math.Acos,
        ["arctan"] = Math.Atan,
        ["asin"] = Math.Asin,
        ["acos"] = Math.Acos,
        ["atan"] = Math.Atan,
        ["sinh"] = Math.Sinh,
        ["cosh"] = Math.Cosh,
        ["tanh"] = Math.Tanh,
        ["sqrt"] = Math.Sqrt,
        ["exp"] = Math.Exp,
        ["ln"] = Math.Log,
        ["log10"] = Math.Log10,
        ["log"] = Math.Log10,
        ["log2"] = Math.Log2,
        ["abs"] = Math.Abs,
        ["floor"] = Math.Floor,
        ["ceil"] = Math.Ceiling,
        ["round"] = value => Math.Round(value, MidpointRounding.AwayFromZero),
    };

    public static readonly IReadOnlyDictionary<string, Func<double, double, double>> OfTwo = new Dictionary<string, Func<double, double, double>>(
        StringComparer.OrdinalIgnoreCase
    )
    {
        ["min"] = Math.Min,
        ["max"] = Math.Max,
        ["round"] = Round,
        ["mod"] = (value, by) => value - (by * Math.Floor(value / by)),
    };

    // Halves away from zero, as people round; to 15 decimals at most, as many as a number has.
    private static double Round(double value, double decimals) =>
        decimals is >= 0 and <= 15 ? Math.Round(value, (int)decimals, MidpointRounding.AwayFromZero) : double.NaN;
}
