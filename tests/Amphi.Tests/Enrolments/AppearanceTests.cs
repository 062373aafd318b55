using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Enrolments;

/// <summary>A name can be shown at any time, and hidden only before anything was done under it.</summary>
public sealed class AppearanceTests
{
    private const string Seen = "Vous avez déjà commencé sous votre nom";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_has_not_begun_hides_their_name_behind_a_new_seat(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        var named = await Only(amphi);

        await bo.Submit($"/c/{code}/place", [("appearance", "discreet")], $"/c/{code}/place");

        var hidden = await Only(amphi);
        Assert.Equal("Bo", named.ShownName);
        Assert.Null(hidden.ShownName);
        Assert.NotEqual(named.Seat, hidden.Seat);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_has_begun_under_their_name_keeps_it(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        await bo.Submit($"/c/{code}/l/l1", [], $"/c/{code}/l/l1/done");

        var place = await bo.Visit($"/c/{code}/place");
        var refused = await bo.Submit(place, [("appearance", "discreet")], $"/c/{code}/place");

        Assert.Contains(Seen, place.Text, StringComparison.Ordinal);
        Assert.Equal(409, (int)refused.Status);
        Assert.Equal("Bo", (await Only(amphi)).ShownName);
    }

    [Fact]
    public async Task What_the_team_did_for_someone_ties_name_and_seat_too()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        using var teacher = await amphi.SignedIn("Teodora", Role.Teacher);

        await teacher.Submit($"/c/{code}/team/dates", [("seat", $"{(await Only(amphi)).Seat}"), ("days", "3")], $"/c/{code}/team/allowances");

        Assert.Equal(409, (int)(await bo.Submit($"/c/{code}/place", [("appearance", "discreet")], $"/c/{code}/place")).Status);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Who_comes_back_appears_as_they_ask_now(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        await bo.Submit($"/c/{code}/place", [], $"/c/{code}/leave");

        await bo.Submit("/courses/first-aid/enrol", [("appearance", "discreet"), ("intent", "LookAround")]);

        Assert.Equal((null, Intent.LookAround), await Only(amphi) is var back ? (back.ShownName, back.Intent) : default);
    }

    [Fact]
    public async Task Who_had_begun_under_their_name_does_not_come_back_without_it()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        await bo.Submit($"/c/{code}/l/l1", [], $"/c/{code}/l/l1/done");
        await bo.Submit($"/c/{code}/place", [], $"/c/{code}/leave");

        var refused = await bo.Enrol();

        Assert.Equal(409, (int)refused.Status);
        Assert.Contains(Seen, refused.Text, StringComparison.Ordinal);
        Assert.False((await Only(amphi)).IsHeld);
    }

    [Fact]
    public async Task Nobody_else_shows_the_name_of_who_left_discreetly()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol();
        await bo.Submit($"/c/{code}/place", [], $"/c/{code}/leave");
        var person = await amphi.With<Database, long>(db => db.People.Where(one => one.Name == "Bo").Select(one => one.Id).SingleAsync());

        await amphi.With<Registrar, PersonaId>(registrar =>
            registrar.Enrol(code, new Application(person, "Bo", Intent.Finish, IsOwn: false), TestContext.Current.CancellationToken)
        );

        Assert.Equal((true, true), await Only(amphi) is var back ? (back.IsHeld, back.IsDiscreet) : default);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_changed_name_is_shown_where_the_old_one_was_and_nowhere_else(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await amphi.Offer();
        await amphi.Offer("second-aid");
        using var bo = await amphi.SignedIn("Bo");
        await bo.Enrol("named");
        await bo.Enrol("discreet", "second-aid");

        await bo.Submit("/me", [("name", "Boris")], "/me");
        await amphi.DeliverAnnouncements();

        var shown = await amphi.With<Database, List<string?>>(db => db.Enrolments.Select(one => one.ShownName).ToListAsync());
        Assert.Equal([null, "Boris"], shown.Order());
    }

    private static Task<Enrolment> Only(Amphitheatre amphi) => amphi.With<Database, Enrolment>(db => db.Enrolments.AsNoTracking().SingleAsync());
}
