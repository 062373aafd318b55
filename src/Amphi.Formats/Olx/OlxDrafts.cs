using System.Xml;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads what was written and not published, and puts it where it will stand.</summary>
internal sealed class OlxDrafts(OlxPackage package, OlxNotes notes, OlxBlocks blocks, OlxUnits units)
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
        blocks.Folder = "drafts/";
        foreach (
            var path in drafts.Where(path => path.StartsWith("drafts/vertical/", StringComparison.Ordinal) && path.EndsWith(".xml", StringComparison.Ordinal))
        )
            read.AddRange(Draft(path));
        blocks.Folder = "";
        return read.Count == 0 ? sections : WithDrafts(sections, read);
    }

    private IEnumerable<(string? Parent, UnitDocument Unit)> Draft(string path)
    {
        Element vertical;
        try
        {
            vertical = package.Xml(path);
        }
        catch (XmlException fault)
        {
            notes.Warnings.Add($"{path}: is not XML that can be read: {fault.Message}");
            return [];
        }

        var name = Path.GetFileNameWithoutExtension(path);
        var parent = vertical["parent_url"] ?? vertical["parent_sequential_url"];
        var parentName = parent?.Split('/', '@')[^1];
        return units.OfVertical(vertical, name, isDraft: true).Select(unit => (parentName, unit));
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
            all.Add(notes.Section(all.Count, "Drafts", "drafts-section", true, [lesson]));
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
