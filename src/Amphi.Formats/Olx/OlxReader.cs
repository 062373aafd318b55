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
        _html = new OlxHtml(_package);
        _policies = new OlxPolicies(_package);
        _elements = new OlxElements(_package, _policies, _notes);
        _blocks = new OlxBlocks(_package, _notes, _html, _elements);
        _units = new OlxUnits(_elements, _notes, _blocks);
    }

    public static bool Reads(Package package) => OlxPackage.IsOne(package);

    /// <exception cref="PackageRefusedException">It is no export, or its root cannot be read.</exception>
    public static OlxCourse Read(Package package, PackageLimits? limits = null) => new OlxReader(package, limits ?? new()).Read();

    private OlxCourse Read()
    {
        var root = _package.Root;
        var course = _elements.Within(root, null, element => element, _ => root);
        if (root.Name == "course" && !course.Elements.Any(child => OlxBlocks.IsKnown(child.Name)))
            throw new PackageRefusedException(_package.RootPath, "names no chapter: it is an empty course, or one of another kind");
        var sections = root.Name == "library" ? [LibrarySection(course)] : Sections(course);
        sections = new OlxDrafts(_package, _elements, _notes, _blocks, _units).AddedTo(sections);
        sections = [.. sections.Select((section, n) => section with { Folder = $"{OlxNotes.Number(n, sections.Count)}-{section.Folder}" })];
        Orphans();
        var beside = new OlxPages(_package, _policies, _notes, _html);
        var document = new CourseDocument
        {
            Slug = Slug(root),
            Title = OlxElements.NameOf(course) ?? root["library"] ?? root["course"] ?? "Course",
            Language = OlxPolicies.Language(course),
            Summary = OlxHtml.Plain(_package.Text("about/short_description.html")),
            About = _html.Page(_package.Text("about/overview.html")),
            Authors = OlxPages.Instructors(course["instructor_info"]),
            Outcomes = OlxPages.Outcomes(course["learning_info"]),
            Grading = _policies.Grading(course, sections.SelectMany(section => section.Lessons).Select(lesson => lesson.Graded).OfType<string>().Distinct()),
            Sections = sections,
            Pages = beside.Pages(course),
            Updates = beside.Updates(),
        };
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
            Warnings = [.. _package.Warnings.Concat(_notes.Warnings).Concat(_html.Warnings(_notes.IsTaken))],
        };

    private List<SectionDocument> Sections(Element course)
    {
        var sections = new List<SectionDocument>();
        foreach (var child in course.Elements.Where(child => child.Name != "wiki"))
            if (child.Name == "chapter")
                sections.Add(Chapter(child, course, sections.Count + 1));
            else if (child.Name.EndsWith("textbook", StringComparison.Ordinal))
                _notes.Warnings.Add($"{child.Name} {child["title"]}: Amphi has no textbooks; its files are kept");
            else
                // Other things beside the chapters get a chapter of their own.
                sections.Add(
                    _notes.Section(OlxElements.NameOf(child) ?? child.Name, $"{child["url_name"] ?? child.Name}-section", false, [Lesson(child, course, 0, 1)])
                );
        return sections;
    }

    private SectionDocument Chapter(Element pointer, Element course, int place)
    {
        _notes.Met("chapter");
        var name = pointer["url_name"] ?? $"chapter-{place}";
        return _elements.Within(
            pointer,
            course,
            chapter =>
            {
                var parts = chapter.Elements.ToList();
                return _notes.Section(
                    OlxElements.NameOf(chapter) ?? Spoken(name),
                    name,
                    false,
                    [.. parts.Select((part, n) => Lesson(part, chapter, n, parts.Count))]
                );
            },
            missing => _notes.Section(Spoken(name), name, true, [Instead(missing, name, 0, 1)])
        );
    }

    private SectionDocument LibrarySection(Element library)
    {
        var title = OlxElements.NameOf(library) ?? "Library";
        var lesson = new LessonDocument
        {
            Id = _notes.Id("library-lesson"),
            Title = title,
            File = "01-library.md",
            Units = _units.Of(library),
        };
        return _notes.Section(title, "library-section", false, [lesson]);
    }

    private LessonDocument Lesson(Element pointer, Element parent, int place, int of)
    {
        if (pointer.Name is not ("sequential" or "videosequence"))
            return Loose(pointer, parent, place, of);

        _notes.Met(pointer.Name);
        var name = pointer["url_name"] ?? $"{parent["url_name"]}-{place + 1}";
        return _elements.Within(
            pointer,
            parent,
            sequential =>
            {
                var title = OlxElements.NameOf(sequential) ?? Spoken(name);
                return new LessonDocument
                {
                    Id = _notes.Id(name),
                    Title = title,
                    File = OlxNotes.FileOf(title, place, of),
                    Graded = sequential.Says("graded") && sequential["format"]?.Trim() is { Length: > 0 } format ? format : null,
                    Due = Date(sequential["due"]),
                    StaffOnly = sequential.Says("visible_to_staff_only"),
                    Units = _units.Of(sequential),
                };
            },
            missing => Instead(missing, name, place, of)
        );
    }

    /// <summary>Something that stands where a lesson should: it gets a lesson around it.</summary>
    private LessonDocument Loose(Element pointer, Element parent, int place, int of)
    {
        var units = _units.One(pointer, parent);
        var title =
            units
                .Select(unit => unit.Title ?? unit.Blocks.Select(block => block.Title).FirstOrDefault(one => one is not null))
                .FirstOrDefault(one => one is not null)
            ?? pointer.Name;
        return new LessonDocument
        {
            Id = _notes.Id($"{pointer["url_name"] ?? pointer.Name}-lesson"),
            Title = title,
            File = OlxNotes.FileOf(title, place, of),
            StaffOnly = parent.Says("visible_to_staff_only"),
            Units = units,
        };
    }

    private LessonDocument Instead(PlaceholderBlock missing, string name, int place, int of) =>
        new()
        {
            Id = _notes.Id($"{name}-lesson"),
            Title = Spoken(name),
            File = OlxNotes.FileOf(name, place, of),
            Draft = true,
            Units = [new UnitDocument { Blocks = [missing] }],
        };

    private static string Spoken(string name) => name.Replace('_', ' ').Trim() is { Length: > 0 } words ? words : "…";

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
