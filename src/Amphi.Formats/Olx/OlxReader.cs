using System.Globalization;
using Amphi.Formats.Courses;
using Amphi.Formats.Packages;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>
/// Reads Open edX exports (OLX): courses and libraries, whole. What Amphi does not know becomes a placeholder that is
/// counted; nothing is dropped silently, and nothing in an export is ever run.
/// </summary>
public sealed class OlxReader
{
    private readonly OlxPackage _package;
    private readonly OlxNotes _notes = new();
    private readonly OlxHtml _html;
    private readonly OlxBlocks _blocks;
    private readonly OlxPolicies _policies;
    private readonly OlxElements _elements;
    private readonly OlxUnits _units;

    private OlxReader(Package package, PackageLimits limits)
    {
        _package = OlxPackage.Open(package, limits);
        _html = new OlxHtml(_package, _notes);
        _policies = new OlxPolicies(_package);
        _elements = new OlxElements(_package, _notes);
        _blocks = new OlxBlocks(_package, _notes, _html, _elements, _policies);
        _units = new OlxUnits(_elements, _policies, _notes, _blocks);
    }

    public static bool Reads(Package package) => OlxPackage.IsOne(package);

    /// <exception cref="PackageRefusedException">It is no export, or its root cannot be read.</exception>
    public static OlxCourse Read(Package package, PackageLimits? limits = null) => new OlxReader(package, limits ?? new()).Read();

    private OlxCourse Read()
    {
        var root = _package.Root;
        var course = _elements.Defined(root) ?? root;
        var sections = root.Name == "library" ? [LibrarySection(course)] : Sections(course);
        Orphans();
        sections = new OlxDrafts(_package, _notes, _blocks, _units).AddedTo(sections);
        var beside = new OlxPages(_package, _policies, _notes, _html);

        var document = new CourseDocument
        {
            Slug = Slug(root),
            Title = _policies.Name(course) ?? root["display_name"] ?? root["library"] ?? root["course"] ?? "Course",
            Language = _policies.Language(course),
            Summary = OlxHtml.Plain(_package.Text("about/short_description.html")),
            About = _html.Page(_package.Text("about/overview.html")),
            Authors = course["instructor_info"] is { } info ? OlxPages.Instructors(info) : [],
            Grading = _policies.Grading(),
            Sections = sections,
            Pages = beside.Pages(),
            Updates = beside.Updates(),
        };
        if (document.Sections.Count == 0)
            throw new PackageRefusedException("course.xml", "the course has no chapter");
        return new OlxCourse(document, _html.Assets, ReportOf(document));
    }

    private ImportReport ReportOf(CourseDocument document) =>
        ImportReport.Of(document) with
        {
            Source = _notes.Source,
            Placeholders = _notes.Placeholders,
            Drafts = _notes.Drafts,
            Orphans = _notes.Orphans,
            BrokenReferences = _notes.BrokenReferences,
            Warnings = [.. _notes.Warnings.Concat(_html.Warnings())],
        };

    private List<SectionDocument> Sections(Element course)
    {
        var sections = new List<SectionDocument>();
        foreach (var child in course.Elements)
        {
            if (child.Name is "wiki" or "textbook" or "pdf_textbook" or "html_textbook")
                continue;
            if (child.Name != "chapter")
            {
                // Other things beside the chapters get a chapter of their own.
                sections.Add(_notes.Section(sections.Count, child.Name, child["url_name"] ?? child.Name, false, [Loose(child, 0)]));
                continue;
            }

            _notes.Met("chapter");
            if (_elements.Defined(child) is not { } chapter)
                continue;
            var name = chapter["url_name"] ?? child["url_name"] ?? $"chapter-{sections.Count + 1}";
            var lessons = chapter.Elements.Select((part, n) => Lesson(part, n, chapter)).ToList();
            var isStaff = chapter["visible_to_staff_only"] == "true";
            sections.Add(
                _notes.Section(
                    sections.Count,
                    _policies.Name(chapter) ?? name,
                    name,
                    false,
                    [.. lessons.Select(lesson => isStaff ? lesson with { StaffOnly = true } : lesson)]
                )
            );
        }

        return sections;
    }

