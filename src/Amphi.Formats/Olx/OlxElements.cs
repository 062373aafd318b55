using System.Text.RegularExpressions;
using System.Xml;
using Amphi.Formats.Courses;
using Amphi.Formats.Packages;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>An element, or the placeholder that stands where it should.</summary>
internal readonly record struct Sought(Element? Element, PlaceholderBlock? Instead);

/// <summary>Finds what an element means: most are pointers to a file of their own, and some of what they say stands in policies and above them.</summary>
internal sealed partial class OlxElements(OlxPackage package, OlxPolicies policies, OlxNotes notes)
{
    private const int Most = 100_000;

    // What an element takes from the one around it when it says nothing itself.
    private static readonly string[] Inherited = ["max_attempts", "showanswer", "rerandomize", "graded", "format", "due", "visible_to_staff_only"];

    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _seen;

    /// <summary>Where drafts are read from; empty for what is published.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The element itself when it is written inline, else the one its pointer names, read by <paramref name="read"/>; what is missing, broken or stands within itself is noted.</summary>
    public T Within<T>(Element pointer, Element? parent, Func<Element, T> read, Func<PlaceholderBlock, T> missing)
    {
        if (++_seen > Most)
            throw new PackageRefusedException($"{pointer.Name}/{pointer["url_name"]}.xml", $"with it, the course refers to more than {Most} elements");
        if (pointer["url_name"] is null && pointer["slug"] is { } slug)
            pointer.Set("url_name", slug);
        var key = pointer["url_name"] is { } name ? $"{pointer.Name}/{name}" : null;
        if (key is not null && !_open.Add(key))
        {
            notes.BrokenReferences++;
            return missing(notes.Placeholder(pointer.Name, key, "it stands within itself", null, null));
        }

        var sought = Find(pointer);
        if (sought.Element is not { } element)
        {
            _open.Remove(key!);
            return missing(sought.Instead!);
        }

        policies.Apply(element);
        foreach (var attribute in Inherited)
            if (element[attribute] is null && parent?[attribute] is { } given)
                element.Set(attribute, given);
        var result = read(element);
        if (key is not null)
            _open.Remove(key);
        return result;
    }

    /// <summary>The name people see; null when there is none.</summary>
    public static string? NameOf(Element element) =>
        element["display_name"] is { } name && Blank().Replace(name, " ").Trim() is { Length: > 0 } plain ? plain : null;

    private Sought Find(Element element)
    {
        if (element["url_name"] is not { } name)
            return new Sought(element, null);
        var isEmpty = !element.Elements.Any() && string.IsNullOrWhiteSpace(element.Text);
        var isPointer = isEmpty && element.Attributes.All(one => one.Key is "url_name" or "org" or "course" or "run" or "slug" or "library");
        var file = $"{element.Name}/{name.Replace(':', '/')}";
        var path = new[] { $"{Folder}{file}.xml", $"{file}.xml" }.FirstOrDefault(package.Has);
        if (path is null)
        {
            if (element.Name == "html" && isPointer && (package.Has($"{Folder}{file}.html") || package.Has($"{file}.html")))
                element.Set("filename", name.Replace(':', '/'));
            else if (isPointer && element.Name is not ("course" or "library"))
                return Missing(element, name, $"its file {file}.xml is missing from the package", null);
            return new Sought(element, null);
        }

        notes.Reached.Add(path);
        return isEmpty ? FromFile(element, name, path) : new Sought(element, null);
    }

    private Sought FromFile(Element pointer, string name, string path)
    {
        try
        {
            var defined = package.Xml(path);
            foreach (var (attribute, value) in pointer.Attributes)
                if (defined[attribute] is null)
                    defined.Set(attribute, value);
            return new Sought(defined, null);
        }
        catch (XmlException fault)
        {
            notes.Warnings.Add($"{path}: is not XML that can be read: {fault.Message}");
            return Missing(pointer, name, $"its file {path} is not XML that can be read", package.Text(path));
        }
    }

    private Sought Missing(Element pointer, string name, string why, string? source)
    {
        notes.BrokenReferences++;
        return new Sought(null, notes.Placeholder(pointer.Name, $"{pointer.Name}/{name}", why, NameOf(pointer), source));
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();
}
