namespace Amphi.Organisations;

/// <summary>The languages Amphi speaks, and which of them a browser asks for.</summary>
public static class Languages
{
    public const string French = "fr";
    public const string English = "en";

    public static IReadOnlyList<string> All { get; } = [French, English];

    public static bool Speaks(string? language) => language is French or English;

    /// <summary>What was chosen here, else the first language of <c>Accept-Language</c> (RFC 9110 §12.5.4) that we speak, else French.</summary>
    public static string Of(string? chosen, string? acceptLanguage)
    {
        if (Speaks(chosen))
            return chosen!;
        if (string.IsNullOrEmpty(acceptLanguage) || acceptLanguage.Length > 512)
            return French;

        return acceptLanguage
                .Split(',')
                .Select((one, place) => (Range: Range(one), place))
                .Where(one => one.Range.Quality > 0 && Speaks(one.Range.Language))
                .OrderByDescending(one => one.Range.Quality)
                .ThenBy(one => one.place)
                .Select(one => one.Range.Language)
                .FirstOrDefault()
            ?? French;
    }

    private static (string Language, double Quality) Range(string range)
    {
        var parts = range.Split(";q=");
        var language = parts[0].Trim().Split('-')[0].ToLowerInvariant();
        return (language, parts.Length > 1 && double.TryParse(parts[1], out var quality) ? quality : 1);
    }
}
