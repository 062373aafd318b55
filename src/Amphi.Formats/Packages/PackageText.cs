using System.Text;
using System.Text.RegularExpressions;

namespace Amphi.Formats.Packages;

/// <summary>
/// Reads the bytes of a text as people meant them: by its byte-order mark, else by the encoding that an XML declaration
/// names, else UTF-8, else Windows-1252, which old files are.
/// </summary>
public static partial class PackageText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static string Of(PackageEntry entry)
    {
        using var bytes = new MemoryStream((int)entry.Length);
        using (var stream = entry.Open())
            stream.CopyTo(bytes);
        return Decoded(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    public static string Decoded(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => Guessed(rest),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            _ => Declared(bytes)?.GetString(bytes) ?? Guessed(bytes),
        };

    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, 200)]);
        if (Declaration().Match(head) is not { Success: true } found || found.Groups["name"].Value.StartsWith("utf", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(found.Groups["name"].Value) ?? Encoding.GetEncoding(found.Groups["name"].Value);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Guessed(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }

    [GeneratedRegex(@"^\s*<\?xml[^>]*\sencoding\s*=\s*[""'](?<name>[\w.:-]+)", RegexOptions.None, 1000)]
    private static partial Regex Declaration();
}
