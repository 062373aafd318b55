namespace Amphi.Demonstration;

/// <summary>A copy that someone of the cohort hands in for the case study; invented, a few of them alike.</summary>
/// <param name="Levels">How good it is: the place of a level for each criterion.</param>
internal sealed record InventedCopy(IReadOnlyList<int> Levels, IReadOnlyList<string> Parts)
{
    /// <summary>All copies of <c>copies.txt</c>. A part that is <c>@7</c> is the seventh copy's, word for word.</summary>
    public static IReadOnlyList<InventedCopy> All { get; } = Read();

    private static List<InventedCopy> Read()
    {
        using var file = new StreamReader(typeof(InventedCopy).Assembly.GetManifestResourceStream("copies.txt")!);
        var copies = new List<InventedCopy>();
        foreach (var text in file.ReadToEnd().Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var head = text.IndexOf('\n', StringComparison.Ordinal);
            var parts = text[head..].Split("\n---\n").Select(part => part.Trim());
            copies.Add(
                new InventedCopy(
                    [.. text[..head].Split(' ').Select(int.Parse)],
                    [.. parts.Select((part, n) => part.StartsWith('@') ? copies[int.Parse(part[1..]) - 1].Parts[n] : part)]
                )
            );
        }

        return copies;
    }
}
