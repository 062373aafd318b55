using Microsoft.AspNetCore.Identity;

namespace Amphi.Organisations.Passkeys;

/// <summary>What a script sends of a key, as WebAuthn's <c>PublicKeyCredential.toJSON()</c> writes it.</summary>
public sealed record PresentedKey(string Credential, string Then)
{
    private const int Longest = 64 * 1024;

    public static async ValueTask<PresentedKey> BindAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return new PresentedKey("", "");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var credential = form["credential"].ToString();
        return new PresentedKey(credential.Length <= Longest ? credential : "", form["then"].ToString());
    }

    /// <summary>One sentence whatever was wrong with a key: which it was is nobody's business.</summary>
    public static IResult NotRecognised(Visit visit) =>
        Results.Json(new { fault = visit.Words["account.passkey.failed"] }, statusCode: StatusCodes.Status422UnprocessableEntity);
}

/// <summary>Someone signs in with a key of their device (WebAuthn level 3). Which account it is, the key says.</summary>
internal static class SignInWithPasskey
{
    public static async Task<IResult> Options(HttpContext context, IPasskeyHandler<Person> handler, Challenges challenges)
    {
        var options = await handler.MakeRequestOptionsAsync(null, context);
        challenges.Ask(context, options.AssertionState ?? "");
        return Results.Content(options.RequestOptionsJson, "application/json");
    }

    public static async Task<IResult> Enter(
        PresentedKey key,
        Visit visit,
        HttpContext context,
        IPasskeyHandler<Person> handler,
        PasskeyStore store,
        Challenges challenges,
        Sessions sessions
    )
    {
        if (challenges.Take(context) is not { } state || key.Credential.Length == 0)
            return PresentedKey.NotRecognised(visit);

        var shown = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext
            {
                HttpContext = context,
                CredentialJson = key.Credential,
                AssertionState = state,
            }
        );
        if (!shown.Succeeded || shown.User is not { DisabledAt: null, EmailConfirmedAt: not null } person)
            return PresentedKey.NotRecognised(visit);

        await store.AddOrUpdatePasskeyAsync(person, shown.Passkey, visit.Cancel);
        await sessions.Begin(person, context, visit.Cancel);
        return Results.Json(new { then = LocalPath.OrHome(key.Then).ToString() });
    }
}
