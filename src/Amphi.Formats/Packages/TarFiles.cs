using System.Formats.Tar;
using System.IO.Compression;

namespace Amphi.Formats.Packages;

/// <summary>Takes the files out of a gzipped tar.</summary>
internal static class TarFiles
{
    public static void Read(Stream bytes, Spool spool)
    {
        using var plain = new TarStream(new GZipStream(bytes, CompressionMode.Decompress, leaveOpen: true), spool);
        using var tar = new TarReader(plain);
        while (Next(tar, plain) is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    spool.Add(entry.Name, entry.DataStream ?? Stream.Null);
                    break;
                case TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes:
                    spool.Pass(entry.Name);
                    break;
                default:
                    throw new PackageRefusedException(entry.Name, $"is a {entry.EntryType}; only files and folders are taken");
            }
        }

        plain.ReadToEnd();
    }

    private static TarEntry? Next(TarReader tar, TarStream plain)
    {
        plain.BetweenFiles = true;
        var entry = tar.GetNextEntry();
        plain.BetweenFiles = false;
        return entry;
    }

    /// <summary>
    /// Counts what the compressed stream gives out, so that a tar's own headers cannot hide a bomb, and looks at those
    /// headers first: the reader keeps a long name or extended attributes in memory whole.
    /// </summary>
    private sealed class TarStream(Stream inner, Spool spool) : ForwardStream
    {
        private const int Block = 512;
        private const int LongestHeader = 1 << 20;

        public bool BetweenFiles { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var read = BetweenFiles ? inner.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) : inner.Read(buffer);
            spool.Unpacked(read);
            if (BetweenFiles && read == Block)
                CheckHeader(buffer[..Block]);
            return read;
        }

        // What follows the last entry is read too: a bomb may hide there, and the checksum of the whole stands at its end.
        public void ReadToEnd()
        {
            var rest = new byte[81_920];
            while (Read(rest) > 0) { }
        }

        private static void CheckHeader(ReadOnlySpan<byte> header)
        {
            const int type = 156,
                size = 124,
                sizeLength = 12;
            if (!"xgLK"u8.Contains(header[type]))
                return;
            var octal = header.Slice(size, sizeLength).Trim(" \0"u8);
            var length = 0L;
            foreach (var digit in octal)
                length = digit is >= (byte)'0' and <= (byte)'7' ? (length * 8) + digit - '0' : long.MaxValue / 16;
            if (length > LongestHeader)
                throw new InvalidDataException("an entry's header is larger than a mebibyte");
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
