using System.Xml;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Finds what an element means: most are pointers to a file of their own.</summary>
internal sealed class OlxElements(OlxPackage package, OlxNotes notes)
{
    /// <summary>The element itself when it is written inline, else the one its pointer names; null when that is missing or broken, which is noted.</summary>
    public Element? Defined(Element element)
    {
        var isPointer =
            element["url_name"] is not null
            && element.Elements.FirstOrDefault() is null
            && string.IsNullOrWhiteSpace(element.Text)
            && element.Attributes.All(one => one.Key is "url_name" or "org" or "course" or "run" or "slug" or "library");
        if (element["url_name"] is not { } name)
            return element;
        var path = $"{element.Name}/{name.Replace(':', '/')}.xml";
        if (!package.Has(path))
        {
            if (!isPointer || element.Name is "course" or "library")
                return element;
            notes.BrokenReferences++;
            return null;
        }

        notes.Reached.Add(path);
        if (!isPointer)
            return element;
        try
        {
            var defined = package.Xml(path);
            if (defined["url_name"] is null)
                defined.Set("url_name", name);
            return defined;
        }
        catch (XmlException fault)
        {
            notes.Warnings.Add($"{path}: is not XML that can be read: {fault.Message}");
            notes.BrokenReferences++;
            return null;
        }
    }
}
