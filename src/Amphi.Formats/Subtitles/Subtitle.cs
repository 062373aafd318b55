using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amphi.Formats.Packages;

namespace Amphi.Formats.Subtitles;

/// <summary>A line of subtitles; times are milliseconds from the start of the video, the text is plain.</summary>
public sealed record Cue(long Start, long End, string Text);

/// <summary>
/// Reads WebVTT (W3C), SubRip and the JSON of Open edX, told apart by what they hold, and writes WebVTT. Bytes that are
/// not UTF-8 are read as Windows-1252, which old SubRip files are.
/// </summary>
public static partial class Subtitle
{
    /// <exception cref="FormatException">It is none of these.</exception>
    public static IReadOnlyList<Cue> Read(byte[] bytes)
    {
        var text = PackageText.Decoded(bytes).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return text.TrimStart().StartsWith('{') ? ReadSjson(text) : ReadCues(text);
    }

    /// <summary>The cues as WebVTT.</summary>
    public static string ToWebVtt(IEnumerable<Cue> cues)
    {
        var vtt = new StringBuilder("WEBVTT\n");
        foreach (var cue in cues)
            vtt.Append('\n')
                .Append(Time(cue.Start))
                .Append(" --> ")
                .Append(Time(cue.End))
                .Append('\n')
                .Append(cue.Text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal))
                .Append('\n');
        return vtt.ToString();
    }

    private static List<Cue> ReadCues(string text)
    {
        var cues = new List<Cue>();
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (Timing().Match(lines[at]) is not { Success: true } timing)
                continue;
            var said = new List<string>();
            for (at++; at < lines.Length && lines[at].Trim().Length > 0 && !Timing().IsMatch(lines[at]); at++)
                said.Add(lines[at].Trim());
            if (at < lines.Length && Timing().IsMatch(lines[at]))
                at--;
            cues.Add(new Cue(Milliseconds(timing.Groups["from"].Value), Milliseconds(timing.Groups["to"].Value), Plain(string.Join('\n', said))));
        }

        return cues.Count > 0 || text.StartsWith("WEBVTT", StringComparison.Ordinal) ? cues : throw new FormatException("Neither WebVTT nor SubRip.");
    }

    private static List<Cue> ReadSjson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var (start, end, said) = (json.RootElement.GetProperty("start"), json.RootElement.GetProperty("end"), json.RootElement.GetProperty("text"));
            return
            [
                .. Enumerable
                    .Range(0, Math.Min(start.GetArrayLength(), Math.Min(end.GetArrayLength(), said.GetArrayLength())))
                    .Select(n => new Cue((long)start[n].GetDouble(), (long)end[n].GetDouble(), Plain(said[n].GetString() ?? ""))),
            ];
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("Not the subtitles of Open edX.", fault);
        }
    }

    private static string Plain(string text) => System.Net.WebUtility.HtmlDecode(Tag().Replace(text, "")).Trim();

    private static long Milliseconds(string time)
    {
        var parts = time.Replace(',', '.').Split(':');
        var seconds = decimal.Parse(parts[^1], CultureInfo.InvariantCulture);
        var minutes = int.Parse(parts[^2], CultureInfo.InvariantCulture);
        var hours = parts.Length > 2 ? int.Parse(parts[0], CultureInfo.InvariantCulture) : 0;
        return (long)(((((hours * 60L) + minutes) * 60) + seconds) * 1000);
    }

    private static string Time(long milliseconds) => TimeSpan.FromMilliseconds(milliseconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<from>(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?<to>(\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})", RegexOptions.None, 1000)]
    private static partial Regex Timing();

    [GeneratedRegex(@"<[^>]{0,200}>|\{\\[^}]{0,50}\}", RegexOptions.None, 1000)]
    private static partial Regex Tag();
}
