using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Grades;

public sealed record ChangeMarkModel(Classroom Room, GradedRow Row, IReadOnlyList<MarkChange> History, IReadOnlyDictionary<long, string> Authors);

/// <summary>Someone of the team sets, excuses or takes back a mark of a learner, with a reason that the learner reads.</summary>
internal static class ChangeMark
{
    public static async Task<IResult> See(string seat, Classroom room, Gradebook gradebook, Database db)
    {
        var row = await Row(seat, room, gradebook);
        var history = await db
            .MarkChanges.AsNoTracking()
            .Where(change => change.RunId == room.Run.Id && change.Persona == row.Learner.Persona)
            .OrderByDescending(change => change.Id)
            .Take(200)
            .ToListAsync(room.Visit.Cancel);
        var model = new ChangeMarkModel(room, row, history, await db.AuthorsOf(history, room.Visit.Cancel));
        return Page.Show(room.Frame(room.Visit.Words["marks.title"], "gradebook"), ChangeMarkPage.Create(model));
    }

    public static async Task<IResult> Change(string seat, Classroom room, Gradebook gradebook, MarkOffice office, HttpContext context)
    {
        var row = await Row(seat, room, gradebook);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var kind = form["kind"].ToString() switch
        {
            "set" => MarkChangeKind.Set,
            "excused" => MarkChangeKind.Excused,
            "withdrawn" => MarkChangeKind.Withdrawn,
            _ => throw new RefusedException(new Refusal("marks.refused.mark") { Status = StatusCodes.Status422UnprocessableEntity }),
        };
        var wish = new MarkWish(row.Learner.Persona, row.Learner.Seat, form["piece"].ToString(), kind, MarkOffice.Hundredths(form["mark"].ToString()));
        await office.Change(room, [wish], form["reason"].ToString().Trim());
        return Results.LocalRedirect($"/c/{room.Run.Code}/gradebook/{row.Learner.Seat}");
    }

    private static async Task<GradedRow> Row(string seat, Classroom room, Gradebook gradebook) =>
        room.IsTeam && int.TryParse(seat, out var number) ? await gradebook.At(room, number) : throw new MissingException("Only the team reads the gradebook.");
}
