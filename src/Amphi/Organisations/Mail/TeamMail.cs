using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations.Mail;

/// <summary>Writes to those who teach a course.</summary>
public sealed class TeamMail(Database db, SiteAddress site, TimeProvider time)
{
    private const int Most = 50;

    /// <summary>To the teachers and facilitators of a course, or to those of all courses when it has none of its own.</summary>
    public Task Send(long courseId, long organisationId, Letter letter, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                foreach (var person in await Team(courseId, organisationId, cancel))
                    db.Announce(letter.To(person, site), time.Now());
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    private async Task<List<Person>> Team(long courseId, long organisationId, CancellationToken cancel)
    {
        var own = await Holding(courseId, organisationId, cancel);
        return own.Count > 0 ? own : await Holding(null, organisationId, cancel);
    }

    private Task<List<Person>> Holding(long? courseId, long organisationId, CancellationToken cancel)
    {
        var teaching = db.Memberships.Where(one => one.CourseId == courseId && (one.Role == Role.Teacher || one.Role == Role.Facilitator));
        return db
            .People.AsNoTracking()
            .Where(person => person.OrganisationId == organisationId && person.DisabledAt == null && person.EmailConfirmedAt != null)
            .Where(person => teaching.Any(one => one.PersonId == person.Id))
            .OrderBy(person => person.Id)
            .Take(Most)
            .ToListAsync(cancel);
    }
}
