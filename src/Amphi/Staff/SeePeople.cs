using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Staff;

public sealed record PeoplePageModel(IReadOnlyList<PersonEntry> People, string Searched, Role? Role, int Page, int Pages, int Total)
{
    public string AddressOf(int page) => $"/people?page={page}&q={Uri.EscapeDataString(Searched)}&role={Role}";
}

public sealed record PersonEntry(Person Person, IReadOnlyList<HeldRole> Roles);

/// <summary>
/// A manager or an administrator looks for someone of their organisation. Neither the order nor anything on the page
/// depends on what a person learns, or when they were last here.
/// </summary>
internal static class SeePeople
{
    private const int PageSize = 50;

    public static async Task<IResult> See(Visit visit, Database db, string? q, string? role, int? page)
    {
        var searched = (q ?? "").Trim() is { Length: <= 200 } typed ? typed : "";
        var asked = Enum.TryParse<Role>(role, out var named) && Enum.IsDefined(named) ? named : (Role?)null;
        var memberships = db.Memberships;
        var found = db.People.AsNoTracking().Called(searched, visit.Person.OrganisationId);
        if (asked is not null)
            found = found.Where(person => memberships.Any(membership => membership.PersonId == person.Id && membership.Role == asked));

        var total = await found.CountAsync(visit.Cancel);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var current = Math.Clamp(page ?? 1, 1, pages);
        var people = await found
            .OrderBy(person => person.Searched)
            .ThenBy(person => person.Id)
            .Skip((current - 1) * PageSize)
            .Take(PageSize)
            .ToListAsync(visit.Cancel);
        var held = (await db.RolesHeldBy([.. people.Select(person => person.Id)], visit.Cancel)).ToLookup(one => one.PersonId);
        var entries = people.Select(person => new PersonEntry(person, [.. held[person.Id]])).ToList();
        return Page.Show(visit.Frame(visit.Words["people.title"]), PeoplePage.Create(new PeoplePageModel(entries, searched, asked, current, pages, total)));
    }
}
