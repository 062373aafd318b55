using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning.Dates;

public sealed record MyDatesModel(Classroom Room, IReadOnlyList<DatedThing> Things, IReadOnlyList<ExtensionRequest> Requests)
{
    public Arrangement? Arranged => Room.Learner?.Arranged;
    public bool CanMove => Things.Any(one => one.IsMovable);

    public string TitleOf(string thing) => Things.FirstOrDefault(one => one.Id == thing)?.Title ?? thing;
}

/// <summary>A learner sees all dates of a run, moves those that may be moved, and asks for more time.</summary>
internal static class MyDates
{
    public static async Task<IResult> See(Classroom room, Database db)
    {
        if (room.Learner is not { } learner)
            return Results.LocalRedirect($"/c/{room.Run.Code}/team/dates");
        var requests = await db
            .ExtensionRequests.AsNoTracking()
            .Where(request => request.Persona == learner.Persona)
            .OrderByDescending(request => request.Id)
            .Take(20)
            .ToListAsync(room.Visit.Cancel);
        var things = DatedThing.Of(room).OrderBy(one => one.Due).ToList();
        return Page.Show(room.Frame(room.Visit.Words["dates.title"], "home"), MyDatesPage.Create(new MyDatesModel(room, things, requests)));
    }

    public static async Task<IResult> Move(Classroom room, Database db, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var days = int.TryParse(form["days"], out var given) ? given : -1;
        await db.Alone(
            async () =>
            {
                (await db.ArrangementOf(room.Acting.Persona, room.Run.Id, room.Visit.Cancel)).Move(days, room.Run.Dates.MostShift);
                await db.SaveChangesAsync(room.Visit.Cancel);
            },
            room.Visit.Cancel
        );
        return Results.LocalRedirect($"/c/{room.Run.Code}/dates");
    }

    public static async Task<IResult> Ask(Classroom room, Database db, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var (persona, thing, reason) = (room.Acting.Persona, form["thing"].ToString(), form["reason"].ToString().Trim());
        if (!int.TryParse(form["days"], out var days) || days is < 1 or > ExtensionRequest.MostDays || reason.Length is 0 or > ExtensionRequest.LongestReason)
            throw new RefusedException(
                new Refusal("dates.refused.incomplete", ExtensionRequest.MostDays) { Status = StatusCodes.Status422UnprocessableEntity }
            );

        if (DatedThing.Of(room).All(one => one.Id != thing))
            throw new RefusedException(new Refusal("dates.refused.nothing") { Status = StatusCodes.Status422UnprocessableEntity });

        await db.Alone(
            async () =>
            {
                if (await db.ExtensionRequests.AnyAsync(one => one.Persona == persona && one.Thing == thing && one.AnsweredAt == null, room.Visit.Cancel))
                    throw new RefusedException(new Refusal("dates.refused.waiting"));
                db.ExtensionRequests.Add(
                    new ExtensionRequest
                    {
                        RunId = room.Run.Id,
                        Persona = persona,
                        Thing = thing,
                        Days = days,
                        Reason = reason,
                        AskedAt = room.Visit.Now,
                    }
                );

                // The team reads it beside how they appear.
                (await db.EnrolmentOf(persona, room.Visit.Cancel))?.Act();
                await DatesMail.Tell(db, room.Run.Id, room.Visit.Now, room.Visit.Cancel);
                await db.SaveChangesAsync(room.Visit.Cancel);
            },
            room.Visit.Cancel
        );
        return Results.LocalRedirect($"/c/{room.Run.Code}/dates");
    }
}
