using System.Globalization;
using System.Text;
using System.Text.Json;
using Amphi.Ground;

namespace Amphi.Look;

/// <summary>
/// What Amphi says in one language: <c>Languages/fr.json</c>, <c>Languages/en.json</c>. A sentence may hold values
/// (<c>{0}</c>) and words that follow a number (<c>{0|leçon|leçons}</c>: one, other).
/// </summary>
public sealed class Words
{
    private static readonly Dictionary<string, Words> ByLanguage = new() { ["fr"] = new("fr", "fr-FR"), ["en"] = new("en", "en-GB") };
    private readonly Dictionary<string, string> _sentences;

    private Words(string language, string culture)
    {
        Language = language;
        Culture = CultureInfo.GetCultureInfo(culture);
        using var file = typeof(Words).Assembly.GetManifestResourceStream($"Languages/{language}.json")!;
        _sentences = JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }

    public string Language { get; }
    public CultureInfo Culture { get; }
    public IReadOnlyCollection<string> Keys => _sentences.Keys;

    public static Words In(string language) => ByLanguage.GetValueOrDefault(language) ?? ByLanguage["en"];

    /// <exception cref="KeyNotFoundException">The language files have no such key; a test finds it first.</exception>
    public string this[string key] => _sentences[key];

    public bool Knows(string key) => _sentences.ContainsKey(key);

    public string Say(string key, params ReadOnlySpan<object?> values)
    {
        var sentence = _sentences[key].AsSpan();
        var said = new StringBuilder(sentence.Length + 32);
        while (sentence.IndexOf('{') is >= 0 and var open)
        {
            var close = open + sentence[open..].IndexOf('}');
            said.Append(sentence[..open]).Append(Value(sentence[(open + 1)..close], values));
            sentence = sentence[(close + 1)..];
        }

        return said.Append(sentence).ToString();
    }

    public string Number(long number) => number.ToString("N0", Culture);

    public string Percent(int percent) => Language == "fr" ? $"{percent}\u00a0%" : $"{percent}%";

    /// <summary><c>lundi 11 janvier 2027</c>, <c>Monday 11 January 2027</c>.</summary>
    public string Day(Instant at, string timeZone) => Local(at, timeZone).ToString("dddd d MMMM yyyy", Culture);

    /// <summary><c>lundi 11 janvier</c>, <c>Monday 11 January</c>.</summary>
    public string Weekday(Instant at, string timeZone) => Local(at, timeZone).ToString("dddd d MMMM", Culture);

    /// <summary><c>11 janvier</c>, <c>11 January</c>.</summary>
    public string ShortDay(Instant at, string timeZone) => Local(at, timeZone).ToString("d MMMM", Culture);

    /// <summary><c>11</c>.</summary>
    public string DayOfMonth(Instant at, string timeZone) => Local(at, timeZone).Day.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>lundi 11 janvier 2027, 12 h 30</c>.</summary>
    public string DayAndTime(Instant at, string timeZone) => $"{Day(at, timeZone)}, {Time(at, timeZone)}";

    /// <summary><c>janvier</c>, <c>January</c>.</summary>
    public string Month(Instant at, string timeZone) => Local(at, timeZone).ToString("MMMM", Culture);

    /// <summary><c>12 h 30</c>, <c>12:30</c>.</summary>
    public string Time(Instant at, string timeZone) => Local(at, timeZone).ToString(Language == "fr" ? "H' h 'mm" : "HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>aujourd’hui à 13 h 52</c>, <c>hier à …</c>, then the day.</summary>
    public string Moment(Instant at, Instant now, string timeZone)
    {
        var days = (Local(now, timeZone).Date - Local(at, timeZone).Date).Days;
        return days switch
        {
            0 => Say("time.today", Time(at, timeZone)),
            1 => Say("time.yesterday", Time(at, timeZone)),
            _ => Say("time.on", ShortDay(at, timeZone), Time(at, timeZone)),
        };
    }

    /// <summary><c>1 h 10</c>, <c>25 min</c>.</summary>
    public string Minutes(int minutes) =>
        minutes < 60 ? $"{minutes}\u00a0min"
        : minutes % 60 == 0 ? $"{minutes / 60}\u00a0h"
        : $"{minutes / 60}\u00a0h\u00a0{minutes % 60:00}";

    /// <summary><c>4:12</c>, <c>1:04:12</c>: the same in both languages.</summary>
    public static string Clock(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}";
    }

    private static DateTimeOffset Local(Instant at, string timeZone) =>
        TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    private string Value(ReadOnlySpan<char> slot, ReadOnlySpan<object?> values)
    {
        var bar = slot.IndexOf('|');
        if (bar < 0)
            return Shown(values[int.Parse(slot)]);

        var forms = slot[(bar + 1)..];
        var between = forms.IndexOf('|');
        return (IsOne(values[int.Parse(slot[..bar])]) ? forms[..between] : forms[(between + 1)..]).ToString();
    }

    private string Shown(object? value) =>
        value switch
        {
            int number => Number(number),
            long number => Number(number),
            decimal number => number.ToString("#,0.##", Culture),
            IFormattable formattable => formattable.ToString(null, Culture),
            _ => value?.ToString() ?? "",
        };

    // CLDR: French counts all below 2 as one, English only 1.
    private bool IsOne(object? value) =>
        Convert.ToDecimal(value, CultureInfo.InvariantCulture) is var count && (Language == "fr" ? Math.Abs(count) < 2 : count == 1);
}
