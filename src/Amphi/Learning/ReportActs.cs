using System.Text.Json.Serialization;
using Amphi.Ground;

namespace Amphi.Learning;

/// <summary>
/// What a lesson's script reports: a heartbeat of a video, a lesson opened. Each is acknowledged when it is on disk and
/// may be sent again under the same id.
/// </summary>
internal static class ReportActs
{
    private const int MostSegments = 50;

    public static async Task<IResult> Report(ReportedAct act, Classroom room, LearningLedger ledger)
    {
        var progress = await ledger.Write(Act(act, room));
        return Results.Json(Standing.Of(room, progress), ReportJson.Default.Standing);
    }

    private static LearningAct Act(ReportedAct act, Classroom room)
    {
        var (learner, now, run) = (room.Acting, room.Visit.Now, room.Run.Id);
        var lesson = room.Lesson(act.Lesson).Lesson;
        return act switch
        {
            { Did: "saw" } => new SawLesson(act.Id, learner.Persona, run, now, lesson),
            { Did: "watched", Block: { } block } when lesson.Blocks.FirstOrDefault(one => one.Id == block) is { Kind: "video" } video => new Watched(
                act.Id,
                learner.Persona,
                run,
                now,
                lesson,
                video,
                Segments(act),
                Math.Max(0, act.Position),
                video.Duration ?? Math.Max(0, act.Duration)
            ),
            _ => throw new RefusedException(new Refusal("learning.refused.act") { Status = 400 }),
        };
    }

    private static List<Segment> Segments(ReportedAct act)
    {
        if (act.Played is null || act.Played.Count > MostSegments || act.Played.Any(part => part is not [>= 0, >= 0]))
            throw new RefusedException(new Refusal("learning.refused.act") { Status = 400 });
        return [.. act.Played.Select(part => new Segment(part[0], part[1]))];
    }
}

/// <summary>An act as the script tells it. Times are milliseconds of the video.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ReportedAct
{
    public required Guid Id { get; init; }

    /// <summary><c>saw</c> or <c>watched</c>.</summary>
    public required string Did { get; init; }
    public required string Lesson { get; init; }
    public string? Block { get; init; }
    public IReadOnlyList<long[]>? Played { get; init; }
    public long Position { get; init; }

    /// <summary>The length of the video as the player measured it, used when the course does not say it.</summary>
    public long Duration { get; init; }
}

/// <summary>Where the learner stands: the lessons that are done, for the ticks on the page.</summary>
public sealed record Standing(int LessonsDone, int Lessons, IReadOnlyList<string> Done)
{
    internal static Standing Of(Classroom room, Progress progress)
    {
        var done = room.Course.LessonsForLearners.Where(place => progress.IsDone(place.Lesson.Ordinal)).Select(place => place.Lesson.Id).ToList();
        return new Standing(done.Count, room.Course.LessonsForLearners.Count, done);
    }
}

[JsonSerializable(typeof(ReportedAct))]
[JsonSerializable(typeof(Standing))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ReportJson : JsonSerializerContext;
