using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations;

/// <summary>Begins and ends sessions.</summary>
public sealed class Sessions(Database db, SessionLimits limits, KnownDevices devices, TimeProvider time)
{
    /// <summary>A new session in this browser; the one it had, if any, ends.</summary>
    public async Task Begin(Person person, HttpContext context, CancellationToken cancel)
    {
        await End(context, cancel);
        var token = RandomWord.Secret();
        var now = time.Now();
        var isStaff = await db.Memberships.AnyAsync(membership => membership.PersonId == person.Id, cancel);
        db.Sessions.Add(
            new Session
            {
                TokenHash = Session.Hash(token),
                Id = RandomWord.Code(),
                PersonId = person.Id,
                Device = Devices.Name(context.Request.Headers.UserAgent.ToString()),
                CreatedAt = now,
                SeenAt = now,
                EndsAt = now + limits.Longest(isStaff),
            }
        );
        await db.SaveChangesAsync(cancel);
        context.Response.Cookies.Append(Porter.SessionCookie, token, Porter.HostCookie);
        devices.Remember(context, person.EmailFolded);
    }

    /// <summary>Ends the session of this browser.</summary>
    public async Task End(HttpContext context, CancellationToken cancel)
    {
        if (context.Request.Cookies[Porter.SessionCookie] is not { Length: 43 } token)
            return;
        var hash = Session.Hash(token);
        if (await db.Sessions.FindAsync([hash], cancel) is { } session)
        {
            session.RevokedAt ??= time.Now();
            await db.SaveChangesAsync(cancel);
        }

        context.Response.Cookies.Delete(Porter.SessionCookie, Porter.HostCookie);
    }

    /// <summary>Ends all sessions of a person, or all but one.</summary>
    public async Task EndAll(long personId, CancellationToken cancel, string? except = null)
    {
        var now = time.Now();
        foreach (
            var session in await db
                .Sessions.Where(session => session.PersonId == personId && session.RevokedAt == null && session.Id != except)
                .ToListAsync(cancel)
        )
            session.RevokedAt = now;
        await db.SaveChangesAsync(cancel);
    }
}

/// <summary>Names for devices, enough to recognise one's own.</summary>
internal static class Devices
{
    public static string Name(string userAgent)
    {
        var browser =
            userAgent.Contains("Firefox/", StringComparison.Ordinal) ? "Firefox"
            : userAgent.Contains("Edg/", StringComparison.Ordinal) ? "Edge"
            : userAgent.Contains("Chrome/", StringComparison.Ordinal) ? "Chrome"
            : userAgent.Contains("Safari/", StringComparison.Ordinal) ? "Safari"
            : "?";
        var system =
            userAgent.Contains("Android", StringComparison.Ordinal) ? "Android"
            : userAgent.Contains("iPhone", StringComparison.Ordinal) || userAgent.Contains("iPad", StringComparison.Ordinal) ? "iOS"
            : userAgent.Contains("Windows", StringComparison.Ordinal) ? "Windows"
            : userAgent.Contains("Mac OS", StringComparison.Ordinal) ? "macOS"
            : userAgent.Contains("Linux", StringComparison.Ordinal) ? "Linux"
            : "?";
        return $"{browser}, {system}";
    }
}
