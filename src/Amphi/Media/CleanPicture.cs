using System.Buffers.Binary;

namespace Amphi.Media;

/// <summary>Copies of a picture only what draws it; of what a camera noted, only which way is up.</summary>
internal static class CleanPicture
{
    private static readonly byte[] PngHead = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // The chunks of PNG (ISO/IEC 15948) that draw; text, times and Exif are none of them.
    private static readonly HashSet<string> Drawing =
    [
        "IHDR",
        "PLTE",
        "IDAT",
        "IEND",
        "tRNS",
        "gAMA",
        "cHRM",
        "sRGB",
        "sBIT",
        "bKGD",
        "pHYs",
        "acTL",
        "fcTL",
        "fdAT",
    ];

    public static byte[]? Png(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(PngHead))
            return null;
        var clean = new MemoryStream();
        clean.Write(PngHead);
        for (var rest = bytes[8..]; rest.Length >= 12; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
                return null;
            var name = System.Text.Encoding.ASCII.GetString(rest.Slice(4, 4));
            if (Drawing.Contains(name))
                clean.Write(rest[..((int)length + 12)]);
            if (name == "IEND")
                return clean.ToArray();
            rest = rest[((int)length + 12)..];
        }

        return null;
    }

    public static byte[]? Jpeg(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
            return null;
        var clean = new MemoryStream();
        clean.Write([0xFF, 0xD8]);
        var hasTurn = false;
        for (var at = 2; at + 4 <= bytes.Length; )
        {
            if (bytes[at] != 0xFF)
                return null;
            var marker = bytes[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker == 0xD9)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (length < 2 || at + 2 + length > bytes.Length)
                return null;
            var segment = bytes.Slice(at, length + 2);
            if (marker == 0xE1 && !hasTurn && Turn(segment[4..]) is var turn and > 1)
            {
                clean.Write(TurnOnly(turn));
                hasTurn = true;
            }
            else if (marker == 0xEE || marker is < 0xE0 or > 0xEF and not 0xFE)
            {
                clean.Write(segment);
            }

            at += segment.Length;
            if (marker != 0xDA)
                continue;

            // After the head of a scan come its bits; a marker among them is FF and neither 00 nor a restart.
            var from = at;
            while (at + 1 < bytes.Length && (bytes[at] != 0xFF || bytes[at + 1] is 0x00 or (>= 0xD0 and <= 0xD7)))
                at++;
            clean.Write(bytes[from..at]);
        }

        clean.Write([0xFF, 0xD9]);
        return clean.Length > 4 ? clean.ToArray() : null;
    }

    // Tag 0x0112 of the first directory of Exif (CIPA DC-008): 1 to 8, else 0.
    private static int Turn(ReadOnlySpan<byte> exif)
    {
        if (exif.Length < 14 || !exif.StartsWith("Exif\0\0"u8))
            return 0;
        var tiff = exif[6..];
        var isLittle = tiff[0] == (byte)'I';
        var directory = Int(tiff[4..], isLittle);
        if (directory < 8 || directory + 2 > tiff.Length)
            return 0;
        var entries = tiff[(int)directory..];
        for (var n = 0; n < Short(entries, isLittle) && 2 + ((n + 1) * 12) <= entries.Length; n++)
            if (entries.Slice(2 + (n * 12), 12) is var entry && Short(entry, isLittle) == 0x0112)
                return Short(entry[8..], isLittle) is var turn and >= 1 and <= 8 ? turn : 0;
        return 0;
    }

    private static byte[] TurnOnly(int turn) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*\0\0\0"u8, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0];

    private static uint Int(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
