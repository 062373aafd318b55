using System.Text.Json;
using System.Xml;
using Amphi.Formats.Packages;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>The files of an export, found from its root whatever folder wraps it.</summary>
internal sealed class OlxPackage
{
    private readonly Package _package;
    private readonly PackageLimits _limits;
    private readonly string _root;

    private OlxPackage(Package package, PackageLimits limits, string root) => (_package, _limits, _root) = (package, limits, root);

    /// <summary>The element of the root file: <c>course</c> or <c>library</c>.</summary>
    public required Element Root { get; init; }

    public required string RootPath { get; init; }

    /// <summary>Paths from the export's root.</summary>
    public IEnumerable<string> Paths =>
        _package.Entries.Keys.Where(path => path.StartsWith(_root, StringComparison.Ordinal) && !IsLitter(path)).Select(path => path[_root.Length..]);

    /// <summary>Files beside the elements that could not be read.</summary>
    public List<string> Warnings { get; } = [];

    /// <exception cref="PackageRefusedException">There is no root, or it cannot be read.</exception>
    public static OlxPackage Open(Package package, PackageLimits limits)
    {
        var roots = Roots(package).Select(path => (Path: path, Element: RootOf(package.Entries[path], limits))).ToList();
        var known = roots.Where(root => root.Element is { Name: "course" or "library" }).ToList();
        if (known.Count == 0)
            throw new PackageRefusedException(roots[0].Path, $"begins with {roots[0].Element.Name}; an export begins with course or library");
        if (known.Count > 1)
            throw new PackageRefusedException(known[1].Path, $"is a second course beside {known[0].Path}; import them one by one");
        return new OlxPackage(package, limits, known[0].Path[..(known[0].Path.LastIndexOf('/') + 1)]) { Root = known[0].Element, RootPath = known[0].Path };
    }

    private static Element RootOf(PackageEntry entry, PackageLimits limits)
    {
        try
        {
            return Xml(entry, limits);
        }
        catch (XmlException fault)
        {
            throw new PackageRefusedException(entry.Path, $"is not XML that can be read: {fault.Message}");
        }
    }

    public static bool IsOne(Package package) => package.Entries.Keys.Any(IsRootName);

    public bool Has(string path) => _package.Entries.ContainsKey(_root + path);

    public PackageEntry Entry(string path) => _package.Entries[_root + path];

    /// <exception cref="XmlException">It is not XML.</exception>
    public Element Xml(string path) => Xml(Entry(path), _limits);

    private static Element Xml(PackageEntry entry, PackageLimits limits) =>
        entry.Length > limits.TextBytes
            ? throw new XmlException($"it is larger than {limits.TextBytes} bytes")
            : SafeXml.Read(PackageText.Of(entry), limits.Depth * 4);

    /// <summary>A text; null when it is not there, or too large, which is told.</summary>
    public string? Text(string path)
    {
        if (!Has(path))
            return null;
        if (Entry(path).Length <= _limits.TextBytes)
            return PackageText.Of(Entry(path));
        Warnings.Add($"{path}: is larger than {_limits.TextBytes} bytes and was left out");
        return null;
    }

    public JsonElement? Json(string path)
    {
        if (Text(path) is not { } text)
            return null;
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, MaxDepth = 64 });
            return json.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            Warnings.Add($"{path}: is not JSON that can be read: {fault.Message.Split('\n')[0]}");
            return null;
        }
    }

    // The root lies at the top or in wrapping folders; the run's own file below it may bear the same name.
    private static List<string> Roots(Package package)
    {
        var roots = package.Entries.Keys.Where(IsRootName).GroupBy(path => path.Count(c => c == '/')).MinBy(level => level.Key);
        if (roots is not null)
            return [.. roots.Order(StringComparer.Ordinal)];
        var inner = package.Entries.Keys.FirstOrDefault(path =>
            path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".zip", StringComparison.Ordinal)
        );
        throw inner is not null
            ? new PackageRefusedException(inner, "is an archive inside the archive: unpack the outer one and import this")
            : new PackageRefusedException("the package", "is of no known kind: it has neither course.yaml nor course.xml");
    }

    private static bool IsRootName(string path) =>
        path.Split('/') is [.., "course.xml" or "library.xml"] parts && parts.Length <= 4 && !parts.Contains("static") && !IsLitter(path);

    // What macOS leaves in archives.
    private static bool IsLitter(string path) =>
        path.Split('/').Any(part => part.StartsWith("._", StringComparison.Ordinal) || part is "__MACOSX" or ".DS_Store");
}
