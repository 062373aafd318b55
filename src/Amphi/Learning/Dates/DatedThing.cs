using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>A lesson, quiz or case study with its dates, as they are for one learner.</summary>
public sealed record DatedThing
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(3);

    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Lesson { get; init; }
    public required Instant? Opens { get; init; }
    public required Instant? Due { get; init; }

    /// <summary>The due date before anything that is the learner's own.</summary>
    public required Instant? DueForAll { get; init; }
    public required bool IsMovable { get; init; }
    public required bool IsDone { get; init; }

    public bool IsSoon(Instant now) => Due > now && Due - now < Soon;

    /// <summary>Whether it can still be handed in, in time or late.</summary>
    public bool IsTakenIn(Classroom room) => new Deadline(Due, room.Calendar.Late).Refusal(room.Visit.Now) is null;

    /// <summary>How it stands at a moment, in a few words: done, late but still taken in, closed; nothing when it is not due yet.</summary>
    public string Said(Classroom room)
    {
        var (words, now) = (room.Visit.Words, room.Visit.Now);
        return IsDone ? words["lesson.done"]
            : Due is not { } due || due > now ? ""
            : !IsTakenIn(room) ? words["dates.closed"]
            : room.Calendar.Late.Closes(due) is { } closes ? words.Say("dates.late.until", words.ShortDay(closes, room.Visit.TimeZone))
            : words["dates.late"];
    }

    /// <summary>What can have a date in a run, in the order of the course; whoever is asked for sees it.</summary>
    public static IEnumerable<DatedThing> All(Classroom room)
    {
        foreach (
            var (section, lesson) in room
                .Course.Lessons.Where(place => !place.Section.Draft && room.Shows(place.Lesson))
                .Select(place => (place.Section, place.Lesson))
        )
        {
            yield return Of(room, lesson, lesson.Id, lesson.Ordinal, lesson.Title, section.Opens, lesson.Due);
            foreach (var block in lesson.Blocks.Where(block => block.Kind is "case" or "quiz"))
                if (block.Kind == "case" || block.Due is not null || block.Opens is not null || room.Run.Dates.Things.ContainsKey(block.Id))
                    yield return Of(room, lesson, block.Id, block.Ordinal, block.Title ?? lesson.Title, block.Opens, block.Due);
        }
    }

    /// <summary>What has a due date.</summary>
    public static IEnumerable<DatedThing> Of(Classroom room) => All(room).Where(one => one.Due is not null);

    // Who has handed in all that a lesson asks for owes nothing, whether or not they say that they have finished reading.
    private static bool IsWorkDone(OutlineLesson lesson, Progress progress) =>
        lesson.Blocks.Where(block => block.Kind is "case" or "quiz").ToList() is { Count: > 0 } work
        && work.TrueForAll(block => progress.IsDone(block.Ordinal));

    private static DatedThing Of(Classroom room, OutlineLesson lesson, string id, int ordinal, string title, DateRule? opens, DateRule? due) =>
        new()
        {
            Id = id,
            Title = title,
            Lesson = lesson.Id,
            Opens = room.Calendar.Opens(id, opens),
            Due = room.Calendar.Due(id, due),
            DueForAll = room.Calendar.DueForAll(id, due),
            IsMovable = room.Calendar.MayMove(id, due),
            IsDone = room.Learner?.Progress is { } progress && (progress.IsDone(ordinal) || (id == lesson.Id && IsWorkDone(lesson, progress))),
        };
}
