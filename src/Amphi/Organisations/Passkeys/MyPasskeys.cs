using Amphi.Ground;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations.Passkeys;

/// <summary>A person adds a key of a device to their account, and takes one away.</summary>
internal static class MyPasskeys
{
    public static async Task<IResult> Options(Visit visit, HttpContext context, IPasskeyHandler<Person> handler, Challenges challenges, Database db)
    {
        var person = await db.People.AsNoTracking().SingleAsync(person => person.Id == visit.Person.Id, visit.Cancel);
        var entity = new PasskeyUserEntity
        {
            Id = person.Id.ToString(),
            Name = person.Email,
            DisplayName = person.Name,
        };
        var options = await handler.MakeCreationOptionsAsync(entity, context);
        challenges.Ask(context, options.AttestationState ?? "");
        return Results.Content(options.CreationOptionsJson, "application/json");
    }

    public static async Task<IResult> Add(
        PresentedKey key,
        Visit visit,
        HttpContext context,
        IPasskeyHandler<Person> handler,
        PasskeyStore store,
        Challenges challenges,
        Database db
    )
    {
        if (challenges.Take(context) is not { } state || key.Credential.Length == 0)
            return PresentedKey.NotRecognised(visit);

        var shown = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext
            {
                HttpContext = context,
                CredentialJson = key.Credential,
                AttestationState = state,
            }
        );

        // The challenge names whom it was made for: another session's answer adds nothing here.
        if (!shown.Succeeded || shown.UserEntity.Id != visit.Person.Id.ToString())
            return PresentedKey.NotRecognised(visit);

        shown.Passkey.Name = Devices.Name(context.Request.Headers.UserAgent.ToString());
        var person = await db.People.SingleAsync(person => person.Id == visit.Person.Id, visit.Cancel);
        await store.AddOrUpdatePasskeyAsync(person, shown.Passkey, visit.Cancel);
        return Results.Json(new { then = key.Then.Length > 0 ? LocalPath.OrHome(key.Then).ToString() : "/me?saved=1" });
    }

    public static async Task<IResult> Remove(string id, Visit visit, PasskeyStore store, Database db)
    {
        var person = await db.People.SingleAsync(person => person.Id == visit.Person.Id, visit.Cancel);
        if (person.PasswordHash is null && await db.Passkeys.CountAsync(passkey => passkey.PersonId == person.Id, visit.Cancel) < 2)
            throw new RefusedException(new Refusal("account.passkey.last"));
        await store.RemovePasskeyAsync(person, Bytes(id), visit.Cancel);
        return Results.LocalRedirect("/me?saved=1");
    }

    private static byte[] Bytes(string hex) =>
        hex.Length is > 0 and <= 2048 && hex.Length % 2 == 0 && hex.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(hex)
            : throw new MissingException("No such passkey.");
}
