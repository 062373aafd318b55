using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Amphi.Courses;

/// <summary>The folder of a course version: which bytes lie under which path.</summary>
public sealed record CourseFiles
{
    /// <summary>YAML and Markdown: path to SHA-256 in hexadecimal.</summary>
    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    /// <summary>Everything else: path to SHA-256 in hexadecimal.</summary>
    public required IReadOnlyDictionary<string, string> Assets { get; init; }

    /// <summary>The digest of the whole folder: of its paths and their digests, in order.</summary>
    public byte[] Digest()
    {
        var listing = new StringBuilder();
        foreach (var (path, digest) in Texts.Concat(Assets).OrderBy(file => file.Key, StringComparer.Ordinal))
            listing.Append(path).Append('\0').Append(digest).Append('\n');
        return SHA256.HashData(Encoding.UTF8.GetBytes(listing.ToString()));
    }

    public string ToJson() => JsonSerializer.Serialize(this, OutlineJson.Default.CourseFiles);

    public static CourseFiles FromJson(string json) => JsonSerializer.Deserialize(json, OutlineJson.Default.CourseFiles)!;
}