    private SectionDocument LibrarySection(Element library)
    {
        var blocks = library.Elements.SelectMany(child => _blocks.Read(child, "library", isDraft: false)).ToList();
        var lesson = new LessonDocument
        {
            Id = _notes.Id("library-lesson"),
            Title = _policies.Name(library) ?? "Library",
            File = "01-library.md",
            Units = [new UnitDocument { Blocks = blocks }],
        };
        return _notes.Section(0, _policies.Name(library) ?? "Library", "library-section", false, [lesson]);
    }

    private LessonDocument Lesson(Element pointer, int place, Element chapter)
    {
        if (pointer.Name != "sequential")
            return Loose(pointer, place);

        _notes.Met("sequential");
        var name = pointer["url_name"] ?? $"{chapter["url_name"]}-{place + 1}";
        if (_elements.Defined(pointer) is not { } sequential)
            return Missing(pointer, name, place);

        var title = _policies.Name(sequential) ?? name;
        return new LessonDocument
        {
            Id = _notes.Id(name),
            Title = title,
            File = $"{place + 1:00}-{OlxNotes.FileWord(title)}.md",
            Graded = sequential["graded"] == "true" ? sequential["format"] : null,
            Due = Date(sequential["due"]),
            StaffOnly = sequential["visible_to_staff_only"] == "true",
            Units = [.. sequential.Elements.SelectMany(_units.Of)],
        };
    }

    /// <summary>Something that stands where a lesson should: it gets a lesson around it.</summary>
    private LessonDocument Loose(Element pointer, int place)
    {
        var units = _units.Of(pointer).ToList();
        var title =
            units
                .Select(unit => unit.Title ?? unit.Blocks.Select(block => block.Title).FirstOrDefault(one => one is not null))
                .FirstOrDefault(one => one is not null)
            ?? pointer.Name;
        return new LessonDocument
        {
            Id = _notes.Id($"{pointer["url_name"] ?? pointer.Name}-lesson"),
            Title = title,
            File = $"{place + 1:00}-{OlxNotes.FileWord(title)}.md",
            Units = units,
        };
    }

    private LessonDocument Missing(Element pointer, string name, int place)
    {
        var placeholder = _notes.Placeholder(pointer.Name, $"{pointer.Name}/{name}", "its file is missing from the package", null, null);
        return new LessonDocument
        {
            Id = _notes.Id(name),
            Title = name,
            File = $"{place + 1:00}-{OlxNotes.FileWord(name)}.md",
            Draft = true,
            Units = [new UnitDocument { Blocks = [placeholder] }],
        };
    }

    private void Orphans()
    {
        foreach (
            var path in _package.Paths.Where(path =>
                path.Split('/') is [var folder, var file] && file.EndsWith(".xml", StringComparison.Ordinal) && OlxBlocks.IsElementFolder(folder)
            )
        )
            if (!_notes.Reached.Contains(path))
                _notes.Orphans[path.Split('/')[0]] = _notes.Orphans.GetValueOrDefault(path.Split('/')[0]) + 1;
    }

    private static string Slug(Element root)
    {
        var word = OlxNotes.FileWord(
            string.Join(
                '-',
                new[] { root["org"], root["course"] ?? root["library"], root["url_name"] is { } run && run != "course" ? run : null }.OfType<string>()
            )
        );
        return word == "x" ? "course" : word.Replace("--", "-", StringComparison.Ordinal);
    }

    /// <summary>A date as OLX writes it (JSON in an attribute); years that mean "never" are none.</summary>
    internal static DateTimeOffset? Date(string? text)
    {
        var plain = text?.Trim().Trim('"');
        return
            DateTimeOffset.TryParse(plain, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            && date.Year is > 2001 and < 2900
            ? date
            : null;
    }
}
