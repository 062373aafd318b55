using System.Xml;
using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads what was written and not published, and puts it where it will stand.</summary>
internal sealed class OlxDrafts(OlxPackage package, OlxElements elements, OlxNotes notes, OlxBlocks blocks, OlxUnits units)
{
    public List<SectionDocument> AddedTo(List<SectionDocument> sections)
    {
        // Counted by file, as the manifest of the corpora counts: a draft text has two.
        var drafts = package
            .Paths.Where(path => path.StartsWith("drafts/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var path in drafts)
            notes.Drafts[path.Split('/')[1]] = notes.Drafts.GetValueOrDefault(path.Split('/')[1]) + 1;

        var read = new List<(string? Parent, UnitDocument Unit)>();
        elements.Folder = "drafts/";
        // Units first; what none of them holds stands alone.
        foreach (var path in drafts.Where(IsXml).OrderBy(path => path.StartsWith("drafts/vertical/", StringComparison.Ordinal) ? 0 : 1))
            if (!notes.Reached.Contains(path))
                read.AddRange(Draft(path));
        elements.Folder = "";
        return read.Count == 0 ? sections : WithDrafts(sections, read);
    }

    private static bool IsXml(string path) => path.EndsWith(".xml", StringComparison.Ordinal);

    private IEnumerable<(string? Parent, UnitDocument Unit)> Draft(string path)
    {
        try
        {
            var element = package.Xml(path);
            notes.Reached.Add(path);
            var name = Path.GetFileNameWithoutExtension(path);
            var parent = element["parent_url"] ?? element["parent_sequential_url"];
            var parentName = parent is null ? null : CourseIds.From(parent.Split('/', '@')[^1]);
            return UnitsOf(element, name).Select(unit => (parentName, unit));
        }
        catch (XmlException fault)
        {
            notes.Warnings.Add($"{path}: is not XML that can be read: {fault.Message}");
            return [];
        }
    }

    private List<UnitDocument> UnitsOf(Element element, string name)
    {
        if (element.Name == "vertical")
            return units.OfVertical(element, name, isDraft: true);
        if (element.Name is "sequential" or "chapter")
            return
            [
                .. element
                    .Elements.Where(child => child.Name == "vertical")
                    .SelectMany(child => units.One(child, element))
                    .Select(unit => unit with { Draft = true }),
            ];
        if (element["url_name"] is null)
            element.Set("url_name", name);
        return
        [
            new UnitDocument
            {
                Id = notes.Id($"{name}-unit"),
                Title = OlxElements.NameOf(element) ?? "Unit",
                Draft = true,
                Blocks = blocks.Read(element, element, isDraft: true),
            },
        ];
    }

    private List<SectionDocument> WithDrafts(List<SectionDocument> sections, List<(string? Parent, UnitDocument Unit)> drafts)
    {
        var left = drafts.ToList();
        var all = sections.Select(section => section with { Lessons = [.. section.Lessons.Select(lesson => With(lesson))] }).ToList();
        if (left.Count > 0)
        {
            var lesson = new LessonDocument
            {
                Id = notes.Id("drafts"),
                Title = "Drafts",
                File = "01-drafts.md",
                Draft = true,
                Units = [.. left.Select(one => one.Unit)],
            };
            all.Add(notes.Section("Drafts", "drafts-section", true, [lesson]));
        }

        return all;

        LessonDocument With(LessonDocument lesson)
        {
            var mine = left.Where(one => one.Parent == lesson.Id).ToList();
            left.RemoveAll(mine.Contains);
            return mine.Count == 0 ? lesson : lesson with { Units = [.. lesson.Units, .. mine.Select(one => one.Unit)] };
        }
    }
}
