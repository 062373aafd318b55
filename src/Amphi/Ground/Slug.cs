using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Amphi.Ground;

/// <summary>A word in an address: lower-case letters, digits and single hyphens, 1 to 80 characters.</summary>
public readonly record struct Slug : IParsable<Slug>
{
    private readonly string? _word;

    public Slug(string word) => _word = IsWord(word) ? word : throw new FormatException($"'{word}' is not a slug: use a–z, 0–9 and single hyphens.");

    public override string ToString() => _word ?? "";

    public static Slug Parse(string s, IFormatProvider? provider) => new(s);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Slug result)
    {
        var isWord = IsWord(s);
        result = isWord ? new Slug(s!) : default;
        return isWord;
    }

    private static bool IsWord(string? word) =>
        word is { Length: > 0 and <= 80 }
        && !word.Contains("--", StringComparison.Ordinal)
        && word[0] != '-'
        && word[^1] != '-'
        && word.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');
}

internal sealed class SlugConverter() : ValueConverter<Slug, string>(slug => slug.ToString(), word => new Slug(word));
