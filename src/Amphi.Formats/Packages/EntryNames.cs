using System.Text;

namespace Amphi.Formats.Packages;

/// <summary>Which names of entries are taken. Nothing is created under them, but a name that tries to escape tells what the package is.</summary>
internal static class EntryNames
{
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>
    /// The path of an entry: <c>.</c> and empty parts left out, letters composed (NFC), so that a name written on one
    /// system is found by a link written on another.
    /// </summary>
    /// <exception cref="PackageRefusedException">The name is one that no honest package has.</exception>
    public static string Check(string name, PackageLimits limits)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        var why =
            name.Any(char.IsControl) ? "has control characters in its name"
            : name.Contains('\\', StringComparison.Ordinal) ? "has a backslash in its name"
            : name.StartsWith('/') || (name.Length > 1 && name[1] == ':' && char.IsAsciiLetter(name[0])) ? "has an absolute path"
            // Windows takes "..." and ".. " for "..".
            : parts.Exists(part => part.TrimEnd('.', ' ').Length == 0) ? "leads out of the package"
            : parts.Exists(part => Devices.Contains(part.Split('.')[0].TrimEnd())) ? "is named like a device"
            : name.Length > 1_000 ? "has a name of more than 1000 characters"
            : parts.Count > limits.Depth ? $"lies deeper than {limits.Depth} folders"
            : !IsText(name) ? "has a name that is no text"
            : null;
        return why is null ? string.Join('/', parts).Normalize() : throw new PackageRefusedException(Shown(name), why);
    }

    private static bool IsText(string name)
    {
        for (var at = 0; at < name.Length; at += Rune.TryGetRuneAt(name, at, out var rune) ? rune.Utf16SequenceLength : 1)
            if (!Rune.TryGetRuneAt(name, at, out _))
                return false;
        return true;
    }

    // A refusal is shown to people and written to logs.
    private static string Shown(string name) => new([.. name.Take(200).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)]);
}
