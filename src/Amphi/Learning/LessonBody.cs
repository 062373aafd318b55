using System.Text;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Formats.Html;
using Amphi.Look;

namespace Amphi.Learning;

/// <summary>A piece of a lesson's body: bytes that are everyone's, or words that depend on the learner.</summary>
public abstract record BodyPart;

public sealed record FixedPart(byte[] Bytes) : BodyPart;

/// <summary>What a block kind draws for each learner, from what it read of them.</summary>
public sealed record LivePart(string Kind, Func<object?, string> Draw) : BodyPart
{
    /// <summary>The id of the one thing it draws, when that can be drawn again by itself.</summary>
    public string? Thing { get; init; }
}

/// <summary>
/// A kind of block that a later room knows how to show. It draws once for a course version; what is the learner's own it
/// draws from what <see cref="Read"/> found, one read a lesson.
/// </summary>
public interface IBlockKind
{
    string Kind { get; }

    IEnumerable<BodyPart> Draw(Block block, LessonDesk desk);

    /// <summary>What the learner has done with blocks of this kind in a lesson.</summary>
    ValueTask<object?> Read(Classroom room, OutlineLesson lesson);
}

/// <summary>What drawing a lesson needs: its language, its icons, and where its links lead. Addresses are relative, so that runs share what is drawn.</summary>
public sealed class LessonDesk(OpenCourse course, OutlineLesson lesson, Words words, Assets assets)
{
    public OpenCourse Course => course;
    public OutlineLesson Lesson => lesson;
    public Words Words => words;
    public Assets Assets => assets;

    /// <summary>The decimal sign in the course's own language.</summary>
    public string Point => Words.In(course.Language).Culture.NumberFormat.NumberDecimalSeparator;

    public bool HasMath { get; private set; }
    public List<RenderedHeading> Headings { get; } = [];

    /// <summary>Origins that the lesson's frames come from, once the learner asks for them.</summary>
    public HashSet<string> FrameOrigins { get; } = new(StringComparer.Ordinal);

    private LinkPlaces Places =>
        new()
        {
            File = FileAddress,
            Block = id => course.LessonOf(id) is { } to ? $"../l/{to.Id}#b-{id}" : null,
            NoteTitle = word => words[$"note.{word}"],
        };

    /// <summary>The address of a file of the course, as seen from the lesson's page.</summary>
    public string? FileAddress(string reference) =>
        Formats.Folders.CoursePaths.Resolve(lesson.Path, reference) is { } path && course.Files.Assets.TryGetValue(path, out var digest)
            ? $"../f/{digest}{System.IO.Path.GetExtension(path).ToLowerInvariant()}"
            : null;

    public string Text(string markdown, string prefix = "t-")
    {
        var rendered = LessonHtml.Render(markdown, Places, prefix);
        HasMath |= rendered.HasMath;
        if (prefix == "t-")
            Headings.AddRange(rendered.Headings);
        return rendered.Html;
    }

    public string Inline(string markdown)
    {
        var html = LessonHtml.Inline(markdown, Places);
        HasMath |= html.Contains("class=\"math", StringComparison.Ordinal);
        return html;
    }

    public string Icon(string name, string? classes = null) => Furniture.Icon(assets, name, classes).Value!;

    public static string Plain(string text) => Furniture.Encoder.Encode(text);
}

/// <summary>The body of a lesson, drawn once for a course version and language.</summary>
public sealed record LessonBody
{
    public required IReadOnlyList<BodyPart> Parts { get; init; }

    /// <summary>The units and headings, for « Dans cette leçon ».</summary>
    public required IReadOnlyList<RenderedHeading> Contents { get; init; }
    public required bool HasMath { get; init; }
    public required bool HasVideo { get; init; }
    public required IReadOnlyCollection<string> FrameOrigins { get; init; }

    /// <summary>The kinds that have something of the learner's to read.</summary>
    public required IReadOnlyList<string> LiveKinds { get; init; }

    public static LessonBody Draw(LessonDocument lesson, LessonDesk desk, IReadOnlyDictionary<string, IBlockKind> kinds, bool forTeam)
    {
        var parts = new List<BodyPart>();
        var text = new StringBuilder();
        var contents = new List<RenderedHeading>();
        foreach (var unit in lesson.Units.Where(unit => forTeam || (!unit.Draft && !unit.StaffOnly)))
        {
            desk.Headings.Clear();
            if (unit.Title is { } title)
            {
                text.Append($"<h2 class=\"unit\" id=\"b-{unit.Id}\">").Append(LessonDesk.Plain(title)).Append("</h2>");
                contents.Add(new RenderedHeading($"b-{unit.Id}", title));
            }

            foreach (var block in unit.Blocks)
                Draw(block);
            if (unit.Title is null)
                contents.AddRange(desk.Headings);
        }

        Flush();
        return new LessonBody
        {
            Parts = parts,
            Contents = contents,
            HasMath = desk.HasMath,
            HasVideo = lesson.Blocks.Any(block => block is VideoBlock),
            FrameOrigins = desk.FrameOrigins,
            LiveKinds = [.. parts.OfType<LivePart>().Select(part => part.Kind).Distinct()],
        };

        void Draw(Block block)
        {
            if (forTeam && block.For.Count > 0)
                text.Append($"<p class=\"small soft\">{desk.Words.Say("lesson.for", LessonDesk.Plain(desk.Course.Outline.TitlesOf(block.For)))}</p>");
            if (!kinds.TryGetValue(block.Kind, out var kind))
            {
                text.Append(BlockHtml.Draw(block, desk));
                return;
            }

            foreach (var part in kind.Draw(block, desk))
            {
                if (part is FixedPart { Bytes: var bytes })
                {
                    text.Append(Encoding.UTF8.GetString(bytes));
                    continue;
                }

                Flush();
                parts.Add(part);
            }
        }

        void Flush()
        {
            if (text.Length > 0)
                parts.Add(new FixedPart(Encoding.UTF8.GetBytes(text.ToString())));
            text.Clear();
        }
    }
}
