using System.Text;
using Amphi.Formats.Courses;
using Amphi.Formats.Packages;

namespace Amphi.Formats.Folders;

/// <summary>What a course folder holds once it was read.</summary>
/// <param name="Texts">Every YAML and Markdown file of the course by its path, ids written in where they were missing.</param>
/// <param name="Assets">Every other file by its path.</param>
/// <param name="Rewritten">The paths of the texts that got ids.</param>
public sealed record CourseFolderContents(
    CourseDocument Document,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyDictionary<string, PackageEntry> Assets,
    IReadOnlyList<string> Rewritten
);

/// <summary>Reads a course folder (<c>docs/formats/course-folder.md</c>): everything, or every fault.</summary>
public sealed class CourseFolder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly Package _package;
    private readonly PackageLimits _limits;
    private readonly List<Fault> _faults = [];
    private readonly SortedDictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly List<string> _rewritten = [];

    private CourseFolder(Package package, PackageLimits limits) => (_package, _limits) = (package, limits);

    /// <exception cref="FaultsException">Something in the folder is wrong; every fault is told.</exception>
    public static CourseFolderContents Read(Package package, PackageLimits? limits = null) => new CourseFolder(package, limits ?? new()).Read();

    private CourseFolderContents Read()
    {
        var folders = _package
            .Entries.Keys.Where(path => path.EndsWith("/section.yaml", StringComparison.Ordinal) && path.Count(c => c == '/') == 1)
            .Select(path => path[..path.IndexOf('/')])
            .Order(StringComparer.Ordinal)
            .ToList();
        ReadTexts(folders);
        var document = Course(folders);
        if (document is not null)
            new CourseCheck(document, _texts, _package.Entries.Keys, _faults).Run();
        if (_faults.Count > 0)
            throw new FaultsException([.. _faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)]);

        var assets = _package
            .Entries.Where(entry => !_texts.ContainsKey(entry.Key))
            .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        return new CourseFolderContents(document!, _texts, assets, _rewritten);
    }

    private void ReadTexts(List<string> folders)
    {
        var sections = folders.ToHashSet(StringComparer.Ordinal);
        foreach (var (path, entry) in _package.Entries)
        {
            var isText =
                path is "course.yaml" or "about.md" or "grading.yaml" or "updates.md"
                || (path.EndsWith(".md", StringComparison.Ordinal) && path.Split('/') is [var folder, _] && (folder == "pages" || sections.Contains(folder)))
                || (path.EndsWith("/section.yaml", StringComparison.Ordinal) && sections.Contains(path[..path.IndexOf('/')]));
            if (isText && Text(path, entry) is { } text)
                _texts[path] = text;
        }
    }

    private string? Text(string path, PackageEntry entry)
    {
        if (entry.Length > _limits.TextBytes)
        {
            _faults.Add(new Fault(path, 0, $"larger than {_limits.TextBytes} bytes"));
            return null;
        }

        using var bytes = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(bytes);
        try
        {
            var text = Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
            if (text.StartsWith('\uFEFF'))
                _faults.Add(new Fault(path, 1, "begins with a byte-order mark; save it as UTF-8 without one"));
            if (text.Contains('\r', StringComparison.Ordinal))
                _faults.Add(new Fault(path, 1, "has CR line ends; save it with LF"));
            return text;
        }
        catch (DecoderFallbackException)
        {
            _faults.Add(new Fault(path, 0, "is not UTF-8"));
            return null;
        }
    }

    private CourseDocument? Course(List<string> folders)
    {
        if (!_texts.TryGetValue("course.yaml", out var text))
        {
            _faults.Add(new Fault("course.yaml", 0, "is missing: a course folder begins with it"));
            return null;
        }

        var sections = folders.Select(Section).OfType<SectionDocument>().ToList();
        if (CourseYaml.Read(text, new FaultLog("course.yaml", _faults)) is not { } course)
            return null;
        return course with
        {
            About = _texts.GetValueOrDefault("about.md")?.Trim('\n'),
            Grading = _texts.TryGetValue("grading.yaml", out var grading) ? CourseYaml.Grading(grading, new FaultLog("grading.yaml", _faults)) : null,
            Sections = sections,
            Pages = [.. _texts.Keys.Where(path => path.StartsWith("pages/", StringComparison.Ordinal)).ToList().Select(Page)],
            Updates = _texts.TryGetValue("updates.md", out var updates) ? CourseYaml.Updates(updates) : [],
        };
    }

    private SectionDocument? Section(string folder)
    {
        var path = $"{folder}/section.yaml";
        if (!_texts.ContainsKey(path))
            return null;
        var section = WithIds(path, (text, faults, missing) => CourseYaml.Section(text, folder, new FaultLog(path, faults), missing));
        if (section is not null)
            Take(section.Id, path, 1);
        var lessons = _texts
            .Keys.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".md", StringComparison.Ordinal))
            .ToList();
        return section is null ? null : section with { Lessons = [.. lessons.Select(Lesson)] };
    }

    private LessonDocument Lesson(string path)
    {
        var lesson = WithIds(path, (text, faults, missing) => LessonFile.Read(path, text, faults, missing));
        foreach (var id in Ids(lesson))
            Take(id, path, LineOf(path, id));
        return lesson;
    }

    private PageDocument Page(string path) => WithIds(path, (text, faults, missing) => CourseYaml.Page(text, new FaultLog(path, faults), missing));

    // Reads; where ids are missing, writes them and reads again, so that what is told is what the file says.
    private T WithIds<T>(string path, Func<string, List<Fault>, List<MissingId>, T> read)
    {
        var missing = new List<MissingId>();
        var faults = new List<Fault>();
        var first = read(_texts[path], faults, missing);
        if (missing.Count == 0 || faults.Count > 0)
        {
            _faults.AddRange(faults);
            return first;
        }

        var made = new HashSet<string>(StringComparer.Ordinal);
        _texts[path] = CourseIds.Fill(path, _texts[path], missing, id => _ids.ContainsKey(id) || !made.Add(id));
        _rewritten.Add(path);
        return read(_texts[path], _faults, []);
    }

    private void Take(string id, string path, int line)
    {
        if (id.Length > 0 && !_ids.TryAdd(id, path))
            _faults.Add(new Fault(path, line, $"the id {id} is used already, in {_ids[id]}"));
    }

    private int LineOf(string path, string id)
    {
        var at = _texts[path].IndexOf(id, StringComparison.Ordinal);
        return at < 0 ? 0 : _texts[path].AsSpan(0, at).Count('\n') + 1;
    }

    private static IEnumerable<string> Ids(LessonDocument lesson) =>
        lesson.Units.SelectMany(unit => unit.Blocks.SelectMany(Ids).Prepend(unit.Id ?? "")).Prepend(lesson.Id);

    private static IEnumerable<string> Ids(Block block) =>
        block switch
        {
            QuizBlock quiz => quiz.Questions.Select(question => question.Id).Prepend(quiz.Id ?? ""),
            CaseBlock study => study.Rubric.Select(criterion => criterion.Id).Prepend(study.Id ?? ""),
            _ => [block.Id ?? ""],
        };
}
