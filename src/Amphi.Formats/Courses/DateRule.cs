using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Amphi.Formats.Courses;

/// <summary>What a relative date counts from.</summary>
public enum DateAnchor
{
    /// <summary>Nothing: the date is fixed.</summary>
    None,

    /// <summary>The run's first day; in a run without one, the day the learner enrolled.</summary>
    Course,

    /// <summary>The run's first day.</summary>
    Start,

    /// <summary>The day the learner enrolled.</summary>
    Enrolment,
}

/// <summary>
/// A date as a course says it: fixed (<c>2027-02-01T22:59:00Z</c>), or so many days or weeks after a beginning
/// (<c>+7d</c>, <c>start+2w</c>, <c>enrolment+10d</c>), at a time of that day (<c>+7d@18:00</c>) in the run's time zone.
/// </summary>
/// <param name="At">The fixed date; meaningless when relative.</param>
/// <param name="Minute">Minute of the day, 0 to 1439; null leaves it to the use: a thing opens as the day begins, and is due as it ends.</param>
[JsonConverter(typeof(DateRuleJson))]
public readonly partial record struct DateRule(DateAnchor Anchor, DateTimeOffset At, int Days, int? Minute)
{
    public const string Example = "a date such as 2027-01-25T08:00:00Z, +7d, start+2w or enrolment+10d@18:00";
    private const int MostDays = 3650;

    public bool IsRelative => Anchor != DateAnchor.None;

    public static implicit operator DateRule(DateTimeOffset at) => new(DateAnchor.None, at, 0, null);

    public static bool TryParse(string text, out DateRule rule)
    {
        rule = default;
        var parts = Relative().Match(text);
        if (!parts.Success)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                return false;
            rule = at;
            return true;
        }

        var anchor = parts.Groups["anchor"].Value switch
        {
            "start" => DateAnchor.Start,
            "enrolment" => DateAnchor.Enrolment,
            _ => DateAnchor.Course,
        };
        var days = int.Parse(parts.Groups["n"].Value, CultureInfo.InvariantCulture) * (parts.Groups["unit"].Value == "w" ? 7 : 1);
        int? minute = parts.Groups["h"].Success
            ? (int.Parse(parts.Groups["h"].Value, CultureInfo.InvariantCulture) * 60) + int.Parse(parts.Groups["m"].Value, CultureInfo.InvariantCulture)
            : null;
        rule = new DateRule(anchor, default, days, minute);
        return days <= MostDays && minute is null or < 24 * 60;
    }

    /// <summary>The one way it is written: weeks as days, fixed dates in UTC.</summary>
    public override string ToString()
    {
        if (!IsRelative)
            return At.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var anchor = Anchor switch
        {
            DateAnchor.Start => "start",
            DateAnchor.Enrolment => "enrolment",
            _ => "",
        };
        return $"{anchor}+{Days}d{(Minute is { } minute ? $"@{minute / 60:00}:{minute % 60:00}" : "")}";
    }

    [GeneratedRegex(@"^(?<anchor>start|enrolment)?\+(?<n>\d{1,4})(?<unit>[dw])(@(?<h>\d{2}):(?<m>\d{2}))?$", RegexOptions.NonBacktracking)]
    private static partial Regex Relative();
}

/// <summary>A date rule in JSON is its text.</summary>
public sealed class DateRuleJson : JsonConverter<DateRule>
{
    public override DateRule Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateRule.TryParse(reader.GetString()!, out var rule) ? rule : throw new JsonException("No date.");

    public override void Write(Utf8JsonWriter writer, DateRule value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
