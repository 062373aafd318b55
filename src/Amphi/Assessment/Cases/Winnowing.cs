using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Amphi.Ground;

namespace Amphi.Assessment.Cases;

/// <summary>A piece of a text, and whether another text has it too.</summary>
public readonly record struct Passage(string Text, bool IsShared);

/// <summary>
/// Chooses a few fingerprints of a text, the same ones wherever the same passage stands, by winnowing: of every
/// <see cref="Window"/> runs of <see cref="Gram"/> words in a row, the one with the least hash.
/// </summary>
/// <remarks>Schleimer, Wilkerson and Aiken, « Winnowing: Local Algorithms for Document Fingerprinting », SIGMOD 2003.</remarks>
public static partial class Winnowing
{
    public const int Gram = 5;
    public const int Window = 16;

    /// <summary>A passage of so many words that two texts share is always found; a shorter one may be.</summary>
    public const int Sure = Gram + Window - 1;

    /// <summary>The hashes of all runs of words, such as those of what everyone was asked.</summary>
    public static HashSet<long> Grams(string text) => [.. Hashes(WordsOf(text))];

    /// <summary>The fingerprints of a text, without the runs that are everyone's.</summary>
    public static IReadOnlySet<long> Fingerprints(string text, IReadOnlySet<long> everyones)
    {
        var hashes = Hashes(WordsOf(text)).Where(hash => !everyones.Contains(hash)).ToList();
        var chosen = new HashSet<long>();
        for (var last = Math.Min(Window, hashes.Count) - 1; last >= 0 && last < hashes.Count; last++)
            chosen.Add(hashes[Math.Max(0, last - Window + 1)..(last + 1)].Min());
        return chosen;
    }

    /// <summary>A text in pieces: those that hold runs of another, and those between.</summary>
    public static IEnumerable<Passage> Compare(string text, IReadOnlySet<long> others)
    {
        var words = WordsOf(text);
        var isShared = new bool[words.Count];
        foreach (var (hash, at) in Hashes(words).Select((hash, at) => (hash, at)))
            if (others.Contains(hash))
                isShared.AsSpan(at, Gram).Fill(true);

        var from = 0;
        for (var first = 0; first < words.Count; first++)
        {
            if (!isShared[first])
                continue;
            var last = first;
            while (last + 1 < words.Count && isShared[last + 1])
                last++;
            if (words[first].Index > from)
                yield return new Passage(text[from..words[first].Index], false);
            var end = words[last].Index + words[last].Length;
            yield return new Passage(text[words[first].Index..end], true);
            (from, first) = (end, last);
        }

        if (from < text.Length)
            yield return new Passage(text[from..], false);
    }

    private static List<Match> WordsOf(string text) => [.. Word().Matches(text).Cast<Match>()];

    // The first eight bytes of SHA-256: the same on every machine and every day.
    private static IEnumerable<long> Hashes(List<Match> words)
    {
        var folded = words.ConvertAll(word => Folded.Text(word.Value));
        for (var at = 0; at + Gram <= folded.Count; at++)
            yield return BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', folded.GetRange(at, Gram)))));
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
