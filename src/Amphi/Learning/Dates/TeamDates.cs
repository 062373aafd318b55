using System.Globalization;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning.Dates;

public sealed record TeamDatesModel(
    Classroom Room,
    IReadOnlyList<DatedThing> Things,
    IReadOnlyList<AskedExtension> Asked,
    IReadOnlyList<(int Seat, Arrangement Arranged)> Allowed
)
{
    /// <summary>A moment as a field of a form holds it, where the run is.</summary>
    public string Field(Instant? at) =>
        at is { } given
            ? TimeZoneInfo
                .ConvertTime(given.ToDateTimeOffset(), TimeZoneInfo.FindSystemTimeZoneById(Room.Run.TimeZone))
                .ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)
            : "";

    public string TitleOf(string thing) => Things.FirstOrDefault(one => one.Id == thing)?.Title ?? thing;
}

/// <summary>A request for more time, by the seat it came from.</summary>
public sealed record AskedExtension(ExtensionRequest Request, int Seat);

/// <summary>The team sets the dates of a run, answers who asks for more time, and gives allowances: to seats, never to people.</summary>
internal static class TeamDates
{
    public static async Task<IResult> See(Classroom room, Database db)
    {
        Enter(room);
        var (enrolments, arrangements) = (db.Enrolments.AsNoTracking(), db.Arrangements.AsNoTracking());
        var asked = await Waiting(db, room.Run.Id, 100, room.Visit.Cancel);
        var allowed = await arrangements
            .Where(one => one.RunId == room.Run.Id && (one.ExtraDays > 0 || one.ExtraPercent > 0 || one.ExtraMinutes > 0))
            .Join(enrolments, one => one.Persona, enrolment => enrolment.Persona, (arranged, enrolment) => new { enrolment.Seat, arranged })
            .OrderBy(one => one.Seat)
            .Take(200)
            .ToListAsync(room.Visit.Cancel);
        var model = new TeamDatesModel(room, [.. DatedThing.All(room)], asked, allowed.ConvertAll(one => (one.Seat, one.arranged)));
        return Page.Show(room.Frame(room.Visit.Words["teamdates.title"], "home"), TeamDatesPage.Create(model));
    }

    /// <summary>The requests of a run that wait for an answer, the longest wait first.</summary>
    internal static async Task<IReadOnlyList<AskedExtension>> Waiting(Database db, long run, int most, CancellationToken cancel)
    {
        var (requests, enrolments) = (db.ExtensionRequests.AsNoTracking(), db.Enrolments.AsNoTracking());
        var asked = await requests
            .Where(request => request.RunId == run && request.AnsweredAt == null)
            .Join(enrolments, request => request.Persona, enrolment => enrolment.Persona, (request, enrolment) => new { request, enrolment.Seat })
            .OrderBy(one => one.request.Id)
            .Take(most)
            .ToListAsync(cancel);
        return asked.ConvertAll(one => new AskedExtension(one.request, one.Seat));
    }

    public static async Task<IResult> Set(Classroom room, Database db, RunBoard runs, HttpContext context)
    {
        Enter(room);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var thing = form["thing"].ToString();
        if (DatedThing.All(room).All(one => one.Id != thing))
            throw new RefusedException(new Refusal("dates.refused.nothing") { Status = StatusCodes.Status422UnprocessableEntity });
        var date = new OwnDate(Moment(form["opens"].ToString(), room.Run), Moment(form["due"].ToString(), room.Run));
        if (date.Opens > date.Due)
            throw new RefusedException(new Refusal("dates.refused.order") { Status = StatusCodes.Status422UnprocessableEntity });
        return await Change(
            room,
            db,
            runs,
            dates => dates.With(thing, date),
            new
            {
                thing,
                date.Opens,
                date.Due,
            }
        );
    }

