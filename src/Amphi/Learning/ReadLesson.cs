using Amphi.Courses;
using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Learning;

/// <summary>A lesson that opens when others are finished, or enough was reached in them.</summary>
public sealed record LessonWaitsModel(Classroom Room, OutlineLesson Lesson, IReadOnlyList<Need> Needed)
{
    /// <summary>What a lesson waits for; null when it is none of the visitor's, opens later, or is open.</summary>
    internal static LessonWaitsModel? Of(Classroom room, string id) =>
        room.Course.Lesson(id) is var place
        && room.Shows(place.Lesson)
        && room.OpensLater(place.Section, place.Lesson) is null
        && room.StillNeeds(place.Lesson) is { Count: > 0 } needed
            ? new(room, place.Lesson, needed)
            : null;
}

/// <summary>A learner reads a lesson.</summary>
internal static class ReadLesson
{
    private static readonly Dictionary<string, object?> NothingLive = [];

    public static async Task<IResult> Read(string lesson, Classroom room, LessonShelf lessons, LessonPages pages, HttpContext context)
    {
        if (LessonWaitsModel.Of(room, lesson) is { } waits)
            return Page.Show(room.Frame(waits.Lesson.Title, "lesson"), LessonWaitsPage.Create(waits), StatusCodes.Status409Conflict);
        var place = room.Lesson(lesson);
        var body = await lessons.Body(room.Course, place.Lesson, room.Visit.Language, room.IsTeam);
        var live = body.LiveKinds.Count == 0 ? NothingLive : [];
        foreach (var kind in body.LiveKinds)
            live[kind] = await lessons.Kind(kind).Read(room, place.Lesson);

        var policy = ContentPolicy.Of(context);
        foreach (var origin in body.FrameOrigins)
            policy.AllowFrames(origin);

        var page = await pages.Page(room, place, body);
        return page.For(
            new LessonReader
            {
                Room = room,
                Live = live,
                Nonce = policy.Nonce,
            }
        );
    }

    public static async Task<IResult> Mark(string lesson, Classroom room, LearningLedger ledger, HttpContext context)
    {
        var place = room.Lesson(lesson);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var isDone = form["done"] != "no";
        var id = room.Visit.Act(form);
        await ledger.Write(new MarkedLesson(id, room.Acting.Persona, room.Run.Id, room.Visit.Now, place.Lesson, isDone));
        var next = isDone ? room.Course.Beside(place.Lesson).After?.Lesson.Id : lesson;
        return Results.LocalRedirect(next is null ? $"/c/{room.Run.Code}" : $"/c/{room.Run.Code}/l/{next}");
    }

    public static async Task<IResult> Bookmark(string lesson, Classroom room, LearningLedger ledger, HttpContext context)
    {
        var (place, persona) = (room.Lesson(lesson), room.Acting.Persona);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var isSet = form["set"] != "no";
        await ledger.Write(new Bookmarked(room.Visit.Act(form), persona, room.Run.Id, room.Visit.Now, place.Lesson, isSet));
        return Results.LocalRedirect($"/c/{room.Run.Code}/l/{lesson}");
    }
}
