using System.Buffers.Binary;
using System.IO.Compression;

namespace Amphi.Formats.Packages;

/// <summary>Takes the files out of a zip, and believes none of its figures.</summary>
internal static class ZipFiles
{
    public static void Read(Stream bytes, string name, PackageLimits limits, Spool spool)
    {
        if (EntriesListed(bytes, limits.Files) > limits.Files)
            throw new PackageRefusedException(name, $"there are more than {limits.Files} files");

        bytes.Position = 0;
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            if (IsSpecial(entry))
                throw new PackageRefusedException(entry.FullName, "is a link or a device; only files and folders are taken");
            if (entry.IsEncrypted)
                throw new PackageRefusedException(entry.FullName, "is encrypted");
            if (entry.FullName.EndsWith('/'))
                spool.Pass(entry.FullName);
            else
                Add(entry, spool);
        }
    }

    private static void Add(ZipArchiveEntry entry, Spool spool)
    {
        using var content = new CheckedStream(Opened(entry));
        spool.Add(entry.FullName, content);
        // Reading stops at the length the archive claims, so a lie shows in the checksum.
        if (content.Crc != entry.Crc32 || content.Taken != entry.Length)
            throw new PackageRefusedException(entry.FullName, "is not what the archive says: its length or checksum is wrong");
    }

    private static Stream Opened(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException fault)
        {
            throw new PackageRefusedException(entry.FullName, $"is damaged: {fault.Message}");
        }
    }

    // The upper half holds the file's mode when a Unix wrote the archive.
    private static bool IsSpecial(ZipArchiveEntry entry)
    {
        const int typeMask = 0xF000,
            regular = 0x8000,
            folder = 0x4000;
        var type = (entry.ExternalAttributes >> 16) & typeMask;
        return type is not (0 or regular or folder);
    }

    /// <summary>
    /// Walks the archive's own list, header by header: opening it would first hold a million entries in memory, and the
    /// number written beside the list may be any.
    /// </summary>
    private static int EntriesListed(Stream bytes, int enough)
    {
        const int header = 46;
        bytes.Position = ListStart(bytes);
        var list = new BufferedStream(bytes, 65_536);
        Span<byte> fields = stackalloc byte[header];
        var count = 0;
        while (count <= enough && list.ReadAtLeast(fields, header, throwOnEndOfStream: false) == header && fields.StartsWith("PK\x01\x02"u8))
        {
            count++;
            list.Seek(U16(fields, 28) + U16(fields, 30) + U16(fields, 32), SeekOrigin.Current);
        }

        return count;
    }

    private static long ListStart(Stream bytes)
    {
        const int end = 22,
            longestComment = 65_535;
        var tail = new byte[Math.Min(bytes.Length, end + longestComment)];
        bytes.Position = bytes.Length - tail.Length;
        bytes.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + end > tail.Length)
            throw new InvalidDataException("its list of files is missing; it may be cut off");

        var start = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        return start == uint.MaxValue ? LongListStart(bytes, bytes.Length - tail.Length + at) : start;
    }

    // Zip64: a locator stands before the end record and tells where the long end record is.
    private static long LongListStart(Stream bytes, long end)
    {
        Span<byte> locator = stackalloc byte[20];
        Span<byte> record = stackalloc byte[56];
        bytes.Position = Math.Max(0, end - locator.Length);
        bytes.ReadExactly(locator);
        bytes.Position = Place(locator[8..], bytes.Length);
        bytes.ReadExactly(record);
        return Place(record[48..], bytes.Length);
    }

    private static long Place(ReadOnlySpan<byte> field, long length) =>
        BinaryPrimitives.ReadInt64LittleEndian(field) is >= 0 and var place && place <= length
            ? place
            : throw new InvalidDataException("its list of files is not where it says");

    private static int U16(ReadOnlySpan<byte> fields, int at) => BinaryPrimitives.ReadUInt16LittleEndian(fields[at..]);

    /// <summary>Computes the CRC-32 of what is read.</summary>
    private sealed class CheckedStream(Stream inner) : ForwardStream
    {
        private static readonly uint[] Table =
        [
            .. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (value, _) => (value >> 1) ^ (0xEDB88320 * (value & 1)))),
        ];
        private uint _crc = uint.MaxValue;

        public uint Crc => ~_crc;
        public long Taken { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            foreach (var one in buffer[..read])
                _crc = Table[(byte)(_crc ^ one)] ^ (_crc >> 8);
            Taken += read;
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
