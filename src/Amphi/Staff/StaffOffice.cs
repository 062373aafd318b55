using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Staff;

/// <summary>
/// The one place where rights change. What allows a change is read within its transaction, so that two who act
/// at once cannot get round a rule together; the audit log takes its line in the same one.
/// </summary>
public sealed class StaffOffice(Database db, Sessions sessions, TimeProvider time)
{
    /// <summary>Gives a role, and ends the sessions that began without it: those of staff are shorter.</summary>
    public Task Give(Visitor by, string to, Role role, Slug? slug, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var (appointer, person) = await Meet(by, to, cancel);
                Heed(appointer.RefusalToGive(role, person.Id));
                await Give(by.Id, person, role, await CourseFor(role, slug, person, cancel), cancel);
            },
            cancel
        );

    /// <summary>Gives a role as the installation itself does, from its command line.</summary>
    public Task Appoint(Person person, Role role, CancellationToken cancel) => db.Alone(() => Give(by: null, person, role, course: null, cancel), cancel);

    public Task Take(Visitor by, string from, Role role, Slug? slug, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var (appointer, person) = await Meet(by, from, cancel);
                Heed(appointer.RefusalToTake(role, !await db.HasAnotherAdministrator(person.OrganisationId, person.Id, cancel)));
                var course = await CourseFor(role, slug, person, cancel);
                if (await Held(person, role, course, cancel) is not { } held)
                    return;
                db.Memberships.Remove(held);
                await Note(by.Id, "role.taken", person, new { role = role.ToString(), course = course?.Slug.ToString() }, cancel);
            },
            cancel
        );

    /// <summary>Closes an account: its sessions end now, and none begins until it is enabled again.</summary>
    public Task Disable(Visitor by, string whom, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var person = await ToClose(by, whom, cancel);
                if (person.DisabledAt is not null)
                    return;
                person.DisabledAt = time.Now();
                await sessions.EndAll(person.Id, cancel);
                await Note(by.Id, "person.disabled", person, new { }, cancel);
            },
            cancel
        );

    public Task Enable(Visitor by, string whom, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                var person = await ToClose(by, whom, cancel);
                if (person.DisabledAt is null)
                    return;
                person.DisabledAt = null;
                await Note(by.Id, "person.enabled", person, new { }, cancel);
            },
            cancel
        );

    private async Task<(Appointer By, Person Person)> Meet(Visitor by, string id, CancellationToken cancel)
    {
        var person = await db.PersonIn(by.OrganisationId, id, cancel);
        return (new Appointer(by.Id, await db.RolesOf(by.Id, cancel)), person);
    }

    private async Task<Person> ToClose(Visitor by, string whom, CancellationToken cancel)
    {
        var (appointer, person) = await Meet(by, whom, cancel);
        var theirs = await db.RolesHeldBy([person.Id], cancel);
        Heed(appointer.RefusalToClose(person.Id, new Roles([.. theirs.Select(one => (one.Role, one.Course?.Id))])));
        return person;
    }

    private async Task<Course?> CourseFor(Role role, Slug? slug, Person person, CancellationToken cancel)
    {
        if (slug is not { } named || !role.IsForCourses())
            return null;
        var course = await db.CourseAt(named, cancel);
        return course.OrganisationId == person.OrganisationId ? course : throw new MissingException("No such course.");
    }

    private Task<Membership?> Held(Person person, Role role, Course? course, CancellationToken cancel)
    {
        var courseId = course?.Id;
        return db.Memberships.SingleOrDefaultAsync(
            membership => membership.PersonId == person.Id && membership.Role == role && membership.CourseId == courseId,
            cancel
        );
    }

    private async Task Give(long? by, Person person, Role role, Course? course, CancellationToken cancel)
    {
        if (await Held(person, role, course, cancel) is not null)
            return;
        db.Memberships.Add(new Membership(person.Id, person.OrganisationId, role, course?.Id, time.Now()));
        await sessions.EndAll(person.Id, cancel);
        await Note(by, "role.given", person, new { role = role.ToString(), course = course?.Slug.ToString() }, cancel);
    }

    private async Task Note(long? by, string act, Person about, object detail, CancellationToken cancel)
    {
        await db.Audit(time.Now(), by, act, $"person:{about.Id}", detail, cancel);
        await db.SaveChangesAsync(cancel);
    }

    private static void Heed(Refusal? refusal)
    {
        if (refusal is not null)
            throw new RefusedException(refusal);
    }
}
