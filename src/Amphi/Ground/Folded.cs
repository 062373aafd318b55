using System.Globalization;
using System.Text;

namespace Amphi.Ground;

/// <summary>Text made comparable: lower case, without accents, one space between words. Done here so that both engines answer alike.</summary>
public static class Folded
{
    public static string Text(string text)
    {
        var folded = new StringBuilder(text.Length);
        var pendingSpace = false;
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark)
                continue;
            if (!Rune.IsLetterOrDigit(rune))
            {
                pendingSpace = folded.Length > 0;
                continue;
            }

            if (pendingSpace)
                folded.Append(' ');
            pendingSpace = false;
            folded.Append(Plain(Rune.ToLowerInvariant(rune)));
        }

        return folded.ToString();
    }

    /// <summary>The words of a search, folded; at most 8, so that a search stays a search.</summary>
    public static string[] Words(string? text) => text is null ? [] : [.. Text(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct().Take(8)];

    // Letters that decomposition leaves whole.
    private static string Plain(Rune rune) =>
        rune.Value switch
        {
            'œ' => "oe",
            'æ' => "ae",
            'ß' => "ss",
            'ø' => "o",
            'ł' => "l",
            'đ' => "d",
            _ => rune.ToString(),
        };
}
