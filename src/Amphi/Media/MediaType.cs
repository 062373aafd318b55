namespace Amphi.Media;

/// <summary>How a kind of file is served. Only what a browser cannot run is ever shown in place; the rest is handed over as a download.</summary>
public sealed record MediaType(string Name, bool IsShown)
{
    private static readonly Dictionary<string, MediaType> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = new("image/png", true),
        [".jpg"] = new("image/jpeg", true),
        [".jpeg"] = new("image/jpeg", true),
        [".gif"] = new("image/gif", true),
        [".webp"] = new("image/webp", true),
        [".avif"] = new("image/avif", true),
        [".svg"] = new("image/svg+xml", true),
        [".mp4"] = new("video/mp4", true),
        [".m4v"] = new("video/mp4", true),
        [".webm"] = new("video/webm", true),
        [".ogv"] = new("video/ogg", true),
        [".mp3"] = new("audio/mpeg", true),
        [".m4a"] = new("audio/mp4", true),
        [".ogg"] = new("audio/ogg", true),
        [".vtt"] = new("text/vtt; charset=utf-8", true),
        [".pdf"] = new("application/pdf", false),
        [".txt"] = new("text/plain; charset=utf-8", false),
        [".csv"] = new("text/csv; charset=utf-8", false),
        [".zip"] = new("application/zip", false),
        [".odt"] = new("application/vnd.oasis.opendocument.text", false),
        [".ods"] = new("application/vnd.oasis.opendocument.spreadsheet", false),
        [".docx"] = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", false),
        [".xlsx"] = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", false),
        [".pptx"] = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", false),
    };

    private static readonly MediaType Unknown = new("application/octet-stream", false);

    /// <summary>By the name's extension; the content itself is never trusted to say.</summary>
    public static MediaType Of(string name) => ByExtension.GetValueOrDefault(Path.GetExtension(name), Unknown);
}
