using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Organisations;

public sealed record SignUpForm(AccountForm Typed, FormFaults Faults, bool OffersPasskeys = false, bool IsSent = false);

/// <param name="Token">null when the link is used or too old.</param>
public sealed record ConfirmForm(string? Token, string Then = "/");

/// <summary>A person makes an account. The answer is the same whether the address is known or not: only its owner reads which.</summary>
internal static class SignUp
{
    private static readonly TimeSpan ConfirmationLasts = TimeSpan.FromDays(1);

    public static IResult Ask(Visit visit, string? then, HttpContext context)
    {
        var offers = SignIn.CanUsePasskeys(context);
        return Show(visit, context, new AccountForm { Then = LocalPath.OrHome(then).ToString(), HasPassword = !offers }, []);
    }

    public static async Task<IResult> Make(AccountForm form, Visit visit, Registry registry, Throttle throttle, HttpContext context)
    {
        var faults = Faults(form, out var email);
        if (!throttle.AllowsFrom(context.Connection.RemoteIpAddress))
            faults["email"] = "account.throttled";
        if (faults.Count > 0)
            return Show(visit, context, form, faults, StatusCodes.Status422UnprocessableEntity);

        await registry.SignUp(form.Name, email, form.HasPassword ? form.Password : null, visit.Language, LocalPath.OrHome(form.Then), visit.Cancel);
        return Page.Show(visit.Frame(visit.Words["account.signup"]), SignUpPage.Create(new SignUpForm(form, [], IsSent: true)));
    }

    private static FormFaults Faults(AccountForm form, out EmailAddress email)
    {
        var faults = new FormFaults();
        if (form.Name.Length is 0 or > 80 || form.Name.Any(char.IsControl))
            faults["name"] = "account.name.wrong";
        if (!EmailAddress.TryParse(form.Email, out email))
            faults["email"] = "account.email.wrong";
        if (form.HasPassword && Passwords.Refusal(form.Password, form.Email) is { } refusal)
            faults["password"] = refusal;
        return faults;
    }

    private static IResult Show(Visit visit, HttpContext context, AccountForm form, FormFaults faults, int status = StatusCodes.Status200OK) =>
        Page.Show(visit.Frame(visit.Words["account.signup"]), SignUpPage.Create(new SignUpForm(form, faults, SignIn.CanUsePasskeys(context))), status);

    public static async Task<IResult> Confirm(string? token, string? then, Visit visit, OneTimeTokens tokens)
    {
        var isGood = await tokens.IsGood(token ?? "", OneTimeToken.ConfirmEmail, visit.Cancel);
        return Page.Show(
            visit.Frame(visit.Words["account.confirm"]),
            ConfirmPage.Create(new ConfirmForm(isGood ? token : null, LocalPath.OrHome(then).ToString())),
            isGood ? 200 : 404
        );
    }

    public static async Task<IResult> Confirmed(AccountForm form, Visit visit, OneTimeTokens tokens, Database db, Sessions sessions, HttpContext context)
    {
        var confirmed = await db.Alone(
            async () =>
            {
                var owner = await tokens.Take(form.Token, OneTimeToken.ConfirmEmail, visit.Cancel);
                owner?.EmailConfirmedAt ??= visit.Now;
                await db.SaveChangesAsync(visit.Cancel);
                return owner;
            },
            visit.Cancel
        );
        if (confirmed is not { } person)
            return Page.Show(visit.Frame(visit.Words["account.confirm"]), ConfirmPage.Create(new ConfirmForm(null)), 404);
        await sessions.Begin(person, context, visit.Cancel);
        var then = LocalPath.OrHome(form.Then).ToString();
        return Results.LocalRedirect(person.PasswordHash is null ? $"/me?welcome={Uri.EscapeDataString(then)}" : then);
    }

    internal static TimeSpan Lasts => ConfirmationLasts;
}
