using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Amphi.Formats.Calendars;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning.Dates;

/// <param name="Feed">The address of the feed, shown once, when it was just made.</param>
public sealed record MyCalendarModel(Visit Visit, IReadOnlyList<(Classroom Room, DatedThing Thing)> Dates, bool HasFeed, string? Feed);

/// <summary>A person sees the dates of all their runs, and may have another calendar read them. Only they can: the list is read from the vault.</summary>
internal static class MyCalendar
{
    public static async Task<IResult> See(Visit visit, Database db, MyRooms rooms) => await Show(visit, db, rooms, null);

    /// <summary>Makes a new secret address; the one before no longer works. A form that was sent twice makes the same.</summary>
    public static async Task<IResult> Make(Visit visit, Database db, MyRooms rooms, SiteAddress site, Keys keys, HttpContext context)
    {
        var act = visit.Act(await context.Request.ReadFormAsync(visit.Cancel));
        var secret = Base64Url.EncodeToString(HMACSHA256.HashData(keys.Named("calendars"), act.ToByteArray()));
        await db.Alone(
            async () =>
            {
                var feed = await db.CalendarFeeds.FindAsync([visit.Person.Id], visit.Cancel);
                if (feed is null)
                    db.CalendarFeeds.Add(
                        new CalendarFeed
                        {
                            PersonId = visit.Person.Id,
                            Secret = CalendarFeed.Hash(secret),
                            CreatedAt = visit.Now,
                        }
                    );
                else
                    (feed.Secret, feed.CreatedAt) = (CalendarFeed.Hash(secret), visit.Now);
                await db.SaveChangesAsync(visit.Cancel);
            },
            visit.Cancel
        );
        return await Show(visit, db, rooms, site.At($"/calendar/{secret}.ics"));
    }

    public static async Task<IResult> End(Visit visit, Database db)
    {
        await db.Alone(() => db.CalendarFeeds.Where(feed => feed.PersonId == visit.Person.Id).ExecuteDeleteAsync(visit.Cancel), visit.Cancel);
        return Results.LocalRedirect("/me/calendar");
    }

    public static async Task<IResult> Feed(string secret, Visit visit, Database db, MyRooms rooms, SiteAddress site)
    {
        var person = await db.PersonOfCalendar(secret, visit.Cancel);
        var words = Words.In(person.Language);
        var entries = Dates(await rooms.Of(person.Id, visit)).Select(one => Entry(one.Room, one.Thing, words, site));
        return Results.Text(CalendarFile.Write(entries, visit.Now.ToDateTimeOffset()), CalendarFile.MediaType);
    }

    // Whoever looks over this calendar must not learn of a discreet enrolment: no name and no way to the course.
    private static CalendarEntry Entry(Classroom room, DatedThing thing, Words words, SiteAddress site)
    {
        var uid = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{room.Learner!.Persona} {thing.Id}")))[..32];
        var at = thing.Due!.Value.ToDateTimeOffset();
        return room.IsDiscreet
            ? new CalendarEntry(uid, words["calendar.neutral"], at)
            : new CalendarEntry(uid, words.Say("calendar.entry", thing.Title, room.Course.Title), at, new Uri(site.At($"/c/{room.Run.Code}/l/{thing.Lesson}")));
    }

    private static List<(Classroom Room, DatedThing Thing)> Dates(IEnumerable<Classroom> rooms) =>
        [.. rooms.SelectMany(room => DatedThing.Of(room).Select(thing => (room, thing))).OrderBy(one => one.thing.Due)];

    private static async Task<IResult> Show(Visit visit, Database db, MyRooms rooms, string? feed)
    {
        var hasFeed = await db.CalendarFeeds.AnyAsync(one => one.PersonId == visit.Person.Id, visit.Cancel);
        var model = new MyCalendarModel(visit, Dates(await rooms.Of(visit.Person.Id, visit)), hasFeed, feed);
        return Page.Show(visit.Frame(visit.Words["calendar.title"]), MyCalendarPage.Create(model));
    }
}
