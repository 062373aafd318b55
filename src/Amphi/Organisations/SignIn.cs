using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Organisations;

public sealed record SignInForm(string Email, string Then, string? Fault, bool HasPasskeys, string? NamedAddress);

/// <summary>A person signs in with a password; passkeys have a slice of their own.</summary>
internal static class SignIn
{
    public static IResult Ask(Visit visit, string? then, HttpContext context) =>
        visit.Visitor is null ? Show(visit, context, "", LocalPath.OrHome(then), null) : Results.LocalRedirect(LocalPath.OrHome(then).ToString());

    public static async Task<IResult> Enter(
        AccountForm form,
        Visit visit,
        Database db,
        Passwords passwords,
        Throttle throttle,
        KnownDevices devices,
        Sessions sessions,
        HttpContext context
    )
    {
        var then = LocalPath.OrHome(form.Then);
        var isAddress = EmailAddress.TryParse(form.Email, out var email);
        var device = devices.Of(context, email.Folded);
        if (!throttle.Allows(email.Folded, device, context.Connection.RemoteIpAddress))
            return Show(visit, context, form.Email, then, "account.throttled", StatusCodes.Status429TooManyRequests);

        var person = isAddress ? await db.PersonWith(email, visit.Cancel) : null;
        var isRight = form.Password.Length <= Passwords.Longest && await passwords.IsRight(person, form.Password, visit.Cancel);

        // Asked now, so that the guesses count that were made while this one was hashed.
        var isLocked = await db.IsLocked(email, visit.Now, visit.Cancel) && device is null;

        // One sentence, at one cost, for a wrong password, an unknown address, a locked or disabled account: nothing tells which.
        if (!isRight || isLocked || person is not { DisabledAt: null, EmailConfirmedAt: not null })
        {
            await db.CountFailedSignIn(email, visit.Now, visit.Cancel);
            return Show(visit, context, form.Email, then, "account.signin.wrong", StatusCodes.Status422UnprocessableEntity);
        }

        await db.ForgetFailedSignIns(person.Id, visit.Cancel);
        await sessions.Begin(person, context, visit.Cancel);
        return Results.LocalRedirect(then.ToString());
    }

    public static async Task<IResult> Leave(Visit visit, Sessions sessions, HttpContext context)
    {
        await sessions.End(context, visit.Cancel);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return Results.LocalRedirect("/");
    }

    public static IResult Speak(string? to, string? then, HttpContext context)
    {
        if (Languages.Speaks(to))
        {
            var options = Porter.HostCookie;
            options.MaxAge = TimeSpan.FromDays(365);
            context.Response.Cookies.Append(Porter.LanguageCookie, to!, options);
        }

        return Results.LocalRedirect(LocalPath.OrHome(then).ToString());
    }

    /// <summary>Passkeys belong to a name (WebAuthn: the relying party's domain), never to a number.</summary>
    public static bool CanUsePasskeys(HttpContext context) => !System.Net.IPAddress.TryParse(context.Request.Host.Host, out _);

    private static IResult Show(Visit visit, HttpContext context, string email, LocalPath then, string? fault, int status = StatusCodes.Status200OK)
    {
        var frame = visit.Frame(visit.Words["account.signin"]) with { Scripts = ["passkeys.js"] };
        var isNamed = CanUsePasskeys(context);
        var named =
            !isNamed && System.Net.IPAddress.IsLoopback(System.Net.IPAddress.Parse(context.Request.Host.Host))
                ? $"{context.Request.Scheme}://localhost:{context.Request.Host.Port}/sign-in"
                : null;
        return Page.Show(frame, SignInPage.Create(new SignInForm(email, then.ToString(), fault, isNamed, named)), status);
    }
}
