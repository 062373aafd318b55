namespace Amphi.Formats.Packages;

/// <summary>
/// The files of an archive while it is open, in a folder of their own and under names of our own. What an archive calls
/// a file is only ever a word in a dictionary.
/// </summary>
internal sealed class Spool : IDisposable
{
    private const long Mebibyte = 1 << 20;
    private readonly PackageLimits _limits;
    private readonly string _name;
    private readonly long _packedBytes;
    private readonly string _folder;
    private readonly Dictionary<string, PackageEntry> _entries = new(StringComparer.Ordinal);
    private readonly byte[] _buffer = new byte[81_920];
    private long _unpackedBytes;
    private long _storedBytes;
    private int _seen;

    /// <param name="name">What the archive is called, for refusals.</param>
    public Spool(string spoolFolder, string name, PackageLimits limits, long packedBytes)
    {
        (_name, _limits, _packedBytes) = (name, limits, packedBytes);
        _folder = Path.Combine(spoolFolder, Path.GetRandomFileName());
        Directory.CreateDirectory(_folder);
    }

    /// <summary>The path that is being read, or was the last.</summary>
    public string? Reading { get; private set; }

    public bool IsEmpty => _entries.Count == 0;

    public Package Package() => new Spooled(this);

    /// <summary>An entry that holds nothing, such as a folder.</summary>
    public void Pass(string name)
    {
        Count(name);
        EntryNames.Check(name, _limits);
    }

    public void Add(string name, Stream content)
    {
        Count(name);
        var path = Reading = EntryNames.Check(name, _limits);
        if (path.Length == 0)
            throw new PackageRefusedException(name, "has no name");
        if (_entries.ContainsKey(path))
            throw new PackageRefusedException(name, "is there twice");

        var file = Path.Combine(_folder, _entries.Count.ToString());
        _entries.Add(path, new SpooledEntry(path, Copy(name, content, file), file));
    }

    /// <summary>Notes bytes that came out of a compressed stream as a whole.</summary>
    public void Unpacked(int bytes)
    {
        _unpackedBytes += bytes;
        if (_unpackedBytes > _limits.TotalBytes)
            throw new PackageRefusedException(_name, $"unpacks to more than {_limits.TotalBytes} bytes");
        if (_unpackedBytes > Mebibyte && _unpackedBytes > _packedBytes * _limits.Ratio)
            throw new PackageRefusedException(_name, $"unpacks to more than {_limits.Ratio} times its size");
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void Count(string name)
    {
        if (++_seen > _limits.Files)
            throw new PackageRefusedException(name, $"there are more than {_limits.Files} files");
    }

    private long Copy(string name, Stream content, string file)
    {
        var length = 0L;
        using var target = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        for (int read; (read = content.Read(_buffer)) > 0; )
        {
            length += read;
            _storedBytes += read;
            if (length > _limits.FileBytes)
                throw new PackageRefusedException(name, $"unpacks to more than {_limits.FileBytes} bytes");
            if (_storedBytes > _limits.TotalBytes)
                throw new PackageRefusedException(name, $"with it, the archive unpacks to more than {_limits.TotalBytes} bytes");
            if (_storedBytes > Mebibyte && _storedBytes > _packedBytes * _limits.Ratio)
                throw new PackageRefusedException(name, $"with it, the archive unpacks to more than {_limits.Ratio} times its size");
            target.Write(_buffer, 0, read);
        }

        return length;
    }

    private sealed class Spooled(Spool spool) : Package
    {
        public override IReadOnlyDictionary<string, PackageEntry> Entries => spool._entries;

        public override void Dispose() => spool.Dispose();
    }

    private sealed class SpooledEntry(string path, long length, string file) : PackageEntry(path, length)
    {
        public override Stream Open() => File.OpenRead(file);
    }
}
