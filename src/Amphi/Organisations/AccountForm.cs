using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations;

/// <summary>What someone typed into a form about their account, read once and trimmed; never bound to a row.</summary>
public sealed record AccountForm
{
    public string Name { get; init; } = "";
    public string Email { get; init; } = "";
    public string Password { get; init; } = "";
    public string Then { get; init; } = "";
    public string Token { get; init; } = "";

    /// <summary>False for someone who will add a passkey instead, once the address is theirs.</summary>
    public bool HasPassword { get; init; } = true;

    public static async ValueTask<AccountForm> BindAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return new AccountForm();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return new AccountForm
        {
            Name = form["name"].ToString().Trim(),
            Email = form["email"].ToString().Trim(),
            Password = form["password"].ToString(),
            Then = form["then"].ToString(),
            Token = form["token"].ToString(),
            HasPassword = form["with"] != "passkey" || form["password"].ToString().Length > 0,
        };
    }
}

/// <summary>What is wrong with a form: field to key of the language files.</summary>
public sealed class FormFaults : Dictionary<string, string>
{
    public FormFaults()
        : base(StringComparer.Ordinal) { }

    public string? In(string field, Look.Words words) => TryGetValue(field, out var key) ? words[key] : null;
}

/// <summary>Makes one-time secrets and takes them back.</summary>
public sealed class OneTimeTokens(Database db, TimeProvider time)
{
    /// <summary>A new secret for a person and a purpose, in this unit of work.</summary>
    public string Make(long personId, string purpose, TimeSpan lasts)
    {
        var token = RandomWord.Secret();
        db.OneTimeTokens.Add(
            new OneTimeToken
            {
                TokenHash = Session.Hash(token),
                PersonId = personId,
                Purpose = purpose,
                EndsAt = time.Now() + lasts,
            }
        );
        return token;
    }

    /// <summary>
    /// The person a secret is for, once; null when it is used, too old or none of ours. Ends the others sent for the same
    /// purpose. Part of work that runs alone, or a secret used twice at once would work twice.
    /// </summary>
    public async Task<Person?> Take(string token, string purpose, CancellationToken cancel)
    {
        if (await Find(token, purpose, cancel) is not { } found)
            return null;
        foreach (
            var one in await db.OneTimeTokens.Where(one => one.PersonId == found.PersonId && one.Purpose == purpose && one.UsedAt == null).ToListAsync(cancel)
        )
            one.UsedAt = time.Now();
        return await db.People.SingleAsync(person => person.Id == found.PersonId, cancel);
    }

    public async Task<bool> IsGood(string token, string purpose, CancellationToken cancel) => await Find(token, purpose, cancel) is not null;

    private async Task<OneTimeToken?> Find(string token, string purpose, CancellationToken cancel)
    {
        if (token.Length != 43 || token.Any(c => c > 127))
            return null;
        var hash = Session.Hash(token);
        var now = time.Now();
        return await db.OneTimeTokens.SingleOrDefaultAsync(
            one => one.TokenHash == hash && one.Purpose == purpose && one.UsedAt == null && one.EndsAt > now,
            cancel
        );
    }
}
