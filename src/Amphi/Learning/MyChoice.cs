using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Learning;

/// <summary>A path or track, with what choosing it means.</summary>
/// <param name="Minutes">Of its lessons, as far as they say.</param>
/// <param name="Graded">How many of its lessons count for the result.</param>
public sealed record ChoiceOption(TrackDocument Audience, int Lessons, int Minutes, int Graded, bool IsChosen)
{
    internal static ChoiceOption Of(TrackDocument audience, IReadOnlyCollection<LessonPlace> places, bool isChosen) =>
        new(audience, places.Count, places.Sum(place => place.Lesson.Minutes ?? 0), places.Count(place => place.Lesson.Graded is not null), isChosen);
}

public sealed record MyChoiceModel(Classroom Room, IReadOnlyList<ChoiceOption> Paths, IReadOnlyList<ChoiceOption> Tracks, Instant? Until, bool IsSaved)
{
    public bool IsOver => Until < Room.Visit.Now;
    public int Least => Room.Course.Outline.Choose?.Least ?? 0;
    public int Most => Room.Course.Outline.Choose?.Most ?? Tracks.Count;
}

/// <summary>A learner chooses a path and tracks, and changes their mind; what was done stays done.</summary>
internal static class MyChoice
{
    // No thing of a course has this id.
    private const string Thing = "@choice";

    public static IResult See(Classroom room, string? saved)
    {
        var (outline, whole, mine) = (room.Course.Outline, room.Course.Whole, Audience.In(room.Course.Outline, room.Acting.Enrolment.Audiences));
        var core = whole.For("").LessonsForLearners.Select(place => place.Lesson.Id).ToHashSet(StringComparer.Ordinal);
        var model = new MyChoiceModel(
            room,
            [.. outline.Paths.Select(path => ChoiceOption.Of(path, whole.For(path.Id).LessonsForLearners, path == mine.Path))],
            [
                .. outline.Tracks.Select(track =>
                    ChoiceOption.Of(
                        track,
                        [.. whole.For($"{mine.Path?.Id} {track.Id}").LessonsForLearners.Where(place => !core.Contains(place.Lesson.Id))],
                        mine.Has(track.Id)
                    )
                ),
            ],
            Until(room),
            saved is not null
        );
        return Page.Show(room.Frame(room.Visit.Words["choice.title"], "place"), MyChoicePage.Create(model));
    }

    public static async Task<IResult> Choose(Classroom room, Database db, HttpContext context)
    {
        var (learner, course) = (room.Acting, room.Course);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var audience = Audience.In(course.Outline, [.. form["path"].Concat(form["track"]).OfType<string>()]);
        if (Until(room) < room.Visit.Now)
            throw new RefusedException(new Refusal("choice.refused.late"));
        if (audience.Tracks.Count > (course.Outline.Choose?.Most ?? int.MaxValue))
            throw new RefusedException(new Refusal("choice.refused.many", course.Outline.Choose!.Most!) { Status = StatusCodes.Status422UnprocessableEntity });

        var id = room.Visit.Act(form);
        var chose = new Chose(id, learner.Persona, room.Run.Id, room.Visit.Now, audience, course.For(audience.Ids).GoalNumbers);
        await db.Alone(
            async () =>
            {
                var enrolment = await db.EnrolmentOf(learner.Persona, room.Visit.Cancel) ?? throw new MissingException("Not enrolled.");
                enrolment.Audiences = audience.Ids;
                await db.SaveChangesAsync(room.Visit.Cancel);
                var (connection, transaction) = db.Open;
                await LearningLedger.Write([chose], connection, transaction);
            },
            room.Visit.Cancel
        );
        return Results.LocalRedirect($"/c/{room.Run.Code}/choice?saved=1");
    }

    private static Instant? Until(Classroom room) => room.Calendar.Due(Thing, room.Course.Outline.Choose?.Until);
}
