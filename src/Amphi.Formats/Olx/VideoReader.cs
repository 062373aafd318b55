using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads videos: on YouTube, hosted anywhere, or only an id in another platform's store; transcripts attached in three ways.</summary>
internal static partial class VideoReader
{
    public static VideoBlock Read(Element video, string id, string? title, OlxPackage package, OlxHtml html)
    {
        var asset = video.Child("video_asset");
        var sources = Sources(video, asset)
            .Select(address => html.Link(address.StartsWith("//", StringComparison.Ordinal) ? "https:" + address : address))
            .Where(address => address.StartsWith('/') || address.StartsWith("https://", StringComparison.Ordinal))
            .Distinct()
            .ToList();
        var youtube = YouTube(video, asset);
        var foreign = video["edx_video_id"] is { Length: > 0 } edx ? edx : null;
        if (sources.Count == 0 && youtube is null)
            html.Tell(
                foreign is null ? $"video/{id}: says nowhere where it is" : $"video/{id}: is only in the store of the platform it comes from ({foreign})"
            );
        return new VideoBlock
        {
            Id = id,
            Title = title,
            Sources = sources,
            YouTube = youtube,
            ForeignId = foreign ?? (sources.Count == 0 && youtube is null ? "unknown" : null),
            Duration = double.TryParse(asset?["duration"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? (long)(seconds * 1000) : null,
            Start = Time(video["start_time"] ?? video["from"]),
            End = Time(video["end_time"] ?? video["to"]),
            Captions = Captions(video, asset, html),
            Handout =
                (video.Child("handout")?["src"] ?? video["handout"]) is { Length: > 0 } handout && html.Static(handout.Split('/')[^1]) is { } path
                    ? "/" + path
                    : null,
        };
    }

    // What every browser plays comes first; playlists are kept last.
    private static IEnumerable<string> Sources(Element video, Element? asset) =>
        video
            .Elements.Where(child => child.Name is "source")
            .Select(source => source["src"])
            .Concat(
                asset
                    ?.Elements.Where(child => child.Name == "encoded_video" && child["profile"] is not ("youtube" or "audio_mp3"))
                    .Select(encoded => encoded["url"])
                    ?? []
            )
            .Concat(Listed(video["html5_sources"]))
            .Append(video["source"])
            .OfType<string>()
            .Select(address => address.Trim())
            .Select(address => address.StartsWith("http://", StringComparison.Ordinal) ? "https" + address[4..] : address)
            .Where(address => address.Length > 0 && !Watched().IsMatch(address))
            .OrderBy(address =>
                address.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase) ? 0
                : address.EndsWith(".webm", StringComparison.OrdinalIgnoreCase) ? 1
                : 2
            );

    private static IEnumerable<string> Listed(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];
        try
        {
            return JsonSerializer.Deserialize<string[]>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string? YouTube(Element video, Element? asset)
    {
        var listed = video["youtube"]
            ?.Split(',')
            .Select(pair => pair.Split(':'))
            .OrderBy(pair => pair[0].StartsWith("1.0", StringComparison.Ordinal) ? 0 : 1)
            .Select(pair => pair[^1])
            .FirstOrDefault();
        var encoded = asset?.Elements.FirstOrDefault(child => child["profile"] == "youtube")?["url"];
        var watched = video
            .Elements.Select(child => child["src"])
            .Append(video["source"])
            .Concat(Listed(video["html5_sources"]))
            .Select(address => Watched().Match(address ?? ""))
            .FirstOrDefault(found => found.Success);
        return new[] { video["youtube_id_1_0"], listed, encoded, watched?.Groups["id"].Value }.FirstOrDefault(id =>
            id is { Length: 11 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        );
    }

    private static List<CaptionFile> Captions(Element video, Element? asset, OlxHtml html)
    {
        var captions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var transcript in video.Elements.Where(child => child.Name == "transcript"))
            Add(transcript["language"] ?? "en", transcript["src"]);
        if (asset?.Child("transcripts") is { } all && video["edx_video_id"] is { } id)
            foreach (var transcript in all.Elements)
                Add(transcript["language_code"] ?? "en", $"{id}-{transcript["language_code"]}.{transcript["file_format"]}");
        if (video["transcripts"] is { Length: > 2 } json)
            foreach (var (language, file) in Files(json))
                Add(language, file);
        if (video["sub"] is { Length: > 0 } sub)
            Add("en", $"subs_{sub}.srt.sjson", $"subs_{sub}.srt", $"{sub}.srt");
        return [.. captions.Select(pair => new CaptionFile(pair.Key, pair.Value))];

        void Add(string language, params string?[] files)
        {
            if (captions.ContainsKey(language) || files.FirstOrDefault(file => file is { Length: > 0 }) is not { } first)
                return;
            if (files.Select(file => file is null ? null : html.Static(file)).FirstOrDefault(path => path is not null) is { } path)
                captions[language] = "/" + path;
            else
                html.Tell($"{first} is a transcript and not in the package");
        }
    }

    private static Dictionary<string, string> Files(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    // Seconds, or hh:mm:ss; nothing at all is the start.
    private static long? Time(string? text)
    {
        var plain = text?.Trim('"');
        if (string.IsNullOrWhiteSpace(plain))
            return null;
        if (double.TryParse(plain, CultureInfo.InvariantCulture, out var seconds))
            return seconds > 0 ? (long)(seconds * 1000) : null;
        return TimeSpan.TryParse(plain, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero ? (long)time.TotalMilliseconds : null;
    }

    [GeneratedRegex(@"(youtube(-nocookie)?\.com/(embed/|watch\?(.*&)?v=)|youtu\.be/)(?<id>[\w-]{11})", RegexOptions.None, 1000)]
    private static partial Regex Watched();
}
