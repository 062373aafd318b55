using System.Text.RegularExpressions;
using Amphi.Formats.Courses;

namespace Amphi.Formats.Folders;

/// <summary>What no single file can tell: references to files, tracks and grading categories that are not there.</summary>
internal sealed partial class CourseCheck(CourseDocument course, IReadOnlyDictionary<string, string> texts, IEnumerable<string> files, List<Fault> faults)
{
    private readonly HashSet<string> _files = files.ToHashSet(StringComparer.Ordinal);

    public void Run()
    {
        var tracks = course.Tracks.Select(track => track.Id).ToHashSet(StringComparer.Ordinal);
        var categories = course.Grading?.Categories.Select(category => category.Name).ToHashSet(StringComparer.Ordinal);
        var lessons = course.Lessons.Select(lesson => lesson.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var required in course.Grading?.Required.Where(id => !lessons.Contains(id)) ?? [])
            faults.Add(new Fault("grading.yaml", LineOf("grading.yaml", required), $"required: there is no lesson {required}"));
        CheckAudiences();
        CheckNeeds();
        foreach (var section in course.Sections)
        {
            if (section.Track is { } track && !tracks.Contains(track))
                faults.Add(
                    new Fault($"{section.Folder}/section.yaml", LineOf($"{section.Folder}/section.yaml", "track:"), $"track: course.yaml has no track {track}")
                );
            foreach (var lesson in section.Lessons)
                Check($"{section.Folder}/{lesson.File}", lesson, categories);
        }
    }

    // Tracks and paths share their ids: what is for some of them names any.
    private void CheckAudiences()
    {
        var audiences = course.Tracks.Concat(course.Paths).Select(audience => audience.Id).ToHashSet(StringComparer.Ordinal);
        if (audiences.Count < course.Tracks.Count + course.Paths.Count)
            faults.Add(new Fault("course.yaml", LineOf("course.yaml", "tracks:"), "tracks and paths: an id is there twice"));
        foreach (var id in audiences.Where(id => !CourseIds.IsOne(id)))
            faults.Add(new Fault("course.yaml", LineOf("course.yaml", id), $"{id} is no id; use 1 to 64 of a–z A–Z 0–9 _ . -"));
        if (course.Choose is { } choose && Math.Max(choose.Least, choose.Most ?? 0) > course.Tracks.Count)
            faults.Add(new Fault("course.yaml", LineOf("course.yaml", "choose:"), "choose: there are not so many tracks"));

        foreach (var section in course.Sections)
        {
            Named($"{section.Folder}/section.yaml", "for", section.For);
            foreach (var lesson in section.Lessons)
            {
                Named($"{section.Folder}/{lesson.File}", "for", lesson.For);
                Named($"{section.Folder}/{lesson.File}", "optional", lesson.OptionalFor);
                foreach (var block in lesson.Blocks)
                    Named($"{section.Folder}/{lesson.File}", "for", block.For, $"#{block.Id}");
            }
        }

        foreach (var category in course.Grading?.Categories ?? [])
            Named("grading.yaml", "for", category.For, $"name: {category.Name}");
        foreach (var level in course.Grading?.Levels ?? [])
            Named("grading.yaml", "for", level.For, $"name: {level.Name}");
        foreach (var same in (course.Grading?.Categories ?? []).GroupBy(category => category.Name).Where(same => same.Count() > 1))
            if (!AreApart([.. same.Select(category => category.For)]))
                faults.Add(
                    new Fault("grading.yaml", LineOf("grading.yaml", $"name: {same.Key}"), $"categories: {same.Key} is there twice for the same learners")
                );

        void Named(string path, string key, IReadOnlyList<string> ids, string? place = null)
        {
            foreach (var id in ids.Where(id => !audiences.Contains(id)))
                faults.Add(new Fault(path, LineOf(path, place ?? $"{key}:"), $"{key}: course.yaml has no track or path {id}"));
        }
    }

    // A learner has one path, and any number of tracks.
    private bool AreApart(IReadOnlyCollection<IReadOnlyList<string>> audiences) =>
        audiences.All(some => some.Count > 0 && some.All(id => course.Paths.Any(path => path.Id == id)))
        && audiences.Sum(some => some.Distinct().Count()) == audiences.SelectMany(some => some).Distinct().Count();

