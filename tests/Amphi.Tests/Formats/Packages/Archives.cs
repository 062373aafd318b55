using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Amphi.Formats.Packages;

namespace Amphi.Tests.Formats.Packages;

/// <summary>Builds archives in memory, honest ones and others.</summary>
internal static class Archives
{
    public static byte[] TarGz(params (string Path, string Text)[] files) =>
        TarGz(files.Select(file => Tar(TarEntryType.RegularFile, file.Path, Encoding.UTF8.GetBytes(file.Text))));

    public static byte[] TarGz(params IEnumerable<TarEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        return bytes.ToArray();
    }

    public static TarEntry Tar(TarEntryType type, string path, byte[]? content = null, string? link = null)
    {
        var entry = new PaxTarEntry(type, path) { ModificationTime = DateTimeOffset.UnixEpoch };
        if (content is not null)
            entry.DataStream = new MemoryStream(content);
        if (link is not null)
            entry.LinkName = link;
        return entry;
    }

    public static byte[] Zip(params (string Path, string Text)[] files) => Zip(files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text))));

    public static byte[] Zip(IEnumerable<(string Path, byte[] Content)> files, int attributes = 0)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, content) in files)
            {
                var entry = zip.CreateEntry(path);
                entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(20);
                entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                stream.Write(content);
            }

        return bytes.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return bytes.ToArray();
    }

    public static byte[] Gunzip(byte[] content)
    {
        using var plain = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
            gzip.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>Changes every occurrence of some bytes for as many others.</summary>
    public static byte[] Swap(byte[] archive, string words, string others) => Swap(archive, Encoding.Latin1.GetBytes(words), Encoding.Latin1.GetBytes(others));

    public static byte[] Swap(byte[] archive, byte[] words, byte[] others)
    {
        Assert.Equal(words.Length, others.Length);
        var changed = archive.ToArray();
        var at = 0;
        for (int found; (found = changed.AsSpan(at).IndexOf(words)) >= 0; at += found + words.Length)
            others.CopyTo(changed, at + found);
        Assert.NotEqual(0, at);
        return changed;
    }
}

/// <summary>A folder for spools that is looked at afterwards.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("amphi-spool-");

    public string Path => _folder.FullName;

    public bool IsEmpty => !_folder.EnumerateFileSystemInfos().Any();

    public Package Open(byte[] archive, PackageLimits? limits = null) => Package.Open(new MemoryStream(archive), "course.tar.gz", limits ?? new(), Path);

    public void Dispose() => _folder.Delete(recursive: true);
}
