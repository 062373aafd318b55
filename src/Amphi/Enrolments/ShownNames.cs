using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Enrolments;

/// <summary>A person who changed their name shows the new one wherever they learn under it; where they learn discreetly, nothing is touched.</summary>
public sealed class ShownNames(Vault vault, Database db) : IListener<PersonRenamed>
{
    public async Task Hear(PersonRenamed announcement, CancellationToken cancel)
    {
        var personas = (await vault.PersonasOf(announcement.Person, cancel)).Values.ToList();
        await db.Alone(
            async () =>
            {
                // The name as it stands now: an older announcement heard later says nothing old.
                var name = await db.People.Where(person => person.Id == announcement.Person).Select(person => person.Name).SingleAsync(cancel);
                foreach (var enrolment in await db.Enrolments.Where(one => personas.Contains(one.Persona) && one.ShownName != null).ToListAsync(cancel))
                    enrolment.ShowName(name);
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );
    }
}
