using System.Text;
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

    /// <summary>Paths from the export's root.</summary>
    public IEnumerable<string> Paths =>
        _package.Entries.Keys.Where(path => path.StartsWith(_root, StringComparison.Ordinal)).Select(path => path[_root.Length..]);

    /// <exception cref="PackageRefusedException">There is no root, or it cannot be read.</exception>
    public static OlxPackage Open(Package package, PackageLimits limits)
    {
        var root = RootFile(package);
        try
        {
            using var stream = package.Entries[root].Open();
            var element = SafeXml.Read(stream, limits.TextBytes, limits.Depth * 4);
            if (element.Name is not ("course" or "library"))
                throw new PackageRefusedException(root, $"begins with {element.Name}; an export begins with course or library");
            return new OlxPackage(package, limits, root[..(root.LastIndexOf('/') + 1)]) { Root = element };
        }
        catch (XmlException fault)
        {
            throw new PackageRefusedException(root, $"is not XML that can be read: {fault.Message}");
        }
    }

    public static bool IsOne(Package package) => package.Entries.Keys.Any(IsRootName);

    public bool Has(string path) => _package.Entries.ContainsKey(_root + path);

    public PackageEntry Entry(string path) => _package.Entries[_root + path];

    /// <exception cref="XmlException">It is not XML.</exception>
    public Element Xml(string path)
    {
        using var stream = Entry(path).Open();
        return SafeXml.Read(stream, _limits.TextBytes, _limits.Depth * 4);
    }

    /// <summary>A text, UTF-8 or else Windows-1252; null when it is not there or too large.</summary>
    public string? Text(string path)
    {
        if (!Has(path) || Entry(path).Length > _limits.TextBytes)
            return null;
        using var bytes = new MemoryStream();
        using (var stream = Entry(path).Open())
            stream.CopyTo(bytes);
        try
        {
            return new UTF8Encoding(false, true).GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        }
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
        catch (JsonException)
        {
            return null;
        }
    }

    private static string RootFile(Package package)
    {
        var roots = package.Entries.Keys.Where(IsRootName).OrderBy(path => path.Count(c => c == '/')).ThenBy(path => path, StringComparer.Ordinal).ToList();
        if (roots.Count > 0)
            return roots[0];
        var inner = package.Entries.Keys.FirstOrDefault(path =>
            path.EndsWith(".tar.gz", StringComparison.Ordinal) || path.EndsWith(".zip", StringComparison.Ordinal)
        );
        throw inner is not null
            ? new PackageRefusedException(inner, "is an archive inside the archive: unpack the outer one and import this")
            : new PackageRefusedException("the package", "is of no known kind: it has neither course.yaml nor course.xml");
    }

    // The root lies at the top or in one wrapping folder.
    private static bool IsRootName(string path) => path.Split('/') is [.., "course.xml" or "library.xml"] parts && parts.Length <= 2;
}
