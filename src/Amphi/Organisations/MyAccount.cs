using Amphi.Ground;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations;

public sealed record AccountPageModel(
    Person Person,
    IReadOnlyList<Session> Sessions,
    string CurrentSession,
    IReadOnlyList<Passkey> Passkeys,
    Instant Now,
    bool IsSaved,
    FormFaults Faults,
    bool CanAddPasskeys,
    string? Welcome,
    string OutboxKey
);

/// <summary>Told when a person changed their own name.</summary>
public sealed record PersonRenamed(long Person) : IAnnouncement
{
    public static string Kind => "person.renamed";
}

/// <summary>A person sees and changes what Amphi keeps of them as a person.</summary>
internal static class MyAccount
{
    private static readonly HashSet<string> Zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id)];

    public static Task<IResult> See(Visit visit, Database db, HttpContext context, string? saved, string? welcome) =>
        Show(visit, db, context, saved is not null, [], welcome is null ? null : LocalPath.OrHome(welcome).ToString());

    public static async Task<IResult> Change(Visit visit, Database db, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(visit.Cancel);
        var (name, language, zone) = (form["name"].ToString().Trim(), form["language"].ToString(), form["zone"].ToString());
        if (name.Length is 0 or > 80 || name.Any(char.IsControl))
            return await Show(visit, db, context, false, new FormFaults { ["name"] = "account.name.wrong" });

        var person = await db.People.SingleAsync(person => person.Id == visit.Person.Id, visit.Cancel);
        if (person.Name != name)
            db.Announce(new PersonRenamed(person.Id), visit.Now);
        person.Name = name;
        if (Languages.Speaks(language))
            person.Language = language;
        if (Zones.Contains(zone))
            person.TimeZone = zone;
        await db.SaveChangesAsync(visit.Cancel);
        context.Response.Cookies.Delete(Porter.LanguageCookie, Porter.HostCookie);
        return Results.LocalRedirect("/me?saved=1");
    }

    public static async Task<IResult> EndSession(string id, Visit visit, Database db)
    {
        var session =
            await db.Sessions.SingleOrDefaultAsync(session => session.Id == id && session.PersonId == visit.Person.Id, visit.Cancel)
            ?? throw new MissingException("No such session.");
        session.RevokedAt ??= visit.Now;
        await db.SaveChangesAsync(visit.Cancel);
        return Results.LocalRedirect("/me");
    }

    private static async Task<IResult> Show(Visit visit, Database db, HttpContext context, bool isSaved, FormFaults faults, string? welcome = null)
    {
        var oldest = visit.Now - context.RequestServices.GetRequiredService<SessionLimits>().Idle(visit.Roles.Any);
        var person = await db.People.AsNoTracking().SingleAsync(person => person.Id == visit.Person.Id, visit.Cancel);
        var sessions = await db
            .Sessions.AsNoTracking()
            .Where(session => session.PersonId == person.Id && session.RevokedAt == null && session.EndsAt > visit.Now && session.SeenAt > oldest)
            .OrderByDescending(session => session.CreatedAt)
            .Take(50)
            .ToListAsync(visit.Cancel);
        var passkeys = await db
            .Passkeys.AsNoTracking()
            .Where(passkey => passkey.PersonId == person.Id)
            .OrderBy(passkey => passkey.CreatedAt)
            .Take(20)
            .ToListAsync(visit.Cancel);
        var model = new AccountPageModel(
            person,
            sessions,
            visit.Person.SessionId,
            passkeys,
            visit.Now,
            isSaved,
            faults,
            SignIn.CanUsePasskeys(context),
            welcome,
            visit.OutboxKey
        );
        return Page.Show(
            visit.Frame(visit.Words["account.mine"]) with
            {
                Scripts = ["passkeys.js", "outbox.js"],
            },
            MyAccountPage.Create(model),
            faults.Count > 0 ? 422 : 200
        );
    }
}
