namespace Amphi.Bench;

/// <summary>Prints a figure a line beside what it must reach, and remembers whether all did.</summary>
internal static class Figures
{
    public static bool AllHold { get; private set; } = true;

    /// <summary>A ratio to a limit of the same run, which must be at least so much.</summary>
    public static void AtLeast(string name, double figure, double bound, string how) => Print(name, figure, figure >= bound, $"≥ {bound:0.00}", how);

    public static void AtMost(string name, double figure, double bound, string how) => Print(name, figure, figure <= bound, $"≤ {bound:0.##}", how);

    public static double Median(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static void Print(string name, double figure, bool holds, string bound, string how)
    {
        AllHold &= holds;
        Console.WriteLine($"{name, -52} {figure, 9:0.00}  {bound, -9} {(holds ? "holds" : "FALLS SHORT"), -12} {how}");
    }
}
