using System.Security.Cryptography;
using System.Text;

namespace Amphi.Formats.Folders;

/// <summary>Where in its line a missing id is written.</summary>
internal enum IdPlace
{
    /// <summary>A line of its own: front matter, <c>section.yaml</c>.</summary>
    OwnLine,

    /// <summary>Attributes at the end of a heading or a directive.</summary>
    Attribute,

    /// <summary>The first key of a mapping in a list.</summary>
    Item,

    /// <summary>The first key within braces.</summary>
    Flow,
}

/// <summary>An id that a file lacks. Lines and columns count from 1.</summary>
internal sealed record MissingId(int Line, IdPlace Place, int Column = 1);

/// <summary>Ids of courses: 1 to 64 of <c>a–z A–Z 0–9 _ . -</c>, beginning with a letter, a digit or <c>_</c>.</summary>
public static class CourseIds
{
    public static bool IsOne(string? id) =>
        id is { Length: > 0 and <= 64 }
        && (char.IsAsciiLetterOrDigit(id[0]) || id[0] == '_')
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    /// <summary>Makes an id of a foreign word: what does not fit becomes a hyphen, what is too long ends in a hash.</summary>
    public static string From(string word)
    {
        var fitting = new string([.. word.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '-')]).TrimStart('-', '.');
        if (fitting.Length is > 0 and <= 64 && fitting == word)
            return fitting;
        return $"{(fitting.Length > 50 ? fitting[..50] : fitting)}{(fitting.Length > 0 ? "-" : "x")}{Hash(word)}";
    }

    /// <summary>Writes ids where they are missing and changes nothing else.</summary>
    internal static string Fill(string path, string text, IEnumerable<MissingId> missing, Func<string, bool> isTaken)
    {
        var lines = text.Split('\n').ToList();
        foreach (var one in missing.OrderByDescending(one => one.Line).ThenByDescending(one => one.Column))
        {
            var line = one.Line - 1;
            var id = Fresh($"{path}\n{one.Line}\n{(line < lines.Count ? lines[line] : "")}", isTaken);
            switch (one.Place)
            {
                case IdPlace.OwnLine:
                    lines.Insert(line, $"id: {id}");
                    break;
                case IdPlace.Attribute:
                    lines[line] = WithAttribute(lines[line], id);
                    break;
                case IdPlace.Flow:
                    lines[line] = lines[line].Insert(one.Column, $"id: {id}, ");
                    break;
                default:
                    lines[line] = lines[line].Insert(one.Column - 1, $"id: {id}\n{new string(' ', one.Column - 1)}");
                    break;
            }
        }

        return string.Join('\n', lines);
    }

    private static string WithAttribute(string line, string id)
    {
        var end = line.TrimEnd();
        var open = end.EndsWith('}') ? end.LastIndexOf('{') : -1;
        return open >= 0 ? $"{line[..(open + 1)]}#{id} {line[(open + 1)..]}" : $"{end} {{#{id}}}";
    }

    private static string Fresh(string seed, Func<string, bool> isTaken)
    {
        for (var tries = 0; ; tries++)
        {
            var id = "i" + Hash(tries == 0 ? seed : $"{seed}\n{tries}");
            if (!isTaken(id))
                return id;
        }
    }

    private static string Hash(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 4));
}
