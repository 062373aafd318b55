using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Staff;
using Amphi.Tests.Theatre;
using Amphi.Upkeep;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Staff;

/// <summary>Salma manages the school, Ines administers it; what they may change, and what stands in the audit log.</summary>
public sealed class StaffTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_manager_finds_someone_without_accents_and_gives_them_a_course(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        var zoe = await amphi.Invite("Zoé-Hélène");
        using var teacher = await amphi.BrowserOf(zoe);
        using var salma = await amphi.SignedIn("Salma", Role.Manager);
        Assert.Equal(404, (int)(await teacher.Visit($"/c/{code}")).Status);

        var found = await salma.Visit("/people?q=ZOE+helene");
        var link = Assert.Single(found.Document.QuerySelectorAll("tbody a"));
        var page = await salma.Submit(link.GetAttribute("href")!, [("role", "Teacher"), ("course", "first-aid")], $"/people/{zoe.Id}/give");

        Assert.Contains("Premiers secours", page.Find(".items")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await teacher.Visit($"/c/{code}")).Path, StringComparison.Ordinal);
        using var again = await amphi.BrowserOf(zoe);
        Assert.Equal(200, (int)(await again.Visit($"/c/{code}")).Status);

        await salma.Submit($"/people/{zoe.Id}", [], $"/people/{zoe.Id}/take");
        Assert.Equal(404, (int)(await again.Visit($"/c/{code}")).Status);
        Assert.Equal(["role.given", "role.taken"], await Acts(amphi));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_closed_account_is_out_at_once_and_comes_back_when_it_is_opened(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        using var bo = await amphi.SignedIn("Bo");
        var person = await amphi.Invite("Bo");
        using var salma = await amphi.SignedIn("Salma", Role.Manager);

        await salma.Submit($"/people/{person.Id}", [], $"/people/{person.Id}/disable");
        var shutOut = await bo.Visit("/me");
        var refused = await bo.Submit("/sign-in", [("email", "bo@school.example"), ("password", Cast.Password)], "/sign-in");
        await salma.Submit($"/people/{person.Id}", [], $"/people/{person.Id}/enable");
        var stillOut = await bo.Visit("/me");
        await bo.Submit("/sign-in", [("email", "bo@school.example"), ("password", Cast.Password)], "/sign-in");

        Assert.StartsWith("/sign-in", shutOut.Path, StringComparison.Ordinal);
        Assert.Equal(422, (int)refused.Status);
        Assert.StartsWith("/sign-in", stillOut.Path, StringComparison.Ordinal);
        Assert.Equal("/me", (await bo.Visit("/me")).Path);
        Assert.Equal(["person.disabled", "person.enabled"], await Acts(amphi));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Nobody_gives_what_they_do_not_have_nor_anything_to_themselves(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        using var salma = await amphi.SignedIn("Salma", Role.Manager);
        using var ines = await amphi.SignedIn("Ines", Role.Administrator);
        var (bo, manager, administrator) = (await amphi.Invite("Bo"), await amphi.Invite("Salma"), await amphi.Invite("Ines"));
        var stranger = await amphi.InviteElsewhere("Nils", Role.Manager);

        Assert.Equal(403, await Try(salma, bo, "give", "Administrator"));
        Assert.Equal(403, await Try(salma, administrator, "take", "Administrator"));
        Assert.Equal(403, await Try(salma, administrator, "disable"));
        Assert.Equal(409, await Try(salma, manager, "give", "Teacher"));
        Assert.Equal(409, await Try(salma, manager, "disable"));
        Assert.Equal(409, await Try(ines, administrator, "give", "Manager"));
        Assert.Equal(409, await Try(ines, administrator, "take", "Administrator"));
        Assert.Equal(403, await Try(ines, bo, "give", "Learner"));
        Assert.Equal(404, await Try(ines, stranger, "give", "Teacher"));
        Assert.Equal(404, await Try(ines, stranger, "disable"));
        Assert.Equal(404, (int)(await ines.Visit($"/people/{stranger.Id}")).Status);
        Assert.Empty(await Acts(amphi));

        Assert.Equal(200, await Try(ines, bo, "give", "Administrator"));
        Assert.Equal(404, await Try(ines, administrator, "take", "Administrator"));
        Assert.Equal(["role.given", "role.taken"], await Acts(amphi));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Two_administrators_who_put_each_other_out_at_once_leave_one(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var ines = await amphi.Invite("Ines", Role.Administrator);
        var ulla = await amphi.Invite("Ulla", Role.Administrator);

        for (var round = 0; round < 5; round++)
        {
            await Task.WhenAll(Take(ines, ulla), Take(ulla, ines));

            Assert.Equal(1, await amphi.With<Database, int>(db => db.Memberships.CountAsync(one => one.Role == Role.Administrator)));
            await amphi.Invite("Ines", Role.Administrator);
            await amphi.Invite("Ulla", Role.Administrator);
        }

        async Task Take(Person by, Person from)
        {
            try
            {
                await amphi.With<StaffOffice, bool>(async office =>
                {
                    await office.Take(By(by), from.Id.ToString(), Role.Administrator, null, TestContext.Current.CancellationToken);
                    return true;
                });
            }
            catch (RefusedException)
            {
                // The other was quicker.
            }
        }
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_administrator_reads_the_log_in_plain_words_and_sees_when_it_was_touched(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await amphi.Offer();
        using var ines = await amphi.SignedIn("Ines", Role.Administrator);
        var bo = await amphi.Invite("Bo");
        for (var n = 0; n < 30; n++)
        {
            await Try(ines, bo, "give", "Teacher", "first-aid");
            await Try(ines, bo, "take", "Teacher", "first-aid");
        }

        var page = await ines.Visit("/audit");
        var older = await ines.Visit(page.Find("a[rel=next]")!.GetAttribute("href")!);
        await amphi.With<Database, int>(db =>
            db.Database.ExecuteSqlRawAsync("update audit_entries set detail = '{{\"role\":\"Proctor\"}}' where sequence = 3")
        );
        var touched = await ines.Visit("/audit");

        Assert.Equal(50, page.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("Bo perd le rôle «\u00a0Enseignement\u00a0» pour le cours first-aid", page.Text, StringComparison.Ordinal);
        Assert.Contains("60 lignes vérifiées", page.Text, StringComparison.Ordinal);
        Assert.Equal(10, older.Document.QuerySelectorAll("tbody tr").Length);
        Assert.Null(older.Find("a[rel=next]"));
        Assert.Contains("rompue à la ligne 3", touched.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_is_warned_when_the_last_backup_is_old_or_there_is_none()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var ines = await amphi.SignedIn("Ines", Role.Administrator);
        const string warning = ".msg.late";

        var before = await ines.Visit("/audit");
        await amphi.With<Database, bool>(db => Backup.Note(db, new BackupReport("/srv/nuit.backup", 3, false, []), amphi.Clock.Now(), default));
        var after = await ines.Visit("/audit");
        amphi.Clock.Pass(TimeSpan.FromHours(25));
        var next = await (await amphi.SignedIn("Inès", Role.Administrator)).Visit("/audit");
        amphi.Clock.Pass(TimeSpan.FromHours(2));
        var late = await (await amphi.SignedIn("Agnès", Role.Administrator)).Visit("/audit");

        Assert.Contains("Aucune sauvegarde", before.Find(warning)!.TextContent, StringComparison.Ordinal);
        Assert.Contains("nuit.backup", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/srv", after.Text, StringComparison.Ordinal);
        Assert.Null(after.Find(warning));
        Assert.Null(next.Find(warning));
        Assert.Contains("La dernière sauvegarde", late.Find(warning)!.TextContent, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_role_given_by_the_installation_stands_in_the_log_once(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        using var ines = await amphi.SignedIn("Ines", Role.Administrator);
        var bo = await amphi.Invite("Bo");

        for (var time = 0; time < 2; time++)
            await amphi.With<StaffOffice, bool>(async office =>
            {
                await office.Appoint(bo, Role.Manager, TestContext.Current.CancellationToken);
                return true;
            });

        Assert.Equal(["role.given"], await Acts(amphi));
        Assert.Contains("l’installation", (await ines.Visit("/audit")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(Role.Teacher, "")]
    [InlineData(Role.Proctor, "")]
    [InlineData(Role.Manager, "/people")]
    [InlineData(Role.Administrator, "/people /audit")]
    public async Task The_way_there_is_shown_to_those_who_may_go(Role? role, string ways)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var browser = await amphi.SignedIn("Bo", role is { } held ? [held] : []);

        var links = (await browser.Visit("/")).Document.QuerySelectorAll(".nav a").Select(link => link.GetAttribute("href")!);

        Assert.Equal(ways, string.Join(' ', links.Where(way => way is "/people" or "/audit")));
    }

    [Fact]
    public async Task A_long_list_of_people_is_paged_in_the_order_of_their_names()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var salma = await amphi.SignedIn("Salma", Role.Manager);
        await amphi.With<Registry, bool>(async registry =>
        {
            for (var n = 0; n < 60; n++)
                if (EmailAddress.TryParse($"a{n}@school.example", out var email))
                    await registry.Add(email, $"Élève {n:00}", "fr", null, [], TestContext.Current.CancellationToken);
            return true;
        });

        var first = await salma.Visit("/people");
        var second = await salma.Visit(first.Find("a[rel=next]")!.GetAttribute("href")!);
        var names = first.Document.QuerySelectorAll("tbody a").Concat(second.Document.QuerySelectorAll("tbody a")).Select(link => link.TextContent).ToList();

        Assert.Equal(61, names.Count);
        Assert.Equal(names.OrderBy(Folded.Text, StringComparer.Ordinal), names);
        Assert.Contains("61", first.Find("h2")!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>What the pages of the site hand to the office.</summary>
    internal static Visitor By(Person person) =>
        new()
        {
            Id = person.Id,
            Name = person.Name,
            Language = "fr",
            TimeZone = "Europe/Paris",
            OrganisationId = person.OrganisationId,
            SessionId = "",
            SeenAt = new Instant(0),
            SignedInAt = new Instant(0),
            Roles = Roles.None,
        };

    // Sent as a hand-made form would be: the page itself would not offer it.
    private static async Task<int> Try(Browser browser, Person about, string what, string role = "", string course = "")
    {
        var word = (await browser.Visit("/me")).Find("input[name=_word]")!.GetAttribute("value")!;
        return (int)(await browser.Post($"/people/{about.Id}/{what}", [("role", role), ("course", course), ("_word", word)])).Status;
    }

    private static Task<List<string>> Acts(Amphitheatre amphi) =>
        amphi.With<Database, List<string>>(db => db.AuditEntries.OrderBy(entry => entry.Sequence).Select(entry => entry.Act).ToListAsync());
}
