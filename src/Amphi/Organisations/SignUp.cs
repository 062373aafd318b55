using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Organisations;

public sealed record SignUpForm(AccountForm Typed, FormFaults Faults, bool IsSent = false);

/// <param name="Token">null when the link is used or too old.</param>
public sealed record ConfirmForm(string? Token);

/// <summary>A person makes an account. The answer is the same whether the address is known or not: only its owner reads which.</summary>
internal static class SignUp
{
    private static readonly TimeSpan ConfirmationLasts = TimeSpan.FromDays(1);

    public static IResult Ask(Visit visit, string? then) => Show(visit, new AccountForm { Then = LocalPath.OrHome(then).ToString() }, []);

    public static async Task<IResult> Make(AccountForm form, Visit visit, Registry registry, Throttle throttle, HttpContext context)
    {
        var faults = Faults(form, out var email);
        if (!throttle.Allows("sign-up", RandomWord.Code(), context.Connection.RemoteIpAddress))
            faults["email"] = "account.throttled";
        if (faults.Count > 0)
            return Show(visit, form, faults, StatusCodes.Status422UnprocessableEntity);

        await registry.SignUp(form.Name, email, form.Password, visit.Language, visit.Cancel);
        return Page.Show(visit.Frame(visit.Words["account.signup"]), SignUpPage.Create(new SignUpForm(form, [], IsSent: true)));
    }

    private static FormFaults Faults(AccountForm form, out EmailAddress email)
    {
        var faults = new FormFaults();
        if (form.Name.Length is 0 or > 80 || form.Name.Any(char.IsControl))
            faults["name"] = "account.name.wrong";
        if (!EmailAddress.TryParse(form.Email, out email))
            faults["email"] = "account.email.wrong";
        if (Passwords.Refusal(form.Password, form.Email) is { } refusal)
            faults["password"] = refusal;
        return faults;
    }

    private static IResult Show(Visit visit, AccountForm form, FormFaults faults, int status = StatusCodes.Status200OK) =>
        Page.Show(visit.Frame(visit.Words["account.signup"]), SignUpPage.Create(new SignUpForm(form, faults)), status);

    public static async Task<IResult> Confirm(string? token, Visit visit, OneTimeTokens tokens)
    {
        var isGood = await tokens.IsGood(token ?? "", OneTimeToken.ConfirmEmail, visit.Cancel);
        return Page.Show(visit.Frame(visit.Words["account.confirm"]), ConfirmPage.Create(new ConfirmForm(isGood ? token : null)), isGood ? 200 : 404);
    }

    public static async Task<IResult> Confirmed(AccountForm form, Visit visit, OneTimeTokens tokens, Database db, Sessions sessions, HttpContext context)
    {
        if (await tokens.Take(form.Token, OneTimeToken.ConfirmEmail, visit.Cancel) is not { } person)
            return Page.Show(visit.Frame(visit.Words["account.confirm"]), ConfirmPage.Create(new ConfirmForm(null)), 404);
        person.EmailConfirmedAt ??= visit.Now;
        await db.SaveChangesAsync(visit.Cancel);
        await sessions.Begin(person, context, visit.Cancel);
        return Results.LocalRedirect("/");
    }

    internal static TimeSpan Lasts => ConfirmationLasts;
}
