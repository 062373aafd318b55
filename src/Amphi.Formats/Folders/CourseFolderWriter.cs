using System.Text;
using Amphi.Formats.Courses;

namespace Amphi.Formats.Folders;

/// <summary>Writes a course as a folder, in one canonical form: read again, it is the same course; written again, the same bytes.</summary>
public static class CourseFolderWriter
{
    /// <summary>The texts of the folder by their paths; its other files are the caller's.</summary>
    public static IReadOnlyDictionary<string, string> Write(CourseDocument course)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["course.yaml"] = Course(course) };
        if (course.About is { Length: > 0 } about)
            texts["about.md"] = BlockWriter.Lines(about) + "\n";
        if (course.Grading is { } grading)
            texts["grading.yaml"] = Grading(grading);
        if (course.Updates.Count > 0)
            texts["updates.md"] =
                string.Concat(course.Updates.Select(update => $"# {Heading(update.On)}\n\n{BlockWriter.Lines(update.Body)}\n\n")).TrimEnd('\n') + "\n";
        foreach (var page in course.Pages)
            texts[$"pages/{page.Id}.md"] =
                $"---\n{YamlText.Of(yaml => yaml.Put("id", page.Id).Put("title", page.Title).Flag("draft", page.Draft))}---\n\n{BlockWriter.Lines(page.Body)}\n";
        foreach (var section in course.Sections)
        {
            texts[$"{section.Folder}/section.yaml"] = Section(section);
            foreach (var lesson in section.Lessons)
                texts[$"{section.Folder}/{lesson.File}"] = Lesson(lesson);
        }

        return texts;
    }

    private static string Course(CourseDocument course) =>
        YamlText.Of(yaml =>
            yaml.Put("slug", course.Slug)
                .Put("title", course.Title)
                .Put("subtitle", course.Subtitle)
                .Put("language", course.Language)
                .Put("summary", course.Summary)
                .List("authors", course.Authors)
                .Put("licence", course.Licence)
                .Put("hours", course.Hours)
                .Put("weeks", course.Weeks)
                .Put("cloth", course.Cloth)
                .List("outcomes", course.Outcomes)
                .Maps("tracks", course.Tracks, (one, track) => one.Put("id", track.Id).Put("title", track.Title).Put("summary", track.Summary))
                .Maps("paths", course.Paths, (one, path) => one.Put("id", path.Id).Put("title", path.Title).Put("summary", path.Summary))
                .Map("choose", course.Choose is { } choose ? [choose] : Array.Empty<ChoiceDocument>(), Choice)
        );

    private static string Grading(GradingDocument grading) =>
        YamlText.Of(yaml =>
            yaml.Put("result", grading.FinishedOnly ? "finished" : null)
                .Put("pass", grading.Pass)
                .List("required", grading.Required)
                .Maps(
                    "categories",
                    grading.Categories,
                    (one, category) =>
                        one.Put("name", category.Name)
                            .Put("short", category.Abbreviation)
                            .Put("weight", category.Weight)
                            .Put("count", category.Count)
                            .Put("drop", category.DropLowest)
                            .List("for", category.For)
                )
                .Maps("levels", grading.Levels, (one, level) => one.Put("name", level.Name).Put("from", level.AtLeast).List("for", level.For))
                .Map("late", grading.Late is { } late ? [late] : Array.Empty<LateDocument>(), Late)
        );

    private static void Choice(YamlText yaml, ChoiceDocument choice) =>
        yaml.Put("least", choice.Least > 0 ? choice.Least : null).Put("most", choice.Most).Put("until", choice.Until);

    private static void Late(YamlText yaml, LateDocument late) =>
        yaml.Put("grace", Span(late.GraceMinutes))
            .Put("percent", late.PercentADay > 0 ? late.PercentADay : null)
            .Put("floor", late.Floor > 0 ? late.Floor : null)
            .Put("closes", late.ClosesAfterMinutes is { } closes ? Spans.Write(closes) : null);

    private static void Score(YamlText yaml, ScoreDocument score) => yaml.Put(score.Of, score.Percent);

    private static string? Span(int minutes) => minutes > 0 ? Spans.Write(minutes) : null;

    private static string Section(SectionDocument section) =>
        YamlText.Of(yaml =>
            yaml.Put("id", section.Id)
                .Put("title", section.Title)
                .Put("week", section.Week)
                .Put("track", section.Track)
                .List("for", section.For)
                .Put("opens", section.Opens)
                .List("needs", section.Needs)
                .Map("reach", section.Reach, Score)
                .Flag("draft", section.Draft)
        );

    private static string Lesson(LessonDocument lesson)
    {
        var front = YamlText.Of(yaml =>
            yaml.Put("id", lesson.Id)
                .Put("title", lesson.Title)
                .Put("minutes", lesson.Minutes)
                .Put("graded", lesson.Graded)
                .Put("due", lesson.Due)
                .Flag("optional", lesson.Optional)
                .List("optional", lesson.OptionalFor)
                .List("for", lesson.For)
                .List("needs", lesson.Needs)
                .Map("reach", lesson.Reach, Score)
                .Flag("draft", lesson.Draft)
                .Flag("staff", lesson.StaffOnly)
        );
        var text = new StringBuilder($"---\n{front}---\n");
        foreach (var unit in lesson.Units)
        {
            if (unit.Id is not null || unit.Title is not null)
                text.Append($"\n# {Heading(unit.Title ?? "")} {{#{unit.Id}{(unit.Draft ? " draft=true" : "")}{(unit.StaffOnly ? " staff=true" : "")}}}\n");
            foreach (var block in unit.Blocks)
                text.Append('\n').Append(BlockWriter.Write(block));
        }

        return text.ToString();
    }

    // A heading is one line.
    private static string Heading(string title) =>
        string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("{", "\\{", StringComparison.Ordinal);
}
