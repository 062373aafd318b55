using System.Text.RegularExpressions;
using Amphi.Formats.Courses;

namespace Amphi.Formats.Folders;

/// <summary>Reads the files of a course folder that are not lessons.</summary>
internal static partial class CourseYaml
{
    private static readonly string[] Cloths = ["vert", "bordeaux", "nuit", "ocre", "ardoise", "brique", "mousse"];

    public static CourseDocument? Read(string text, FaultLog faults)
    {
        if (YamlMap.Read(text, faults, 0) is not { } map)
            return null;

        var course = new CourseDocument
        {
            Slug = map.Required("slug"),
            Title = map.Required("title"),
            Subtitle = map.Text("subtitle"),
            Language = map.Required("language"),
            Summary = map.Text("summary"),
            Authors = map.Texts("authors"),
            Licence = map.Text("licence"),
            Outcomes = map.Texts("outcomes"),
            Hours = map.Whole("hours", 1, 10_000),
            Weeks = map.Whole("weeks", 1, 104),
            Cloth = map.Word("cloth", Cloths),
            Tracks = [.. map.Maps("tracks").Select(Track)],
            Paths = [.. map.Maps("paths").Select(Track)],
            Choose = map.Map("choose") is { } choose ? Choice(choose) : null,
        };
        if (course.Slug.Length > 0 && !Slug().IsMatch(course.Slug))
            map.Fault("slug", $"slug: {course.Slug} is no slug; use a–z, 0–9 and single hyphens, at most 80");
        if (course.Language.Length > 0 && !Language().IsMatch(course.Language))
            map.Fault("language", $"language: {course.Language} is no language tag; write fr or en-GB");
        map.Done();
        return course;
    }

    public static bool IsLanguage(string tag) => Language().IsMatch(tag);

    public static GradingDocument? Grading(string text, FaultLog faults)
    {
        if (YamlMap.Read(text, faults, 0) is not { } map)
            return null;
        var grading = new GradingDocument
        {
            FinishedOnly = map.Word("result", "grade", "finished") == "finished",
            Pass = map.Whole("pass", 1, 100),
            Required = map.Texts("required"),
            Categories = [.. map.Maps("categories").Select(Category)],
            Levels = [.. map.Maps("levels").Select(Level)],
            Late = map.Map("late") is { } late ? Late(late) : null,
        };
        map.Done();
        return grading;
    }

    public static SectionDocument? Section(string text, string folder, FaultLog faults, List<MissingId> missing)
    {
        if (YamlMap.Read(text, faults, 0) is not { } map)
            return null;
        if (!map.Has("id"))
            missing.Add(new MissingId(1, IdPlace.OwnLine));
        var section = new SectionDocument
        {
            Id = map.Has("id") ? map.Id(missing) : "",
            Folder = folder,
            Title = map.Required("title"),
            Week = map.Whole("week", 0, 104),
            Track = map.Text("track"),
            For = map.Texts("for"),
            Opens = map.Date("opens"),
            Needs = map.Texts("needs"),
            Reach = Scores(map),
            Draft = map.Flag("draft"),
        };
        _ = map.Text("id");
        map.Done();
        return section;
    }

    public static PageDocument Page(string text, FaultLog faults, List<MissingId> missing)
    {
        var end = text.StartsWith("---\n", StringComparison.Ordinal) ? text.IndexOf("\n---\n", 3, StringComparison.Ordinal) : -1;
        if (end < 0)
        {
            faults.Add(1, "a page begins with its front matter: ---, then title: …, then ---");
            return new PageDocument("", "", "");
        }

        if (YamlMap.Read(text[4..(end + 1)], faults, 1) is not { } map)
            return new PageDocument("", "", "");
        if (!map.Has("id"))
            missing.Add(new MissingId(2, IdPlace.OwnLine));
        var page = new PageDocument(map.Has("id") ? map.Id(missing) : "", map.Required("title"), text[(end + 5)..].Trim('\n'), map.Flag("draft"));
        _ = map.Text("id");
        map.Done();
        return page;
    }

    public static IReadOnlyList<UpdateDocument> Updates(string text) =>
        [
            .. ("\n" + text)
                .Split("\n# ")
                .Skip(1)
                .Select(item => item.Split('\n', 2))
                .Select(item => new UpdateDocument(item[0].Trim(), item.Length > 1 ? item[1].Trim('\n') : "")),
        ];

    private static TrackDocument Track(YamlMap map)
    {
        var track = new TrackDocument(map.Required("id"), map.Required("title"), map.Text("summary"));
        map.Done();
        return track;
    }

    private static ChoiceDocument Choice(YamlMap map)
    {
        var choice = new ChoiceDocument(map.Whole("least", 0, 100) ?? 0, map.Whole("most", 1, 100), map.Date("until"));
        if (choice.Least > choice.Most)
            map.Fault("least", "least: more than most");
        map.Done();
        return choice;
    }

    private static GradingCategory Category(YamlMap map)
    {
        var category = new GradingCategory(
            map.Required("name"),
            map.Whole("weight", 0, 100) ?? 0,
            map.Whole("count", 1, 1000) ?? 1,
            map.Whole("drop", 0, 1000) ?? 0,
            map.Text("short")
        )
        {
            For = map.Texts("for"),
        };
        map.Done();
        return category;
    }

    private static LateDocument Late(YamlMap map)
    {
        var late = new LateDocument(map.Span("grace") ?? 0, map.Whole("percent", 0, 100) ?? 0, map.Whole("floor", 0, 100) ?? 0, map.Span("closes"));
        map.Done();
        return late;
    }

    internal static IReadOnlyList<ScoreDocument> Scores(YamlMap map)
    {
        if (map.Map("reach") is not { } scores)
            return [];
        var all = scores.Keys.Select(of => new ScoreDocument(of, scores.Whole(of, 1, 100) ?? 0)).ToList();
        scores.Done();
        return all;
    }

    private static GradingLevel Level(YamlMap map)
    {
        var level = new GradingLevel(map.Required("name"), map.Whole("from", 0, 100) ?? 0) { For = map.Texts("for") };
        map.Done();
        return level;
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.None, 1000)]
    private static partial Regex Slug();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.None, 1000)]
    private static partial Regex Language();
}
