using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Learning;

public sealed record MyPlaceModel(Classroom Room, Learner Learner, string Name, Refusal? HidingRefusal, bool IsSaved);

/// <summary>A learner sees how they appear in a run and what they said they want, and changes it as far as honesty allows.</summary>
internal static class MyPlace
{
    public static async Task<IResult> See(Classroom room, Database db, IPastActs acts, string? saved)
    {
        var enrolment = await db.EnrolmentOf(room.Acting.Persona, room.Visit.Cancel) ?? throw new MissingException("Not enrolled.");
        var model = new MyPlaceModel(
            room,
            room.Acting,
            room.Visit.Person.Name,
            enrolment.HidingRefusal(await acts.Any(enrolment.Persona, room.Visit.Cancel)),
            saved is not null
        );
        return Page.Show(room.Frame(room.Visit.Words["place.title"], "place"), MyPlacePage.Create(model));
    }

    public static async Task<IResult> Change(Classroom room, Database db, Registrar registrar, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        await db.Alone(() => Change(room, db, registrar, form["appearance"].ToString(), form["intent"].ToString()), room.Visit.Cancel);
        return Results.LocalRedirect($"/c/{room.Run.Code}/place?saved=1");
    }

    public static async Task<IResult> Leave(Classroom room, Registrar registrar)
    {
        await registrar.Leave(room.Acting.Persona, room.Visit.Cancel);
        return Results.LocalRedirect("/learning");
    }

    private static async Task Change(Classroom room, Database db, Registrar registrar, string appearance, string intent)
    {
        var enrolment = await db.EnrolmentOf(room.Acting.Persona, room.Visit.Cancel) ?? throw new MissingException("Not enrolled.");
        if (appearance is "named" or "discreet")
            await registrar.Appear(enrolment, appearance == "named" ? room.Visit.Person.Name : null, room.Visit.Cancel);
        if (Enum.TryParse<Intent>(intent, out var wanted) && Enum.IsDefined(wanted))
            enrolment.Intent = wanted;
        await db.SaveChangesAsync(room.Visit.Cancel);
    }
}
