using System.Security.Cryptography;
using Amphi.Ground;

namespace Amphi.Media;

/// <summary>Bytes kept under their own SHA-256: written once, never changed, the same bytes only once.</summary>
public interface IStorage
{
    /// <summary>Keeps what the stream holds and says under which digest.</summary>
    Task<StoredBytes> Keep(Stream bytes, CancellationToken cancel);

    /// <summary>A seekable stream of what was kept.</summary>
    /// <exception cref="MissingException">Nothing is kept under that digest.</exception>
    Stream Open(Digest digest);
}

public sealed record StoredBytes(Digest Digest, long Length);

/// <summary>A folder on this machine's disk.</summary>
public sealed class DiskStorage(string folder) : IStorage
{
    public async Task<StoredBytes> Keep(Stream bytes, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var draft = Path.Combine(folder, $"{RandomWord.Code()}.part");
        try
        {
            var stored = await Write(draft, bytes, cancel);
            var place = Place(stored.Digest);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            if (!File.Exists(place))
                File.Move(draft, place, overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public Stream Open(Digest digest)
    {
        var place = Place(digest);
        return File.Exists(place)
            ? new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.Asynchronous)
            : throw new MissingException($"No bytes {digest}.");
    }

    private static async Task<StoredBytes> Write(string draft, Stream bytes, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        var length = 0L;
        await using var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        for (int read; (read = await bytes.ReadAsync(buffer, cancel)) > 0; length += read)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        file.Flush(flushToDisk: true);
        return new StoredBytes(new Digest(hash.GetHashAndReset()), length);
    }

    private string Place(Digest digest)
    {
        var hex = digest.ToString();
        return Path.Combine(folder, hex[..2], hex[2..]);
    }
}
