namespace Amphi.Formats.Folders;

/// <summary>Paths within a course folder.</summary>
public static class CoursePaths
{
    /// <summary>
    /// The path that a reference in a file means, from the course folder; null when it leaves the folder or is no path
    /// (an address, a fragment). What follows <c>?</c> or <c>#</c> is not part of it.
    /// </summary>
    /// <param name="from">The file that names it, such as <c>03-ordonner/02-chemin.md</c>.</param>
    public static string? Resolve(string from, string reference)
    {
        var end = reference.AsSpan().IndexOfAny('?', '#');
        var path = Uri.UnescapeDataString(end < 0 ? reference : reference[..end]);
        if (
            path.Length == 0
            || path.Contains(':', StringComparison.Ordinal)
            || path.Contains('\\', StringComparison.Ordinal)
            || path.StartsWith("//", StringComparison.Ordinal)
        )
            return null;

        var folder = from.LastIndexOf('/') is >= 0 and var slash ? from[..slash] : "";
        var whole =
            path[0] == '/' ? path[1..]
            : folder.Length == 0 ? path
            : $"{folder}/{path}";
        var parts = new List<string>();
        foreach (var part in whole.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return parts.Count == 0 ? null : string.Join('/', parts);
    }
}
