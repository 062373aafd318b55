using Amphi.Courses;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;

namespace Amphi.Staff;

/// <param name="MayGive">The roles that whoever looks may give here; none to themselves.</param>
public sealed record PersonPageModel(
    Person Person,
    IReadOnlyList<HeldRole> Roles,
    IReadOnlyList<Role> MayGive,
    Func<Role, bool> MayTake,
    IReadOnlyList<Course> Courses,
    bool IsSelf,
    bool MayClose,
    bool IsSaved
);

/// <summary>A manager or an administrator opens someone's page: what they may do here, never what they learn.</summary>
internal static class SeePerson
{
    private static readonly Role[] Given = [Role.Facilitator, Role.Teacher, Role.Proctor, Role.Manager, Role.Administrator];

    public static async Task<IResult> See(string id, Visit visit, Database db, string? saved)
    {
        var (organisation, appointer) = (visit.Person.OrganisationId, new Appointer(visit.Person.Id, visit.Roles));
        var person = await db.PersonIn(organisation, id, visit.Cancel);
        var held = await db.RolesHeldBy([person.Id], visit.Cancel);
        var isLast = !await db.HasAnotherAdministrator(organisation, person.Id, visit.Cancel);
        var model = new PersonPageModel(
            person,
            held,
            [.. Given.Where(role => appointer.RefusalToGive(role, person.Id) is null)],
            role => appointer.RefusalToTake(role, isLast) is null,
            await db.CoursesOf(organisation, visit.Cancel),
            person.Id == visit.Person.Id,
            appointer.RefusalToClose(person.Id, new Roles([.. held.Select(one => (one.Role, one.Course?.Id))])) is null,
            saved is not null
        );
        return Page.Show(visit.Frame(person.Name), PersonPage.Create(model));
    }
}
