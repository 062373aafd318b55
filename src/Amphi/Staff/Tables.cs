using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Staff;

/// <summary>A role someone holds, as pages show it; <see cref="Course"/> is null when it is for all of the organisation.</summary>
public sealed record HeldRole(long PersonId, Role Role, Course? Course);

public static class Tables
{
    extension(Database db)
    {
        /// <exception cref="MissingException">There is no such person in the organisation.</exception>
        public async Task<Person> PersonIn(long organisation, string id, CancellationToken cancel) =>
            long.TryParse(id, out var number)
                ? await db.People.SingleOrDefaultAsync(person => person.Id == number && person.OrganisationId == organisation, cancel)
                    ?? throw new MissingException("No such person.")
                : throw new MissingException("No such person.");

        /// <summary>What some people hold, in the order of the roles.</summary>
        public async Task<IReadOnlyList<HeldRole>> RolesHeldBy(IReadOnlyList<long> people, CancellationToken cancel)
        {
            var courses = db.Courses;
            var held = await db
                .Memberships.AsNoTracking()
                .Where(membership => people.Contains(membership.PersonId))
                .Select(membership => new HeldRole(membership.PersonId, membership.Role, courses.FirstOrDefault(course => course.Id == membership.CourseId)))
                .ToListAsync(cancel);
            return [.. held.OrderByDescending(one => one.Role).ThenBy(one => one.Course?.Title, StringComparer.Ordinal)];
        }

        /// <summary>What someone holds now: nothing when their account is disabled.</summary>
        public async Task<Roles> RolesOf(long person, CancellationToken cancel)
        {
            if (!await db.People.AnyAsync(one => one.Id == person && one.DisabledAt == null, cancel))
                return Roles.None;
            var held = await db
                .Memberships.Where(membership => membership.PersonId == person)
                .Select(membership => new { membership.Role, membership.CourseId })
                .ToListAsync(cancel);
            return new Roles([.. held.Select(one => (one.Role, one.CourseId))]);
        }

        /// <summary>Whether someone else of the organisation could administer, were this person gone.</summary>
        public Task<bool> HasAnotherAdministrator(long organisation, long besides, CancellationToken cancel)
        {
            var memberships = db.Memberships;
            return db.People.AnyAsync(
                person =>
                    person.OrganisationId == organisation
                    && person.Id != besides
                    && person.DisabledAt == null
                    && memberships.Any(membership => membership.PersonId == person.Id && membership.Role == Role.Administrator),
                cancel
            );
        }

        /// <summary>The courses that a role can be given for.</summary>
        public Task<List<Course>> CoursesOf(long organisation, CancellationToken cancel) =>
            db
                .Courses.AsNoTracking()
                .Where(course => course.OrganisationId == organisation)
                .OrderBy(course => course.Searched)
                .ThenBy(course => course.Id)
                .Take(500)
                .ToListAsync(cancel);
    }

    /// <summary>Roles that can be given for one course.</summary>
    public static bool IsForCourses(this Role role) => role is Role.Facilitator or Role.Teacher;
}
