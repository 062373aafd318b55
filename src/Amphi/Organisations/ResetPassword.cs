using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Organisations;

public sealed record ResetForm(string Email, FormFaults Faults, bool IsSent = false);

public sealed record ChooseForm(string? Token, FormFaults Faults);

/// <summary>A person who cannot sign in asks for a link and chooses a new password; all their sessions end.</summary>
internal static class ResetPassword
{
    public static IResult Ask(Visit visit) => Show(visit, new ResetForm("", []));

    public static async Task<IResult> Send(AccountForm form, Visit visit, Registry registry, Throttle throttle, HttpContext context)
    {
        if (!EmailAddress.TryParse(form.Email, out var email))
            return Show(visit, new ResetForm(form.Email, new FormFaults { ["email"] = "account.email.wrong" }), StatusCodes.Status422UnprocessableEntity);
        if (throttle.Allows("reset:" + email.Folded, null, context.Connection.RemoteIpAddress))
            await registry.AskReset(email, visit.Cancel);
        return Show(visit, new ResetForm(form.Email, [], IsSent: true));
    }

    public static async Task<IResult> Choose(string? token, Visit visit, OneTimeTokens tokens)
    {
        var isGood = await tokens.IsGood(token ?? "", OneTimeToken.ResetPassword, visit.Cancel);
        return ShowChoose(visit, new ChooseForm(isGood ? token : null, []), isGood ? 200 : 404);
    }

    public static async Task<IResult> Chosen(
        AccountForm form,
        Visit visit,
        OneTimeTokens tokens,
        Passwords passwords,
        Sessions sessions,
        Database db,
        HttpContext context
    )
    {
        if (Passwords.Refusal(form.Password, "") is { } refusal)
            return ShowChoose(visit, new ChooseForm(form.Token, new FormFaults { ["password"] = refusal }), StatusCodes.Status422UnprocessableEntity);
        var hash = await passwords.Hash(form.Password, visit.Cancel);
        var chosen = await db.Alone(
            async () =>
            {
                if (await tokens.Take(form.Token, OneTimeToken.ResetPassword, visit.Cancel) is not { } person)
                    return null;
                (person.PasswordHash, person.SecurityStamp, person.EmailConfirmedAt) = (hash, RandomWord.Secret(), person.EmailConfirmedAt ?? visit.Now);
                (person.FailedSignIns, person.LockedUntil) = (0, null);
                await sessions.EndAll(person.Id, visit.Cancel);
                return person;
            },
            visit.Cancel
        );
        if (chosen is not { } person)
            return ShowChoose(visit, new ChooseForm(null, []), 404);
        await sessions.Begin(person, context, visit.Cancel);
        return Results.LocalRedirect("/learning");
    }

    private static IResult Show(Visit visit, ResetForm form, int status = 200) =>
        Page.Show(visit.Frame(visit.Words["account.reset"]), ResetPage.Create(form), status);

    private static IResult ShowChoose(Visit visit, ChooseForm form, int status = 200) =>
        Page.Show(visit.Frame(visit.Words["account.choose"]), ChoosePage.Create(form), status);
}
