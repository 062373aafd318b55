using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Amphi.Upkeep;

/// <summary>The backup cannot be used; the message says why.</summary>
public sealed class BackupRefusedException(string why) : Exception(why);

/// <summary>
/// A backup's form: a tar archive that any tar opens, whose last entry <c>SHA256SUMS</c> is what <c>sha256sum -c</c>
/// reads, and behind its end the SHA-256 of all of it in 32 bytes, which tells a single changed byte.
/// </summary>
internal static class BackupFile
{
    public const string Sums = "SHA256SUMS";
    private const int Seal = 32;

    /// <summary>Writes an archive of files (name in the archive, path on the disk) that is there whole or not at all.</summary>
    public static async Task Write(
        string path,
        IReadOnlyList<(string Name, string Path)> files,
        IProgress<(int Done, int Of)> progress,
        CancellationToken cancel
    )
    {
        var draft = $"{path}.part";
        try
        {
            await using (var archive = new FileStream(draft, OwnersOnly()))
            {
                using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                await using (var tar = new TarWriter(new HashedStream(archive, all), TarEntryFormat.Pax))
                    await WriteEntries(tar, files, progress, cancel);
                await archive.WriteAsync(all.GetHashAndReset(), cancel);
                archive.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Makes sure that not a byte has changed since it was written.</summary>
    /// <exception cref="BackupRefusedException">It is damaged, cut short, or no backup.</exception>
    public static async Task Verify(string path, CancellationToken cancel)
    {
        await using var archive = File.OpenRead(path);
        if (archive.Length < Seal)
            throw new BackupRefusedException($"{path} is no backup of Amphi.");
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        for (var left = archive.Length - Seal; left > 0; )
        {
            var read = await archive.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancel);
            all.AppendData(buffer, 0, read);
            left -= read;
        }

        await archive.ReadExactlyAsync(buffer.AsMemory(0, Seal), cancel);
        if (!all.GetHashAndReset().AsSpan().SequenceEqual(buffer.AsSpan(0, Seal)))
            throw new BackupRefusedException($"{path} is damaged or no backup of Amphi: its checksum is not that of its bytes. Nothing was restored.");
    }

    /// <summary>Lays its files into a folder; only names that <paramref name="isKnown"/> takes.</summary>
    public static async Task<int> Extract(string path, string folder, Func<string, bool> isKnown, CancellationToken cancel)
    {
        await using var archive = File.OpenRead(path);
        await using var tar = new TarReader(archive);
        var files = 0;
        while (await tar.GetNextEntryAsync(cancellationToken: cancel) is { } entry)
        {
            if (entry.Name == Sums)
                return files;
            if (entry.EntryType != TarEntryType.RegularFile || !isKnown(entry.Name))
                throw new BackupRefusedException($"{path} holds {entry.Name}, which no backup of Amphi does.");
            var place = Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await using var file = new FileStream(place, OwnersOnly());
            if (entry.DataStream is { } bytes)
                await bytes.CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
            files++;
        }

        throw new BackupRefusedException($"{path} ends too early.");
    }

    private static async Task WriteEntries(
        TarWriter tar,
        IReadOnlyList<(string Name, string Path)> files,
        IProgress<(int Done, int Of)> progress,
        CancellationToken cancel
    )
    {
        var sums = new StringBuilder();
        for (var n = 0; n < files.Count; n++)
        {
            var (name, place) = files[n];
            await using var file = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            sums.Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel))).Append("  ").Append(name).Append('\n');
            file.Position = 0;
            await tar.WriteEntryAsync(Entry(name, file), cancel);
            progress.Report((n + 1, files.Count));
        }

        await tar.WriteEntryAsync(Entry(Sums, new MemoryStream(Encoding.UTF8.GetBytes(sums.ToString()))), cancel);
    }

    private static PaxTarEntry Entry(string name, Stream bytes) =>
        new(TarEntryType.RegularFile, name) { Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, DataStream = bytes };

    private static FileStreamOptions OwnersOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>Passes bytes on and takes their hash.</summary>
    private sealed class HashedStream(Stream to, IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            hash.AppendData(buffer);
            to.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            return to.WriteAsync(buffer, cancellationToken);
        }

        public override void Flush() => to.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
