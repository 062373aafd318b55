using Amphi.Ground;
using Amphi.Organisations.Mail;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations;

/// <summary>Keeps the people of an organisation: who they are and what they may do.</summary>
public sealed class Registry(Database db, Passwords passwords, OneTimeTokens tokens, SiteAddress site, TimeProvider time)
{
    /// <summary>Makes an account, unless the address has one; either way its owner gets a mail that says which.</summary>
    /// <param name="password">null when the person will add a passkey once the address is confirmed.</param>
    public async Task SignUp(string name, EmailAddress email, string? password, string language, LocalPath then, CancellationToken cancel)
    {
        // Hashed in both cases, so that time does not tell which.
        var hash = password is null ? null : await passwords.Hash(password, cancel);
        await db.Alone(() => Register(name, email, hash, language, then, cancel), cancel);
    }

    /// <summary>Adds someone whose address is known to be theirs.</summary>
    public async Task<Person> Add(EmailAddress email, string name, string language, string? password, IReadOnlyCollection<Role> roles, CancellationToken cancel)
    {
        var hash = password is null ? null : await passwords.Hash(password, cancel);
        return await db.Alone(
            async () =>
            {
                var person = await db.PersonWith(email, cancel) ?? await NewPerson(email, name, language, cancel);
                person.PasswordHash = hash ?? person.PasswordHash;
                person.EmailConfirmedAt ??= time.Now();
                var held = await db
                    .Memberships.Where(membership => membership.PersonId == person.Id && membership.CourseId == null)
                    .Select(membership => membership.Role)
                    .ToListAsync(cancel);
                foreach (var role in roles.Except(held).Where(role => role != Role.Learner))
                    db.Memberships.Add(new Membership(person.Id, person.OrganisationId, role, null, time.Now()));
                await db.SaveChangesAsync(cancel);
                return person;
            },
            cancel
        );
    }

    /// <summary>The organisation of this installation, made when it is asked for the first time.</summary>
    public async Task<Organisation> Organisation(string name, CancellationToken cancel) =>
        await db.Organisations.OrderBy(organisation => organisation.Id).FirstOrDefaultAsync(cancel)
        ?? await db.Alone(
            async () =>
            {
                var organisation = new Organisation(new Slug("main"), name, time.Now());
                db.Organisations.Add(organisation);
                await db.SaveChangesAsync(cancel);
                return organisation;
            },
            cancel
        );

    private async Task Register(string name, EmailAddress email, string? hash, string language, LocalPath then, CancellationToken cancel)
    {
        if (await db.PersonWith(email, cancel) is { } known)
        {
            Mail(known, "known", [site.At("/sign-in"), site.At("/reset")]);
        }
        else
        {
            var person = await NewPerson(email, name, language, cancel);
            person.PasswordHash = hash;
            var token = tokens.Make(person.Id, OneTimeToken.ConfirmEmail, Organisations.SignUp.Lasts);
            Mail(person, "confirm", [site.At($"/confirm?token={token}&then={Uri.EscapeDataString(then.ToString())}")]);
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Notes that someone asked for a link to choose a new password: the same for an address that nobody has, so that time does not tell.</summary>
    public async Task AskReset(EmailAddress email, CancellationToken cancel)
    {
        db.Announce(new ResetAsked(email.ToString()), time.Now());
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Sends that link, if the address has an account.</summary>
    public Task SendReset(EmailAddress email, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                if (await db.PersonWith(email, cancel) is not { DisabledAt: null } person)
                    return;
                var token = tokens.Make(person.Id, OneTimeToken.ResetPassword, TimeSpan.FromHours(1));
                Mail(person, "reset", [site.At($"/reset/choose?token={token}")]);
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    private async Task<Person> NewPerson(EmailAddress email, string name, string language, CancellationToken cancel)
    {
        var organisation = await db.Organisations.OrderBy(one => one.Id).FirstAsync(cancel);
        var person = new Person
        {
            OrganisationId = organisation.Id,
            Email = email.ToString(),
            EmailFolded = email.Folded,
            Name = name,
            Language = language,
            TimeZone = "Europe/Paris",
            SecurityStamp = RandomWord.Secret(),
            CreatedAt = time.Now(),
        };
        db.People.Add(person);
        return person;
    }

    private void Mail(Person to, string template, IReadOnlyList<string> values) =>
        db.Announce(new MailRequested($"{template}:{RandomWord.Code()}", to.Email, to.Language, template, [to.Name, .. values]), time.Now());
}

/// <summary>Told when someone asked for a link to choose a new password.</summary>
public sealed record ResetAsked(string Email) : IAnnouncement
{
    public static string Kind => "reset.asked";
}

/// <summary>Sends the link after the answer, whoever asked. Heard twice, it is sent twice, and one of the two works.</summary>
public sealed class ResetMail(Registry registry) : IListener<ResetAsked>
{
    public Task Hear(ResetAsked announcement, CancellationToken cancel) =>
        EmailAddress.TryParse(announcement.Email, out var email) ? registry.SendReset(email, cancel) : Task.CompletedTask;
}

/// <summary>The address people reach this site at, for links in mail.</summary>
public sealed class SiteAddress(Settings settings, Func<string> listening)
{
    public string At(string path) => (settings[MailSettings.Url] is { Length: > 0 } url ? url.TrimEnd('/') : listening()) + path;
}
