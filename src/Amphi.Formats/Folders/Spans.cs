using System.Globalization;

namespace Amphi.Formats.Folders;

/// <summary>Spans of time as people write them: <c>30m</c>, <c>36h</c>, <c>2d</c>.</summary>
public static class Spans
{
    private const int Day = 24 * 60;

    public static bool TryParse(string? text, out int minutes)
    {
        minutes = 0;
        if (text is not { Length: > 1 and < 6 } || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var unit = text[^1] switch
        {
            'm' => 1,
            'h' => 60,
            'd' => Day,
            _ => 0,
        };
        minutes = count * unit;
        return unit > 0 && minutes <= 1_000 * Day;
    }

    public static string Write(int minutes) =>
        minutes % Day == 0 ? $"{minutes / Day}d"
        : minutes % 60 == 0 ? $"{minutes / 60}h"
        : $"{minutes}m";
}

/// <summary>Times within a video, as people write them.</summary>
public static class Durations
{
    /// <summary>Milliseconds from <c>m:ss</c>, <c>h:mm:ss</c>, either with <c>.mmm</c>.</summary>
    public static bool TryParse(string? text, out long milliseconds)
    {
        milliseconds = 0;
        var parts = (text ?? "").Split(':');
        if (
            parts.Length is not (2 or 3)
            || !decimal.TryParse(parts[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || seconds >= 60
        )
            return false;
        if (!int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 10_000)
            return false;
        var hours = 0;
        if (parts.Length == 3 && (minutes > 59 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out hours) || hours > 1_000))
            return false;
        milliseconds = (long)(((((hours * 60L) + minutes) * 60) + seconds) * 1000);
        return true;
    }

    public static string Write(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        var fraction = time.Milliseconds > 0 ? $".{time.Milliseconds:000}" : "";
        return time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}{fraction}" : $"{time.Minutes}:{time.Seconds:00}{fraction}";
    }
}
