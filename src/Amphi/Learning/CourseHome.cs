using Amphi.Courses;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Amphi.Look;

namespace Amphi.Learning;

public sealed record CourseHomeModel(Classroom Room, LessonPlace? Resume, ResumedVideo? Video, CohortPulse Cohort, IReadOnlyList<HomeNotice> Notices)
{
    private const int MostOverdue = 2;
    private const int MostDue = 3;

    public int Done => Room.Learner is { } learner ? Room.Course.LessonsForLearners.Count(place => learner.Progress.IsDone(place.Lesson.Ordinal)) : 0;

    public IReadOnlyList<CourseWeek> Weeks { get; } = CourseWeek.Of(Room);

    /// <summary>Where the learner is: the week of the lesson to take up. Null for the team, and at the end.</summary>
    public CourseWeek? Here => Room.Learner is null ? null : Weeks.FirstOrDefault(week => Resume is not null && week.Sections.Contains(Resume.Section));

    /// <summary>The week in which the run is, when the learner has not come to it yet.</summary>
    public int? Ahead => CourseWeek.OfRun(Room, Weeks) is { } week && week > Here?.Number ? week : null;

    /// <summary>The lessons to find again, the latest first.</summary>
    public IReadOnlyList<OutlineLesson> Bookmarks =>
        [.. (Room.Learner?.Progress.Bookmarks ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Room.Course.LessonOf).OfType<OutlineLesson>()];

    /// <summary>What is due next, after what is overdue and still taken in.</summary>
    public IReadOnlyList<DatedThing> Due { get; } = Next(Room);

    /// <summary>What is open and not finished, from where they stopped.</summary>
    public IEnumerable<OutlineLesson> Pending => Room.Pending.Select(place => place.Lesson).OrderBy(lesson => lesson.Id == Resume?.Lesson.Id ? 0 : 1);

    private static IReadOnlyList<DatedThing> Next(Classroom room)
    {
        var now = room.Visit.Now;
        var open = DatedThing.Of(room).Where(one => !one.IsDone && one.IsTakenIn(room)).OrderBy(one => one.Due).ToList();
        return [.. open.Where(one => one.Due <= now).TakeLast(MostOverdue), .. open.Where(one => one.Due > now).Take(MostDue)];
    }
}

/// <summary>Where someone stopped in a video, in milliseconds.</summary>
public sealed record ResumedVideo(long Position, long? Duration);

/// <summary>How many learn in a run and how many of them discreetly, rounded; null while they are too few to be shown.</summary>
public sealed record CohortPulse(int? Learners, int? Discreet);

/// <summary>A learner comes back to their course: where they stopped, what is next, who is around.</summary>
internal static class CourseHome
{
    public static async Task<IResult> See(Classroom room, Cohorts cohorts, IEnumerable<IHomeNotice> slots)
    {
        var progress = room.Learner?.Progress;
        var resume =
            progress?.Lesson is { } last
            && room.Course.LessonsForLearners.FirstOrDefault(place => place.Lesson.Id == last) is { } seen
            && !progress.IsDone(seen.Lesson.Ordinal)
                ? seen
                : room.Pending.FirstOrDefault();
        var video = resume?.Lesson.Blocks.FirstOrDefault(block => block.Kind == "video" && progress?.Places.ContainsKey(block.Id) == true);
        var notices = new List<HomeNotice>();
        foreach (var slot in slots)
            if (await slot.For(room) is { } notice)
                notices.Add(notice);
        var model = new CourseHomeModel(
            room,
            resume,
            video is null ? null : new ResumedVideo(progress!.Places[video.Id].Position, video.Duration),
            await cohorts.PulseOf(room.Run.Id, room.Visit.Cancel),
            notices
        );
        return Page.Show(room.Frame(room.Course.Title, "home"), CourseHomePage.Create(model));
    }
}

/// <summary>Counts cohorts, once an hour and in fives: a count that moved at once would tell who came.</summary>
public sealed class Cohorts(HotReads reads, TimeProvider time)
{
    private const int Fewest = 10;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, (CohortPulse Pulse, long At)> _known = new();

    public async ValueTask<CohortPulse> PulseOf(long runId, CancellationToken cancel)
    {
        if (_known.TryGetValue(runId, out var known) && time.GetElapsedTime(known.At) < Fresh)
            return known.Pulse;
        var counted = await reads.One(Enrolments.Tables.CohortOf, row => new int[] { row.GetInt32(0), row.GetInt32(1) }, cancel, runId);
        var pulse = Pulse(counted![0], counted[1]);
        _known[runId] = (pulse, time.GetTimestamp());
        return pulse;
    }

    internal static CohortPulse Pulse(int learners, int discreet)
    {
        var open = learners - discreet;
        return new CohortPulse(learners < Fewest ? null : learners / 5 * 5, learners < Fewest || discreet < Fewest || open < Fewest ? null : discreet / 5 * 5);
    }
}