    public static async Task<IResult> LetMove(Classroom room, Database db, RunBoard runs, HttpContext context)
    {
        Enter(room);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var days = int.TryParse(form["days"], out var given) && given is >= 0 and <= 365 ? given : (int?)null;
        return await Change(room, db, runs, dates => dates with { ShiftDays = days }, new { shift = days });
    }

    public static async Task<IResult> Answer(string id, Classroom room, Database db, HttpContext context)
    {
        Enter(room);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var (number, granted, answer) = (long.TryParse(id, out var given) ? given : 0, form["granted"] == "yes", form["answer"].ToString().Trim());
        await db.Alone(
            async () =>
            {
                var request =
                    await db.ExtensionRequests.SingleOrDefaultAsync(one => one.Id == number && one.RunId == room.Run.Id, room.Visit.Cancel)
                    ?? throw new MissingException("No such request.");
                request.Decide(granted, answer, room.Visit.Now);
                db.Announce(new ExtensionAnswered(number), room.Visit.Now);
                if (granted)
                    (await db.ArrangementOf(request.Persona, room.Run.Id, room.Visit.Cancel)).Extend(request.Thing, request.Days);
                await Audit(room, db, "extension.answered", new { request = number, granted });
            },
            room.Visit.Cancel
        );
        return Back(room);
    }

    public static async Task<IResult> Allow(Classroom room, Database db, HttpContext context)
    {
        Enter(room);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        int Number(string name) => form[name].ToString() is { Length: > 0 } text ? (int.TryParse(text, out var number) ? number : -1) : 0;
        var (seat, days, time) = (Number("seat"), Number("days"), new ExtraTime(Number("percent"), Number("minutes")));
        await db.Alone(
            async () =>
            {
                var enrolment =
                    await db.Enrolments.SingleOrDefaultAsync(one => one.RunId == room.Run.Id && one.Seat == seat, room.Visit.Cancel)
                    ?? throw new RefusedException(new Refusal("dates.refused.noseat", seat) { Status = StatusCodes.Status422UnprocessableEntity });
                (await db.ArrangementOf(enrolment.Persona, room.Run.Id, room.Visit.Cancel)).Allow(days, time);
                enrolment.Act();
                await Audit(
                    room,
                    db,
                    "allowance.given",
                    new
                    {
                        seat,
                        days,
                        time.Percent,
                        time.Minutes,
                    }
                );
            },
            room.Visit.Cancel
        );
        return Back(room);
    }

    private static async Task<IResult> Change(Classroom room, Database db, RunBoard runs, Func<RunDates, RunDates> change, object detail)
    {
        await db.Alone(
            async () =>
            {
                var run = await db.Runs.SingleAsync(run => run.Id == room.Run.Id, room.Visit.Cancel);
                run.Dates = change(RunDates.FromJson(run.Dates)).ToJson();
                await Audit(room, db, "run.dates.set", detail);
            },
            room.Visit.Cancel
        );
        runs.Forget(room.Run.Code);
        return Back(room);
    }

    // A form that was sent twice changes nothing the second time, and leaves no line.
    private static async Task Audit(Classroom room, Database db, string act, object detail)
    {
        if (!db.ChangeTracker.HasChanges())
            return;
        await db.Audit(room.Visit.Now, room.Visit.Person.Id, act, $"run:{room.Run.Id}", detail, room.Visit.Cancel);
        await db.SaveChangesAsync(room.Visit.Cancel);
    }

    // An empty field is no date; an hour that the clock skips is the one after it.
    private static long? Moment(string field, RunFacts run)
    {
        if (field.Length == 0)
            return null;
        if (!DateTime.TryParseExact(field, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            throw new RefusedException(new Refusal("dates.refused.nodate") { Status = StatusCodes.Status422UnprocessableEntity });
        var zone = TimeZoneInfo.FindSystemTimeZoneById(run.TimeZone);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local))).Milliseconds;
    }

    private static void Enter(Classroom room)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team sets dates.");
    }

    private static IResult Back(Classroom room) => Results.LocalRedirect($"/c/{room.Run.Code}/team/dates");
}
