namespace Amphi.Formats.Packages;

/// <summary>
/// A package opened for reading: a folder, a gzipped tar or a zip. Entry names are only words here; no file is ever
/// created under a name that a package chose.
/// </summary>
public abstract class Package : IDisposable
{
    /// <summary>Files by their path from the package's root, with forward slashes; folders are not listed.</summary>
    public abstract IReadOnlyDictionary<string, PackageEntry> Entries { get; }

    public abstract void Dispose();
}

/// <summary>A file of a package. <see cref="Open"/> may be called any number of times while the package is open.</summary>
public abstract class PackageEntry(string path, long length)
{
    public string Path { get; } = path;

    /// <summary>Bytes, as measured while reading, not as an archive claims.</summary>
    public long Length { get; } = length;

    public abstract Stream Open();
}

/// <summary>A package that is refused whole, with the file inside it that is the reason.</summary>
public sealed class PackageRefusedException(string file, string why) : Exception($"{file}: {why}")
{
    public string File { get; } = file;
    public string Why { get; } = why;
}

/// <summary>What a package may cost; every member is a setting.</summary>
public sealed record PackageLimits
{
    /// <summary>Files in a package.</summary>
    public int Files { get; init; } = 100_000;

    /// <summary>Unpacked bytes in all.</summary>
    public long TotalBytes { get; init; } = 8L << 30;

    /// <summary>Unpacked bytes of one file.</summary>
    public long FileBytes { get; init; } = 2L << 30;

    /// <summary>Unpacked bytes of one file that is read as text or XML.</summary>
    public int TextBytes { get; init; } = 8 << 20;

    /// <summary>Unpacked bytes for one packed byte, once more than a mebibyte is unpacked.</summary>
    public int Ratio { get; init; } = 200;

    /// <summary>Folders within folders, and elements within elements.</summary>
    public int Depth { get; init; } = 64;
}
