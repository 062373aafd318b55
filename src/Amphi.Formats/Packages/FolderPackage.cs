namespace Amphi.Formats.Packages;

/// <summary>A folder on disk. Links are refused: they could lead anywhere.</summary>
internal sealed class FolderPackage : Package
{
    private readonly Dictionary<string, PackageEntry> _entries = new(StringComparer.Ordinal);

    public FolderPackage(string folder, PackageLimits limits)
    {
        try
        {
            List(Path.GetFullPath(folder), limits);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PackageRefusedException(Path.GetFileName(folder.TrimEnd('/')), $"cannot be read: {fault.Message}");
        }
    }

    private void List(string root, PackageLimits limits)
    {
        var total = 0L;
        foreach (var info in Files(new DirectoryInfo(root), limits.Depth))
        {
            var path = EntryNames.Check(Path.GetRelativePath(root, info.FullName).Replace(Path.DirectorySeparatorChar, '/'), limits);
            if (info.LinkTarget is not null)
                throw new PackageRefusedException(path, "is a link; only files and folders are taken");
            if (_entries.Count >= limits.Files)
                throw new PackageRefusedException(path, $"there are more than {limits.Files} files");
            if (info.Length > limits.FileBytes || (total += info.Length) > limits.TotalBytes)
                throw new PackageRefusedException(path, "is larger than the limits");
            if (!_entries.TryAdd(path, new FileEntry(path, info)))
                throw new PackageRefusedException(path, "is there twice");
        }
    }

    public override IReadOnlyDictionary<string, PackageEntry> Entries => _entries;

    public override void Dispose() { }

    // Hidden folders, such as a repository's own, are no part of a package.
    private static IEnumerable<FileInfo> Files(DirectoryInfo folder, int depth)
    {
        foreach (var file in folder.EnumerateFiles().Where(file => !file.Name.StartsWith('.')).OrderBy(file => file.Name, StringComparer.Ordinal))
            yield return file;
        foreach (var child in folder.EnumerateDirectories().Where(child => !child.Name.StartsWith('.')).OrderBy(child => child.Name, StringComparer.Ordinal))
        {
            if (child.LinkTarget is not null)
                throw new PackageRefusedException(child.Name, "is a link; only files and folders are taken");
            if (depth == 0)
                throw new PackageRefusedException(child.Name, "lies too deep");
            foreach (var file in Files(child, depth - 1))
                yield return file;
        }
    }

    private sealed class FileEntry(string path, FileInfo file) : PackageEntry(path, file.Length)
    {
        // A pipe or a device has no length, and opening it could wait for ever.
        public override Stream Open()
        {
            try
            {
                return Length == 0 ? Stream.Null : file.OpenRead();
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new PackageRefusedException(Path, $"cannot be read: {fault.Message}");
            }
        }
    }
}
