using Amphi.Formats.Courses;

namespace Amphi.Formats.Folders;

/// <summary>Reads one lesson: front matter, then units of blocks.</summary>
public static class LessonFile
{
    /// <summary>Reads a lesson of a published course.</summary>
    /// <param name="path">Its path in the course folder, such as <c>03-ordonner/02-chemin.md</c>.</param>
    /// <exception cref="FaultsException">Something in it is wrong; every fault is told.</exception>
    public static LessonDocument Parse(string path, string text)
    {
        var faults = new List<Fault>();
        var lesson = Read(path, text, faults, []);
        return faults.Count == 0 ? lesson : throw new FaultsException(faults);
    }

    internal static LessonDocument Read(string path, string text, List<Fault> faults, List<MissingId> missing)
    {
        var log = new FaultLog(path, faults);
        var (front, parts) = LessonParts.Split(text, log);
        if (front is null && text.Length > 0 && !text.StartsWith("---\n", StringComparison.Ordinal))
            log.Add(1, "a lesson begins with its front matter: ---, then title: …, then ---");

        var lesson = new LessonDocument
        {
            Id = "",
            Title = "",
            File = path[(path.LastIndexOf('/') + 1)..],
        };
        if (front is not null && YamlMap.Read(front + "\n", log, offset: 1) is { } map)
            lesson = Front(lesson, map, missing);
        return lesson with { Units = Units(parts, log, missing) };
    }

    private static LessonDocument Front(LessonDocument lesson, YamlMap map, List<MissingId> missing)
    {
        if (!map.Has("id"))
            missing.Add(new MissingId(2, IdPlace.OwnLine));
        lesson = lesson with
        {
            Id = map.Has("id") ? map.Id(missing) : "",
            Title = map.Required("title"),
            Minutes = map.Whole("minutes", 1, 10_000),
            Graded = map.Text("graded"),
            Due = map.Date("due"),
            Optional = !map.IsList("optional") && map.Flag("optional"),
            OptionalFor = map.IsList("optional") ? map.Texts("optional") : [],
            For = map.Texts("for"),
            Needs = map.Texts("needs"),
            Reach = CourseYaml.Scores(map),
            Draft = map.Flag("draft"),
            StaffOnly = map.Flag("staff"),
        };
        _ = map.Text("id");
        map.Done();
        return lesson;
    }

    private static List<UnitDocument> Units(List<LessonPart> parts, FaultLog log, List<MissingId> missing)
    {
        var units = new List<UnitDocument>();
        var blocks = new List<Block>();
        UnitHeading? heading = null;
        foreach (var part in parts)
        {
            switch (part)
            {
                case UnitHeading next:
                    Close();
                    heading = next;
                    Named(next.Id, next.Line);
                    break;
                case Prose prose:
                    blocks.Add(new TextBlock(prose.Markdown));
                    break;
                case Directive directive when LessonParts.BlockNames.Contains(directive.Name):
                    Named(directive.Id, directive.Line);
                    if (BlockReader.Read(directive, log, missing) is { } block)
                        blocks.Add(block);
                    break;
            }
        }

        Close();
        return units;

        void Named(string? id, int line)
        {
            if (id is null)
                missing.Add(new MissingId(line, IdPlace.Attribute));
            else if (!CourseIds.IsOne(id))
                log.Add(line, $"#{id} is no id; use 1 to 64 of a–z A–Z 0–9 _ . -");
        }

        void Close()
        {
            if (heading is not null || blocks.Count > 0)
                units.Add(
                    new UnitDocument
                    {
                        Id = heading?.Id,
                        Title = heading?.Title,
                        Draft = heading?.Draft ?? false,
                        StaffOnly = heading?.StaffOnly ?? false,
                        Blocks = blocks,
                    }
                );
            blocks = [];
        }
    }
}
