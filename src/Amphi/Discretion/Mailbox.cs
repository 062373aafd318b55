using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Organisations.Mail;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Discretion;

/// <summary>
/// Carries a letter to whoever a persona is. Who that was is not told to those who wrote it, and is written nowhere: a
/// row that waits would hold the address beside what was learned.
/// </summary>
public sealed class Mailbox(Vault vault, Database db, SendMail mail, SiteAddress site)
{
    public async Task Carry(PersonaId persona, Letter letter, CancellationToken cancel)
    {
        if (await vault.WhoIs(persona, cancel) is not { } id)
            return;
        var person = await db.People.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && one.DisabledAt == null && one.EmailConfirmedAt != null, cancel);
        if (person is not null)
            await mail.Hear(letter.To(person, site), cancel);
    }
}
