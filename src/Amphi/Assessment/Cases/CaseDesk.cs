using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Formats.Html;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Cases;

/// <summary>Opens case studies: finds one in its lesson, and draws what its author wrote.</summary>
public sealed class CaseDesk(LessonShelf lessons, Look.Assets assets)
{
    /// <exception cref="MissingException">There is no such case, or not for this visitor.</exception>
    /// <exception cref="RefusedException">Its lesson is not open yet.</exception>
    public async ValueTask<OpenCase> Open(Classroom room, string block)
    {
        if (await Find(room.Course, block) is not { } found)
            throw new MissingException("No such case.");
        var (lesson, place, written) = found;
        room.Lesson(lesson.Id);
        return new OpenCase(room, new CaseStudy(room.Run.Id, place, written), lesson, new LessonDesk(room.Course, lesson, room.Visit.Words, assets));
    }

    /// <summary>A case study of a course with where it stands, or null when it has no such case.</summary>
    public async ValueTask<PlacedCase?> Find(OpenCourse course, string block)
    {
        if (course.LessonOf(block) is not { } lesson || lesson.Blocks.FirstOrDefault(one => one.Id == block) is not { Kind: "case" } place)
            return null;
        var document = await lessons.Lesson(course, lesson);
        return document.Blocks.OfType<CaseBlock>().FirstOrDefault(one => one.Id == block) is { } written ? new PlacedCase(lesson, place, written) : null;
    }
}

/// <summary>A case study as it was written, and where it stands.</summary>
public sealed record PlacedCase(OutlineLesson Lesson, OutlineBlock Place, CaseBlock Written);

/// <summary>A case study as one visitor has it before them.</summary>
public sealed record OpenCase(Classroom Room, CaseStudy Study, OutlineLesson Lesson, LessonDesk Desk)
{
    public string Address => $"/c/{Room.Run.Code}/case/{Study.Id}";
    public string Title => Study.Block.Title ?? Room.Visit.Words["block.case"];

    /// <summary>The lesson as it is for who chose some audiences; for whom the case is no more, as it is here.</summary>
    public OutlineLesson LessonFor(string audiences) => Room.Course.For(audiences).LessonOf(Study.Id) ?? Lesson;

    public Deadline Deadline => Room.Calendar.DeadlineOf(Lesson, Study.Place);
    public Instant? Opens => Room.Calendar.Opens(Study.Id, Study.Block.Opens);

    /// <summary>As the course says: the run's own opening date is of the case, and does not bring the reading forward.</summary>
    public Instant? ReadFrom => Room.Calendar.At(Study.Peers?.Opens);

    public Author Author => new(Study, Room.Acting.Persona, Room.Visit.Language, Deadline, ReadFrom, Room.Visit.Now);

    private LinkPlaces Places =>
        new()
        {
            File = Desk.FileAddress,
            Block = id => Room.Course.LessonOf(id) is { } to ? $"../l/{to.Id}#b-{id}" : null,
            NoteTitle = word => Room.Visit.Words[$"note.{word}"],
        };

    public string Text(string markdown, string prefix) => LessonHtml.Render(markdown, Places, prefix).Html;

    /// <summary>The name of a criterion; a case without a rubric is judged as a whole.</summary>
    public string NameOf(Criterion criterion) => criterion.Title.Length > 0 ? criterion.Title : Room.Visit.Words["case.whole"];

    public string NameOf(CriterionLevel level) => level.Title.Length > 0 ? level.Title : Room.Visit.Words[$"case.whole.{Math.Clamp(level.Points, 0, 3)}"];
}
