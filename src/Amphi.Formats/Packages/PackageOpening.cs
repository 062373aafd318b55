using System.Formats.Tar;
using System.IO.Compression;

namespace Amphi.Formats.Packages;

/// <summary>Opens packages by what they are, not by what they are called.</summary>
public static class PackageOpening
{
    extension(Package)
    {
        /// <summary>Opens a folder, a gzipped tar or a zip.</summary>
        /// <param name="spoolFolder">Where an archive's files wait while it is open, under names of our own; left as it was found.</param>
        /// <exception cref="PackageRefusedException">It is none of these, hostile, broken or larger than the limits.</exception>
        public static Package Open(string path, PackageLimits limits, string spoolFolder)
        {
            if (Directory.Exists(path))
                return new FolderPackage(path, limits);
            if (!File.Exists(path))
                throw new PackageRefusedException(Path.GetFileName(path), "there is no such file or folder");

            using var bytes = File.OpenRead(path);
            return Open(bytes, Path.GetFileName(path), limits, spoolFolder);
        }

        /// <summary>Opens an archive from its bytes.</summary>
        public static Package Open(Stream bytes, string name, PackageLimits limits, string spoolFolder)
        {
            Span<byte> magic = stackalloc byte[4];
            var read = bytes.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
            bytes.Position = 0;
            var spool = new Spool(spoolFolder, limits, bytes.Length);
            try
            {
                if (read >= 2 && magic[0] == 0x1F && magic[1] == 0x8B)
                    ReadTar(bytes, name, spool);
                else if (read == 4 && magic.SequenceEqual("PK\x03\x04"u8))
                    ReadZip(bytes, name, spool);
                else
                    throw new PackageRefusedException(name, "is neither a gzipped tar nor a zip");
                return spool.Package();
            }
            catch (Exception fault) when (fault is InvalidDataException or EndOfStreamException or IOException or FormatException or ArgumentException or NotSupportedException)
            {
                spool.Dispose();
                throw new PackageRefusedException(name, $"is damaged: {fault.Message}");
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }
    }

    private static void ReadTar(Stream bytes, string name, Spool spool)
    {
        using var plain = new CountedStream(new GZipStream(bytes, CompressionMode.Decompress, leaveOpen: true), spool);
        using var tar = new TarReader(plain);
        while (tar.GetNextEntry() is { } entry)
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

        if (spool.IsEmpty)
            throw new PackageRefusedException(name, "holds no file");
    }

    private static void ReadZip(Stream bytes, string name, Spool spool)
    {
        using var zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in zip.Entries)
        {
            const int symbolicLink = 0xA000;
            if (((entry.ExternalAttributes >> 16) & 0xF000) == symbolicLink)
                throw new PackageRefusedException(entry.FullName, "is a symbolic link; only files and folders are taken");
            if (entry.FullName.EndsWith('/'))
            {
                spool.Pass(entry.FullName);
                continue;
            }

            using var content = entry.Open();
            spool.Add(entry.FullName, content);
        }

        if (spool.IsEmpty)
            throw new PackageRefusedException(name, "holds no file");
    }

    /// <summary>Counts what a compressed stream gives out, so that a tar's own headers cannot hide a bomb.</summary>
    private sealed class CountedStream(Stream inner, Spool spool) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            spool.Unpacked(read);
            return read;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
