namespace Amphi.Formats.Packages;

/// <summary>Which names of entries are taken. Nothing is created under them, but a name that tries to escape tells what the package is.</summary>
internal static class EntryNames
{
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>The path of an entry, its leading <c>./</c> left out.</summary>
    /// <exception cref="PackageRefusedException">The name is one that no honest package has.</exception>
    public static string Check(string name, PackageLimits limits)
    {
        var path = name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        var why =
            path.Any(char.IsControl) ? "has control characters in its name"
            : path.Contains('\\', StringComparison.Ordinal) ? "has a backslash in its name"
            : path.StartsWith('/') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0])) ? "has an absolute path"
            : path.Split('/').Contains("..") ? "leads out of the package"
            : path.Split('/').Any(part => Devices.Contains(part.Split('.')[0])) ? "is named like a device"
            : path.Length > 1_000 ? "has a name of more than 1000 characters"
            : path.Count(c => c == '/') > limits.Depth ? $"lies deeper than {limits.Depth} folders"
            : null;
        return why is null ? path.TrimEnd('/') : throw new PackageRefusedException(name, why);
    }
}
