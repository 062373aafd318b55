using Amphi.Courses;
using Amphi.Ground;

namespace Amphi.Learning;

/// <summary>A week of a course as one learner goes through it: its sections side by side. Where a course has no weeks, a section.</summary>
/// <param name="Number">The week's, or the section's place in a course without weeks; null for a section beside the weeks.</param>
public sealed record CourseWeek(Classroom Room, int? Number, IReadOnlyList<OutlineSection> Sections)
{
    public IEnumerable<OutlineLesson> Lessons => Sections.SelectMany(section => section.Lessons).Where(lesson => lesson.IsOpenToLearners);
    public IEnumerable<OutlineLesson> Left => Lessons.Where(lesson => Room.Learner?.Progress.IsDone(lesson.Ordinal) != true);
    public int Total => Lessons.Count();
    public int Done => Total - Left.Count();

    public int DoneOf(OutlineSection section) =>
        section.Lessons.Count(lesson => lesson.IsOpenToLearners && Room.Learner?.Progress.IsDone(lesson.Ordinal) == true);

    /// <summary>Its one title, or null when it is made of tracks.</summary>
    public string? Title =>
        Sections.Count > 1 && Sections.All(section => section.Track is not null) ? null : string.Join(", ", Sections.Select(one => one.Title));

    /// <summary>When the first of it opens; null when something of it is open.</summary>
    public Instant? Opens { get; } = FirstOpening(Room, Sections);

    public static IReadOnlyList<CourseWeek> Of(Classroom room)
    {
        var sections = room.Course.Sections.Where(section => section.Lessons.Any(room.Shows)).ToList();
        return sections.Exists(section => section.Week is not null)
            ?
            [
                .. sections
                    .GroupBy(section => (section.Week, Alone: section.Week is null ? section.Id : ""))
                    .Select(week => new CourseWeek(room, week.Key.Week, [.. week])),
            ]
            : [.. sections.Select((section, place) => new CourseWeek(room, place + 1, [section]))];
    }

    /// <summary>The week the calendar says it is; null before the run begins, after its last week, and at everyone's own pace.</summary>
    public static int? OfRun(Classroom room, IReadOnlyList<CourseWeek> weeks) =>
        room is { Run: { IsSelfPaced: false, StartsAt: { } starts } }
        && starts <= room.Visit.Now
        && ((int)(room.Visit.Now - starts).TotalDays / 7) + 1 is var week
        && room.Course.Sections.Any(section => section.Week is not null)
        && weeks.Any(one => one.Number >= week)
            ? week
            : null;

    private static Instant? FirstOpening(Classroom room, IReadOnlyList<OutlineSection> sections)
    {
        var openings = sections
            .SelectMany(section => section.Lessons.Where(lesson => lesson.IsOpenToLearners).Select(lesson => room.OpensLater(section, lesson)))
            .ToList();
        return openings.Count > 0 && openings.TrueForAll(opens => opens is not null) ? openings.Min() : null;
    }
}

/// <summary>A week as the course home shows it.</summary>
public sealed record WeekModel(CourseHomeModel Home, CourseWeek Week);
