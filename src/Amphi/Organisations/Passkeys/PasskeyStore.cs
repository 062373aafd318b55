using System.Text.Json;
using Amphi.Ground;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations.Passkeys;

/// <summary>
/// What ASP.NET Core Identity's passkey handler asks of a store, over our people. It finds and keeps passkeys; accounts
/// themselves are made and changed by the <see cref="Registry"/> alone.
/// </summary>
public sealed class PasskeyStore(Database db, TimeProvider time) : IUserPasskeyStore<Person>
{
    private const int MostPerPerson = 20;

    public async Task AddOrUpdatePasskeyAsync(Person user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        if (await db.Passkeys.SingleOrDefaultAsync(one => one.CredentialId == passkey.CredentialId, cancellationToken) is { } held)
            held.Data = Write(passkey);
        else if (await db.Passkeys.CountAsync(one => one.PersonId == user.Id, cancellationToken) >= MostPerPerson)
            throw new RefusedException(new Refusal("account.passkey.many"));
        else
            db.Passkeys.Add(
                new Passkey
                {
                    CredentialId = passkey.CredentialId,
                    PersonId = user.Id,
                    Name = passkey.Name ?? "",
                    Data = Write(passkey),
                    CreatedAt = time.Now(),
                }
            );
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Person user, CancellationToken cancellationToken)
    {
        var held = await db
            .Passkeys.AsNoTracking()
            .Where(passkey => passkey.PersonId == user.Id)
            .OrderBy(passkey => passkey.CreatedAt)
            .Take(MostPerPerson)
            .ToListAsync(cancellationToken);
        return [.. held.Select(Read)];
    }

    public async Task<Person?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        var held = await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(passkey => passkey.CredentialId == credentialId, cancellationToken);
        return held is null ? null : await db.People.SingleOrDefaultAsync(person => person.Id == held.PersonId, cancellationToken);
    }

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var held = await db
            .Passkeys.AsNoTracking()
            .SingleOrDefaultAsync(passkey => passkey.CredentialId == credentialId && passkey.PersonId == user.Id, cancellationToken);
        return held is null ? null : Read(held);
    }

    public async Task RemovePasskeyAsync(Person user, byte[] credentialId, CancellationToken cancellationToken)
    {
        if (
            await db.Passkeys.SingleOrDefaultAsync(passkey => passkey.CredentialId == credentialId && passkey.PersonId == user.Id, cancellationToken)
            is not { } held
        )
            throw new MissingException("No such passkey.");
        db.Passkeys.Remove(held);
        await db.SaveChangesAsync(cancellationToken);
    }

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString());

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        long.TryParse(userId, out var id) ? await db.People.SingleOrDefaultAsync(person => person.Id == id, cancellationToken) : null;

    public Task<Person?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw NotOurs();

    public Task<string?> GetNormalizedUserNameAsync(Person user, CancellationToken cancellationToken) => throw NotOurs();

    public Task SetNormalizedUserNameAsync(Person user, string? normalizedName, CancellationToken cancellationToken) => throw NotOurs();

    public Task SetUserNameAsync(Person user, string? userName, CancellationToken cancellationToken) => throw NotOurs();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) => throw NotOurs();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) => throw NotOurs();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) => throw NotOurs();

    public void Dispose() { }

    private static NotSupportedException NotOurs() => new("Accounts are kept by the registry.");

    private static string Write(UserPasskeyInfo passkey) =>
        JsonSerializer.Serialize(
            new IdentityPasskeyData
            {
                PublicKey = passkey.PublicKey,
                Name = passkey.Name,
                CreatedAt = passkey.CreatedAt,
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            }
        );

    private static UserPasskeyInfo Read(Passkey held)
    {
        var data = JsonSerializer.Deserialize<IdentityPasskeyData>(held.Data)!;
        return new UserPasskeyInfo(
            held.CredentialId,
            data.PublicKey,
            data.CreatedAt,
            data.SignCount,
            data.Transports,
            data.IsUserVerified,
            data.IsBackupEligible,
            data.IsBackedUp,
            data.AttestationObject,
            data.ClientDataJson
        )
        {
            Name = held.Name,
        };
    }
}
