using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Amphi.Media;

/// <summary>
/// Writes an office document anew (ECMA-376, OpenDocument) without its properties, and without the names beside comments
/// and changes. What hides other programs' data is not taken.
/// </summary>
internal static partial class CleanOffice
{
    private const int MostEntries = 3_000;
    private const long Largest = 100_000_000;

    public static byte[]? Of(byte[] bytes)
    {
        try
        {
            using var from = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            if (from.Entries.Count > MostEntries || from.GetEntry("[Content_Types].xml") is null == from.GetEntry("mimetype") is null)
                return null;
            using var clean = new MemoryStream();
            using (var to = new ZipArchive(clean, ZipArchiveMode.Create, leaveOpen: true))
            {
                var room = Largest;
                foreach (var entry in from.Entries)
                    if (!Copy(entry, to, ref room))
                        return null;
            }

            return clean.ToArray();
        }
        catch (Exception fault) when (fault is InvalidDataException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static bool Copy(ZipArchiveEntry entry, ZipArchive to, ref long room)
    {
        if (Read(entry, room) is not { } bytes || Cleaned(entry.FullName, bytes) is not { } cleaned)
            return false;
        room -= bytes.Length;

        // OpenDocument wants its first entry as it is, so that programs can tell the kind of file by it.
        var copy = to.CreateEntry(entry.FullName, entry.FullName == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
        copy.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = copy.Open();
        stream.Write(cleaned);
        return true;
    }

    private static byte[]? Read(ZipArchiveEntry entry, long room)
    {
        using var stream = entry.Open();
        using var whole = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            if (whole.Length + read > room)
                return null;
            whole.Write(buffer, 0, read);
        }

        return whole.ToArray();
    }

    private static byte[]? Cleaned(string name, byte[] bytes) =>
        Path.GetExtension(name).ToLowerInvariant() switch
        {
            _ when name is "meta.xml" => OpenDocumentMeta,
            ".xml" when name.StartsWith("docProps/", StringComparison.OrdinalIgnoreCase) => Properties(name),
            ".xml" or ".rels" or ".rdf" => Encoding.UTF8.GetBytes(Unnamed(Encoding.UTF8.GetString(bytes))),
            ".jpg" or ".jpeg" => CleanPicture.Jpeg(bytes),
            ".png" => CleanPicture.Png(bytes),
            ".emf" or ".wmf" or ".gif" or ".fntdata" or ".odttf" or ".ttf" or ".svm" or ".css" => bytes,
            "" => bytes,
            // Embedded programs' data, macros, sounds, films, the printer's own notes: nobody has looked into them.
            _ => null,
        };

    private static string Unnamed(string xml) => LocalFile().Replace(Named().Replace(Signed().Replace(xml, "$1=\"\""), "<$1>"), "Target=\"about:blank\"");

    private static readonly byte[] OpenDocumentMeta = Encoding.UTF8.GetBytes(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.3\"><office:meta/></office:document-meta>"
    );

    private static byte[] Properties(string name) =>
        Encoding.UTF8.GetBytes(
            Path.GetFileName(name).ToLowerInvariant() switch
            {
                "core.xml" => "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\"/>",
                "custom.xml" => "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>",
                _ => "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"/>",
            }
        );

    // Who signed comments and changes, under the names that Word, Excel, PowerPoint and their successors use.
    [GeneratedRegex(
        "(?<=\\s)((?:\\w+:)?(?:author|initials|userId|providerId|displayName|userName|lastModifiedBy|name(?==\"[^\"]*\"\\s+initials)))=\"[^\"]*\"",
        RegexOptions.None,
        matchTimeoutMilliseconds: 2_000
    )]
    private static partial Regex Signed();

    [GeneratedRegex(
        "<((dc:creator|meta:initial-creator|meta:creator-initials|author|cp:lastModifiedBy|text:sender-[a-z]+|text:author-name|text:author-initials)(?:\\s[^>]*)?)>[^<]*",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Named();

    // A template or a linked file tells the folder it lies in, and that the name of its owner.
    [GeneratedRegex("Target=\"file:[^\"]*\"", RegexOptions.NonBacktracking)]
    private static partial Regex LocalFile();
}