    private void CheckNeeds()
    {
        // What a section waits for, each of its lessons waits for.
        var blocks = course.Lessons.SelectMany(lesson => lesson.Blocks.Where(IsMarked).Select(block => (block.Id, Lesson: lesson.Id)));
        var places = course.Lessons.Select(lesson => (Id: (string?)lesson.Id, Lesson: lesson.Id)).Concat(blocks).ToLookup(one => one.Id, one => one.Lesson);
        var needs = course
            .Sections.SelectMany(section => section.Lessons.Select(lesson => (lesson.Id, Needs: Needs(section, lesson))))
            .ToLookup(one => one.Id, one => one.Needs);
        foreach (var section in course.Sections)
        {
            Named($"{section.Folder}/section.yaml", section.Needs, section.Reach);
            foreach (var lesson in section.Lessons)
            {
                var path = $"{section.Folder}/{lesson.File}";
                Named(path, lesson.Needs, lesson.Reach);
                if (Reached(Needs(section, lesson), id => needs[id].SelectMany(all => all)).Contains(lesson.Id))
                    faults.Add(new Fault(path, LineOf(path, "needs:", "reach:"), $"needs: {lesson.Id} waits for itself, in a circle"));
            }
        }

        IEnumerable<string> Needs(SectionDocument section, LessonDocument lesson) =>
            section.Needs.Concat(lesson.Needs).Concat(section.Reach.Concat(lesson.Reach).SelectMany(score => places[score.Of]));

        void Named(string path, IReadOnlyList<string> finish, IReadOnlyList<ScoreDocument> reach)
        {
            foreach (var id in finish.Where(id => !needs.Contains(id)))
                faults.Add(new Fault(path, LineOf(path, "needs:"), $"needs: there is no lesson {id}"));
            foreach (var score in reach.Where(score => !places.Contains(score.Of)))
                faults.Add(new Fault(path, LineOf(path, "reach:"), $"reach: there is no lesson, quiz or case study {score.Of}"));
        }
    }

    private static bool IsMarked(Block block) => block is CaseBlock or QuizBlock { Survey: false };

    private static HashSet<string> Reached(IEnumerable<string> from, Func<string, IEnumerable<string>> needs)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(from);
        while (open.TryPop(out var id))
            if (reached.Add(id))
                foreach (var next in needs(id))
                    open.Push(next);
        return reached;
    }

    private void Check(string path, LessonDocument lesson, HashSet<string>? categories)
    {
        if (lesson.Graded is { } graded && categories is not null && !categories.Contains(graded))
            faults.Add(new Fault(path, LineOf(path, "graded:"), $"graded: grading.yaml has no category {graded}"));
        foreach (var reference in lesson.Blocks.SelectMany(References).Distinct())
            if (IsPath(reference) && (CoursePaths.Resolve(path, reference) is not { } file || !_files.Contains(file)))
                faults.Add(new Fault(path, LineOf(path, reference), $"{reference} is not in the course folder"));
    }

    private static bool IsPath(string reference) => reference.Length > 0 && reference[0] != '#' && !Address().IsMatch(reference);

    private int LineOf(string path, params ReadOnlySpan<string> words)
    {
        var text = texts[path];
        var at = -1;
        for (var n = 0; at < 0 && n < words.Length; n++)
            at = text.IndexOf(words[n], StringComparison.Ordinal);
        return at < 0 ? 0 : text.AsSpan(0, at).Count('\n') + 1;
    }

    private static IEnumerable<string> References(Block block) =>
        block switch
        {
            TextBlock text => Linked(text.Markdown),
            VideoBlock video => video
                .Sources.Concat(video.Captions.Select(caption => caption.Path))
                .Concat(new[] { video.Poster, video.Handout }.OfType<string>()),
            FileBlock file => [file.Path],
            QuizBlock quiz => quiz.Questions.SelectMany(References).Concat(Linked(quiz.Intro)),
            CaseBlock study => Linked(study.Body),
            _ => [],
        };

    private static IEnumerable<string> References(Question question) =>
        Linked(question.Text)
            .Concat(Linked(question.Explanation))
            .Concat(
                question switch
                {
                    HotspotQuestion hotspot => [hotspot.Image],
                    MatchQuestion { Image: { } image } => [image],
                    _ => [],
                }
            );

    private static IEnumerable<string> Linked(string? markdown) =>
        markdown is null ? [] : Link().Matches(Code().Replace(markdown, "")).Select(link => link.Groups["to"].Value);

    // A bracket after a backslash ends no link.
    [GeneratedRegex(@"(?<=(?<!\\)(\\\\)*)\]\(<?(?<to>[^)\s>]+)>?(\s+""[^""]*"")?\)", RegexOptions.None, 1000)]
    private static partial Regex Link();

    // Fenced blocks and code spans show brackets without meaning links.
    [GeneratedRegex(@"^(?<fence>`{3,}|~{3,}).*?^\k<fence>`*\s*$|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^([a-zA-Z][a-zA-Z0-9+.-]*:|//)", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
