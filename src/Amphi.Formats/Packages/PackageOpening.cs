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
            var spool = new Spool(spoolFolder, name, limits, bytes.Length);
            try
            {
                if (read >= 2 && magic[0] == 0x1F && magic[1] == 0x8B)
                    TarFiles.Read(bytes, spool);
                else if (read == 4 && magic.SequenceEqual("PK\x03\x04"u8))
                    ZipFiles.Read(bytes, name, limits, spool);
                else
                    throw new PackageRefusedException(name, "is neither a gzipped tar nor a zip");
                return spool.IsEmpty ? throw new PackageRefusedException(name, "holds no file") : spool.Package();
            }
            catch (Exception fault)
                when (fault is InvalidDataException or EndOfStreamException or IOException or FormatException or ArgumentException or NotSupportedException)
            {
                spool.Dispose();
                throw new PackageRefusedException(spool.Reading ?? name, $"is damaged: {fault.Message}");
            }
            catch
            {
                spool.Dispose();
                throw;
            }
        }
    }
}
