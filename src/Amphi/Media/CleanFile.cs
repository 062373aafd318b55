namespace Amphi.Media;

/// <summary>
/// Takes out of a file what tells who made it: names, places, cameras, comments' authors. A kind that we cannot clean is
/// not taken at all, so that nobody is promised more than is done: what is written on the page itself stays.
/// </summary>
public static class CleanFile
{
    /// <summary>Extensions, in lower case and without a dot.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["docx", "jpg", "md", "odp", "ods", "odt", "pdf", "png", "pptx", "txt", "xlsx"];

    public static bool Knows(string extension) => Kinds.Contains(Plain(extension));

    /// <summary>The clean file, or null when it is not what its extension says, or cannot be cleaned.</summary>
    public static byte[]? Of(string extension, byte[] bytes) =>
        Plain(extension) switch
        {
            "jpg" => CleanPicture.Jpeg(bytes),
            "png" => CleanPicture.Png(bytes),
            "pdf" => CleanPdf.Of(bytes),
            "docx" or "xlsx" or "pptx" or "odt" or "ods" or "odp" => CleanOffice.Of(bytes),
            "txt" or "md" => Text(bytes),
            _ => null,
        };

    private static string Plain(string extension) => extension == "jpeg" ? "jpg" : extension;

    // Text tells only what is written in it; a zero byte says that it is no text.
    private static byte[]? Text(byte[] bytes) => bytes.Contains((byte)0) ? null : bytes;
}
