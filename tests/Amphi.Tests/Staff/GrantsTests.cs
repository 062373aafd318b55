using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Staff;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Staff;

/// <summary>T9: whatever people try, in whatever order, nobody ends with a right that whoever gave it did not have.</summary>
public sealed class GrantsTests
{
    private const int Tries = 3_000;

    private sealed record Held(long Person, Role Role);

    [Fact]
    public async Task Nobody_ends_with_a_right_that_no_giver_had()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var people = new List<Person> { await amphi.Invite("Ines", Role.Administrator), await amphi.Invite("Salma", Role.Manager) };
        foreach (var name in new[] { "Amina", "Bo", "Karim", "Teodora" })
            people.Add(await amphi.Invite(name));
        people.Add(await amphi.InviteElsewhere("Nils", Role.Administrator));
        var chance = new Random(27);
        var given = 0;

        for (var n = 0; n < Tries; n++)
        {
            var (by, to) = (people[chance.Next(people.Count)], people[chance.Next(people.Count)]);
            var role = Enum.GetValues<Role>()[chance.Next(6)];
            var before = await Now(amphi);
            await Act(amphi, chance.Next(8), by, to, role);
            var after = await Now(amphi);

            var gained = after.Held.Except(before.Held).ToList();
            Assert.All(gained, one => Assert.True(one.Person != by.Id && IsCovered(before, by, one.Role), $"{by.Name} gave {one.Role}"));
            Assert.All(before.Held.Except(after.Held), one => Assert.True(IsCovered(before, by, one.Role), $"{by.Name} took {one.Role}"));
            Assert.All(people.GroupBy(person => person.OrganisationId), home => Assert.Contains(home, person => IsCovered(after, person, Role.Administrator)));
            given += gained.Count;
        }

        Assert.True(given > 50, $"Only {given} roles were given: the tries try nothing.");
        Assert.Null(await amphi.With<Database, long?>(db => db.FirstBrokenAuditEntry(TestContext.Current.CancellationToken)));
    }

    private static bool IsCovered((HashSet<Held> Held, HashSet<long> Closed) state, Person by, Role role) =>
        !state.Closed.Contains(by.Id)
        && (state.Held.Contains(new Held(by.Id, Role.Administrator)) || (role != Role.Administrator && state.Held.Contains(new Held(by.Id, Role.Manager))));

    private static Task<(HashSet<Held> Held, HashSet<long> Closed)> Now(Amphitheatre amphi) =>
        amphi.With<Database, (HashSet<Held>, HashSet<long>)>(async db =>
        {
            var held = await db.Memberships.Select(one => new Held(one.PersonId, one.Role)).ToListAsync();
            var closed = await db.People.Where(person => person.DisabledAt != null).Select(person => person.Id).ToListAsync();
            return ([.. held], [.. closed]);
        });

    private static Task<bool> Act(Amphitheatre amphi, int what, Person by, Person to, Role role) =>
        amphi.With<StaffOffice, bool>(async office =>
        {
            var (visitor, id, cancel) = (StaffTests.By(by), to.Id.ToString(), TestContext.Current.CancellationToken);
            try
            {
                await (
                    what switch
                    {
                        < 4 => office.Give(visitor, id, role, null, cancel),
                        < 6 => office.Take(visitor, id, role, null, cancel),
                        6 => office.Disable(visitor, id, cancel),
                        _ => office.Enable(visitor, id, cancel),
                    }
                );
                return true;
            }
            catch (Exception refused) when (refused is RefusedException or MissingException)
            {
                return false;
            }
        });
}
