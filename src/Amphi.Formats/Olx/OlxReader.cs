using System.Globalization;
using System.Text.Json;
using System.Xml;
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
    private readonly Dictionary<string, JsonElement> _policy = new(StringComparer.Ordinal);

    private OlxReader(Package package, PackageLimits limits)
    {
        _package = OlxPackage.Open(package, limits);
        _html = new OlxHtml(_package, _notes);
        _blocks = new OlxBlocks(_package, _notes, _html, Defined, Name);
    }

    public static bool Reads(Package package) => OlxPackage.IsOne(package);

    /// <exception cref="PackageRefusedException">It is no export, or its root cannot be read.</exception>
    public static OlxCourse Read(Package package, PackageLimits? limits = null) => new OlxReader(package, limits ?? new()).Read();

    private OlxCourse Read()
    {
        var root = _package.Root;
        ReadPolicy(root["url_name"] ?? "course");
        var course = Defined(root, "course.xml") ?? root;
        var sections = root.Name == "library" ? [LibrarySection(course)] : Sections(course);
        Orphans();
        var drafts = Drafts(sections);

        var document = new CourseDocument
        {
            Slug = Slug(root),
            Title = Name(course) ?? root["display_name"] ?? root["library"] ?? root["course"] ?? "Course",
            Language = Language(course),
            Summary = OlxHtml.Plain(_package.Text("about/short_description.html")),
            About = _html.Page(_package.Text("about/overview.html")),
            Authors = course["instructor_info"] is { } info ? Instructors(info) : [],
            Grading = Grading(course),
            Sections = drafts,
            Pages = Pages(course),
            Updates = Updates(),
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

    /// <summary>The element itself when it is written inline, else the one its pointer names; null when that is missing or broken, which is noted.</summary>
    private Element? Defined(Element element, string where)
    {
        var isPointer =
            element["url_name"] is not null
            && element.Elements.FirstOrDefault() is null
            && string.IsNullOrWhiteSpace(element.Text)
            && element.Attributes.All(one => one.Key is "url_name" or "org" or "course" or "run" or "slug" or "library");
        if (element["url_name"] is not { } name)
            return element;
        var path = $"{element.Name}/{name.Replace(':', '/')}.xml";
        if (!_package.Has(path))
        {
            if (!isPointer || element.Name is "course" or "library")
                return element;
            _notes.BrokenReferences++;
            return null;
        }

        _notes.Reached.Add(path);
        if (!isPointer)
            return element;
        try
        {
            var defined = _package.Xml(path);
            if (defined["url_name"] is null)
                defined.Set("url_name", name);
            return defined;
        }
        catch (XmlException fault)
        {
            _notes.Warnings.Add($"{path}: is not XML that can be read: {fault.Message}");
            _notes.BrokenReferences++;
            return null;
        }
    }

    /// <summary>The name people see: the element's own, else the policy's.</summary>
    private string? Name(Element element)
    {
        if (element["display_name"] is { Length: > 0 } own)
            return own;
        return
            element["url_name"] is { } name
            && _policy.TryGetValue($"{element.Name}/{name}", out var policy)
            && policy.ValueKind == JsonValueKind.Object
            && policy.TryGetProperty("display_name", out var given)
            && given.ValueKind == JsonValueKind.String
            ? given.GetString()
            : null;
    }

    private void ReadPolicy(string run)
    {
        foreach (var path in new[] { $"policies/{run}/policy.json", "policies/policy.json", "policy.json", $"policies/{run}.json" })
            if (_package.Json(path) is { ValueKind: JsonValueKind.Object } policies)
                foreach (var policy in policies.EnumerateObject())
                    _policy.TryAdd(policy.Name, policy.Value);
    }

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
                sections.Add(Section(sections.Count, child.Name, child["url_name"] ?? child.Name, false, [Loose(child, 0)]));
                continue;
            }

            _notes.Met("chapter");
            if (Defined(child, "course") is not { } chapter)
                continue;
            var name = chapter["url_name"] ?? child["url_name"] ?? $"chapter-{sections.Count + 1}";
            var lessons = chapter.Elements.Select((part, n) => Lesson(part, n, chapter)).ToList();
            var isStaff = chapter["visible_to_staff_only"] == "true";
            sections.Add(
                Section(sections.Count, Name(chapter) ?? name, name, false, [.. lessons.Select(lesson => isStaff ? lesson with { StaffOnly = true } : lesson)])
            );
        }

        return sections;
    }

    private SectionDocument Section(int place, string title, string name, bool draft, IReadOnlyList<LessonDocument> lessons) =>
        new()
        {
            Id = _notes.Id(name),
            Title = title,
            Folder = $"{place + 1:00}-{OlxNotes.FileWord(title)}",
            Draft = draft,
            Lessons = lessons,
        };

    private SectionDocument LibrarySection(Element library)
    {
        var blocks = library.Elements.SelectMany(child => _blocks.Read(child, "library", isDraft: false)).ToList();
        var lesson = new LessonDocument
        {
            Id = _notes.Id("library-lesson"),
            Title = Name(library) ?? "Library",
            File = "01-library.md",
            Units = [new UnitDocument { Blocks = blocks }],
        };
        return Section(0, Name(library) ?? "Library", "library-section", false, [lesson]);
    }

    private LessonDocument Lesson(Element pointer, int place, Element chapter)
    {
        if (pointer.Name != "sequential")
            return Loose(pointer, place);

        _notes.Met("sequential");
        var name = pointer["url_name"] ?? $"{chapter["url_name"]}-{place + 1}";
        if (Defined(pointer, chapter["url_name"] ?? "chapter") is not { } sequential)
            return Missing(pointer, name, place);

        var title = Name(sequential) ?? name;
        return new LessonDocument
        {
            Id = _notes.Id(name),
            Title = title,
            File = $"{place + 1:00}-{OlxNotes.FileWord(title)}.md",
            Graded = sequential["graded"] == "true" ? sequential["format"] : null,
            Due = Date(sequential["due"]),
            StaffOnly = sequential["visible_to_staff_only"] == "true",
            Units = [.. sequential.Elements.SelectMany(Units)],
        };
    }

    /// <summary>Something that stands where a lesson should: it gets a lesson around it.</summary>
    private LessonDocument Loose(Element pointer, int place)
    {
        var units = Units(pointer).ToList();
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

    private IEnumerable<UnitDocument> Units(Element pointer) =>
        pointer.Name == "vertical" ? Vertical(pointer, isDraft: false) : [new UnitDocument { Blocks = _blocks.Read(pointer, pointer.Name, isDraft: false) }];

    private IEnumerable<UnitDocument> Vertical(Element pointer, bool isDraft)
    {
        if (!isDraft)
            _notes.Met("vertical");
        var name = pointer["url_name"] ?? "vertical";
        if (Defined(pointer, "sequential") is not { } vertical)
            return
            [
                new UnitDocument
                {
                    Id = _notes.Id(name),
                    Title = name,
                    Draft = true,
                    Blocks = [_notes.Placeholder("vertical", $"vertical/{name}", "its file is missing from the package", null, null)],
                },
            ];
        return UnitsOf(vertical, name, isDraft);
    }

    private List<UnitDocument> UnitsOf(Element vertical, string name, bool isDraft)
    {
        var isStaff = vertical["visible_to_staff_only"] == "true";
        var blocks = new List<Block>();
        var groups = new List<UnitDocument>();
        foreach (var child in vertical.Elements)
        {
            if (child.Name == "split_test")
                Split(child, isDraft, blocks, groups);
            else if (child.Name == "vertical")
                blocks.AddRange(Vertical(child, isDraft).SelectMany(unit => unit.Blocks));
            else
                blocks.AddRange(_blocks.Read(child, $"vertical/{name}", isDraft));
        }

        return
        [
            new UnitDocument
            {
                Id = _notes.Id(name),
                Title = Name(vertical) ?? "Unit",
                Draft = isDraft,
                StaffOnly = isStaff,
                Blocks = blocks,
            },
            .. groups,
        ];
    }

    // An experiment shows each group other content: the first group's is shown to all, the others' to the team.
    private void Split(Element pointer, bool isDraft, List<Block> blocks, List<UnitDocument> groups)
    {
        if (!isDraft)
            _notes.Met("split_test");
        if (Defined(pointer, "vertical") is not { } split)
            return;
        var units = split
            .Elements.Select(group =>
                group.Name == "vertical"
                    ? [.. Vertical(group, isDraft)]
                    : new List<UnitDocument> { new() { Blocks = _blocks.Read(group, "split_test", isDraft) } }
            )
            .ToList();
        if (units.Count == 0)
            return;
        blocks.AddRange(units[0].SelectMany(unit => unit.Blocks));
        groups.AddRange(
            units
                .Skip(1)
                .SelectMany(all => all)
                .Select(unit => unit with { Id = unit.Id ?? _notes.Id("group"), Title = unit.Title ?? "Group", StaffOnly = true })
        );
        _notes.Warnings.Add($"split_test/{split["url_name"]}: the first of {units.Count} groups is shown to everyone, the others to the team");
    }

    private List<SectionDocument> Drafts(List<SectionDocument> sections)
    {
        // Counted by file, as the manifest of the corpora counts: a draft text has two.
        var drafts = _package
            .Paths.Where(path => path.StartsWith("drafts/", StringComparison.Ordinal) && path.Count(c => c == '/') == 2)
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var path in drafts)
            _notes.Drafts[path.Split('/')[1]] = _notes.Drafts.GetValueOrDefault(path.Split('/')[1]) + 1;

        var units = new List<(string? Parent, UnitDocument Unit)>();
        _blocks.Folder = "drafts/";
        foreach (
            var path in drafts.Where(path => path.StartsWith("drafts/vertical/", StringComparison.Ordinal) && path.EndsWith(".xml", StringComparison.Ordinal))
        )
            units.AddRange(Draft(path));
        _blocks.Folder = "";
        return units.Count == 0 ? sections : WithDrafts(sections, units);
    }

    private IEnumerable<(string? Parent, UnitDocument Unit)> Draft(string path)
    {
        Element vertical;
        try
        {
            vertical = _package.Xml(path);
        }
        catch (XmlException fault)
        {
            _notes.Warnings.Add($"{path}: is not XML that can be read: {fault.Message}");
            return [];
        }

        var name = Path.GetFileNameWithoutExtension(path);
        var parent = vertical["parent_url"] ?? vertical["parent_sequential_url"];
        var parentName = parent?.Split('/', '@')[^1];
        return UnitsOf(vertical, name, isDraft: true).Select(unit => (parentName, unit));
    }

    private List<SectionDocument> WithDrafts(List<SectionDocument> sections, List<(string? Parent, UnitDocument Unit)> drafts)
    {
        var left = drafts.ToList();
        var all = sections.Select(section => section with { Lessons = [.. section.Lessons.Select(lesson => With(lesson))] }).ToList();
        if (left.Count > 0)
        {
            var lesson = new LessonDocument
            {
                Id = _notes.Id("drafts"),
                Title = "Drafts",
                File = "01-drafts.md",
                Draft = true,
                Units = [.. left.Select(one => one.Unit)],
            };
            all.Add(Section(all.Count, "Drafts", "drafts-section", true, [lesson]));
        }

        return all;

        LessonDocument With(LessonDocument lesson)
        {
            var mine = left.Where(one => one.Parent == lesson.Id).ToList();
            left.RemoveAll(mine.Contains);
            return mine.Count == 0 ? lesson : lesson with { Units = [.. lesson.Units, .. mine.Select(one => one.Unit)] };
        }
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

    private GradingDocument? Grading(Element course)
    {
        var run = _package.Root["url_name"] ?? "course";
        if (
            (_package.Json($"policies/{run}/grading_policy.json") ?? _package.Json("grading_policy.json") ?? _package.Json("policies/grading_policy.json"))
            is not { ValueKind: JsonValueKind.Object } policy
        )
            return null;
        var categories =
            policy.TryGetProperty("GRADER", out var graders) && graders.ValueKind == JsonValueKind.Array
                ? graders
                    .EnumerateArray()
                    .Select(one => new GradingCategory(
                        Text(one, "type") ?? "Work",
                        Percent(one, "weight"),
                        Math.Max(1, Whole(one, "min_count")),
                        Whole(one, "drop_count"),
                        Text(one, "short_label")
                    ))
                    .ToList()
                : [];
        var levels =
            policy.TryGetProperty("GRADE_CUTOFFS", out var cutoffs) && cutoffs.ValueKind == JsonValueKind.Object
                ? cutoffs
                    .EnumerateObject()
                    .Where(one => one.Value.ValueKind == JsonValueKind.Number)
                    .Select(one => new GradingLevel(one.Name, (int)Math.Round(one.Value.GetDouble() * 100)))
                    .OrderByDescending(level => level.AtLeast)
                    .ToList()
                : [];
        return new GradingDocument { Categories = categories, Levels = levels };
    }

    private static string? Text(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int Whole(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static int Percent(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Math.Clamp((int)Math.Round(value.GetDouble() * 100), 0, 100) : 0;

    private List<PageDocument> Pages(Element course)
    {
        var pages = new List<PageDocument>();
        var run = _package.Root["url_name"] ?? "course";
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        if (
            _policy.TryGetValue($"course/{run}", out var policy)
            && policy.ValueKind == JsonValueKind.Object
            && policy.TryGetProperty("tabs", out var tabs)
            && tabs.ValueKind == JsonValueKind.Array
        )
            foreach (var tab in tabs.EnumerateArray().Where(tab => Text(tab, "url_slug") is not null))
                titles.TryAdd(Text(tab, "url_slug")!, Text(tab, "name") ?? Text(tab, "url_slug")!);
        foreach (
            var path in _package
                .Paths.Where(path => path.StartsWith("tabs/", StringComparison.Ordinal) && path.EndsWith(".html", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .ToList()
        )
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (_html.Page(_package.Text(path)) is { Length: > 0 } body)
                pages.Add(new PageDocument(_notes.Id(name), titles.GetValueOrDefault(name) ?? name, body));
        }

        if (_html.Page(_package.Text("info/handouts.html")) is { Length: > 0 } handouts)
            pages.Add(new PageDocument(_notes.Id("handouts"), "Handouts", handouts));
        return pages;
    }

    private List<UpdateDocument> Updates()
    {
        if (_package.Json("info/updates.items.json") is { ValueKind: JsonValueKind.Array } items)
            return
            [
                .. items
                    .EnumerateArray()
                    .Where(item => Text(item, "status") != "deleted")
                    .OrderByDescending(item => Whole(item, "id"))
                    .Select(item => new UpdateDocument(Text(item, "date") ?? "", _html.Page(Text(item, "content")) ?? ""))
                    .Where(item => item.Body.Length > 0),
            ];
        return _html.Page(_package.Text("info/updates.html")) is { Length: > 0 } body ? [new UpdateDocument("", body)] : [];
    }

    private static List<string> Instructors(string json)
    {
        try
        {
            using var info = JsonDocument.Parse(json);
            return
                info.RootElement.ValueKind == JsonValueKind.Object
                && info.RootElement.TryGetProperty("instructors", out var all)
                && all.ValueKind == JsonValueKind.Array
                ? [.. all.EnumerateArray().Select(one => Text(one, "name")).OfType<string>().Where(name => name.Length > 0)]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
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

    private string Language(Element course)
    {
        var language =
            course["language"]
            ?? (
                _policy.TryGetValue($"course/{_package.Root["url_name"]}", out var policy) && policy.ValueKind == JsonValueKind.Object
                    ? Text(policy, "language")
                    : null
            )
            ?? "en";
        language = language.Replace('_', '-');
        return language.Length is >= 2 and <= 12 && language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && char.IsAsciiLetterLower(language[0])
            ? language
            : "en";
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
