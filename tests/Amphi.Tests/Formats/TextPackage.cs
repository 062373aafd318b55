using System.Text;
using Amphi.Formats.Packages;

namespace Amphi.Tests.Formats;

/// <summary>A package of a few texts, in memory.</summary>
internal sealed class TextPackage((string Path, byte[] Bytes)[] files, IReadOnlyDictionary<string, PackageEntry>? more = null) : Package
{
    public TextPackage((string Path, string Text)[] files, IReadOnlyDictionary<string, PackageEntry>? more = null)
        : this([.. files.Select(file => (file.Path, Encoding.UTF8.GetBytes(file.Text)))], more) { }

    public override IReadOnlyDictionary<string, PackageEntry> Entries { get; } =
        files
            .Select(file => KeyValuePair.Create(file.Path, (PackageEntry)new TextEntry(file.Path, file.Bytes)))
            .Concat(more ?? new Dictionary<string, PackageEntry>())
            .ToDictionary();

    public override void Dispose() { }

    private sealed class TextEntry(string path, byte[] bytes) : PackageEntry(path, bytes.Length)
    {
        public override Stream Open() => new MemoryStream(bytes);
    }
}
