using System.Security.Cryptography;
using System.Text;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Discretion;

/// <summary>Everyone but Zinaida opens every address there is; nothing they see tells that she learns.</summary>
public sealed class LeakScanTests
{
    private const string Name = "Zinaida";

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task No_page_mail_or_export_tells_anyone_who_learns_discreetly(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var zinaida = await amphi.SignedIn(Name);
        await zinaida.Enrol();
        await zinaida.Submit($"/c/{code}/l/l1", [("question", "qa"), ("q.qa", "1")], $"/c/{code}/l/l1/answers");
        await zinaida.Submit($"/c/{code}/l/l1", [], $"/c/{code}/l/l1/done");
        var scan = await ScanFor(amphi);
        var person = await amphi.With<Database, long>(db => db.People.Where(one => one.Name == Name).Select(one => one.Id).SingleAsync());

        var found = new List<string>();
        foreach (var (observer, browser) in await Observers(amphi))
        {
            using (browser)
            {
                foreach (var path in DoorTests.Addresses("GET", code).Append($"/people/{person}").SelectMany(WithDetours))
                {
                    var answer = await browser.Send(new HttpRequestMessage(HttpMethod.Get, path));
                    var text =
                        $"{string.Join('\n', answer.Headers.SelectMany(header => header.Value.Prepend(header.Key)))}\n{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";

                    // Who asks for a person by their number knows it already.
                    text = path.StartsWith($"/people/{person}", StringComparison.Ordinal) ? text.Replace($"{person}", "", StringComparison.Ordinal) : text;
                    var isRegister = observer is "a manager" or "an administrator" && path.StartsWith("/people", StringComparison.Ordinal);
                    found.AddRange(scan.In(text).Where(what => !isRegister || IsOfLearning(what)).Select(what => $"{observer} sees the {what} at {path}"));
                }
            }
        }

        await amphi.DeliverAnnouncements();
        var mail = Path.Combine(amphi.Folder, "mail");
        if (Directory.Exists(mail))
            foreach (var file in Directory.EnumerateFiles(mail))
                found.AddRange(scan.In(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Select(what => $"a mail holds the {what}"));

        Assert.Empty(found);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task The_pages_of_a_manager_are_the_same_letter_for_letter_whether_someone_learns_or_not(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.Offer();
        using var zinaida = await amphi.SignedIn(Name);
        await amphi.Invite("Zacharie");
        using var manager = await amphi.SignedIn("Salma", Role.Manager);
        using var administrator = await amphi.SignedIn("Ulla", Role.Administrator);
        var before = await Registers(amphi, manager, administrator);

        await zinaida.Enrol();
        await zinaida.Submit($"/c/{code}/l/l1", [("question", "qa"), ("q.qa", "1")], $"/c/{code}/l/l1/answers");
        await zinaida.Submit($"/c/{code}/l/l1", [], $"/c/{code}/l/l1/done");
        var learning = await Registers(amphi, manager, administrator);
        await zinaida.Submit($"/c/{code}/place", [], $"/c/{code}/leave");
        await zinaida.Submit("/me", [], "/sign-out");
        var gone = await Registers(amphi, manager, administrator);

        Assert.Equal(before, learning);
        Assert.Equal(before, gone);

        // The positive control: what these pages do show, they show at once.
        await amphi.With<Database, int>(db =>
            db.People.Where(one => one.Name == Name).ExecuteUpdateAsync(set => set.SetProperty(one => one.DisabledAt, new Instant(1)))
        );
        Assert.NotEqual(before, await Registers(amphi, manager, administrator));
    }

    [Fact]
    public async Task The_scan_finds_what_is_planted()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        await amphi.Offer();
        using var zinaida = await amphi.SignedIn(Name);
        await zinaida.Enrol();
        var scan = await ScanFor(amphi);
        var person = await amphi.With<Database, Person>(db => db.People.SingleAsync(one => one.Name == Name));
        var persona = await amphi.With<Database, PersonaId>(db => db.Set<Enrolment>().Select(enrolment => enrolment.Persona).SingleAsync());

        string[] planted =
        [
            $"<td>{Name}</td>",
            $"<a href=\"/hello?to={Uri.EscapeDataString(person.Email)}\">",
            $"<img src=\"/avatar/{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(person.Email))).ToLowerInvariant()}\">",
            $"{{\"user\": {person.Id}}}",
            $"X-Learner: {persona}",
        ];

        Assert.All(planted, leak => Assert.NotEmpty(scan.In(leak)));
        Assert.Empty(scan.In("<p>Place 214 a répondu.</p>"));
    }

    // A manager knows the accounts of their organisation, their names and addresses; never a persona.
    private static bool IsOfLearning(string what) => what.StartsWith("persona", StringComparison.Ordinal);

    private static async Task<string> Registers(Amphitheatre amphi, params Browser[] browsers)
    {
        var person = await amphi.With<Database, long>(db => db.People.Where(one => one.Name == Name).Select(one => one.Id).SingleAsync());
        var seen = new StringBuilder();
        foreach (var browser in browsers)
        foreach (var path in new[] { "/people", "/people?q=Z", "/people?role=Teacher", $"/people/{person}", "/audit", "/", "/courses/first-aid", "/learning" })
        {
            var page = await browser.Visit(path);
            seen.Append(path).Append((int)page.Status).Append(DoorTests.WithoutNonce(page.Html, "no part"));
        }

        return seen.ToString();
    }

    private static async Task<LeakScan> ScanFor(Amphitheatre amphi)
    {
        var person = await amphi.With<Database, Person>(db => db.People.SingleAsync(one => one.Name == Name));
        var runs = await amphi.With<Vault, IReadOnlyDictionary<long, PersonaId>>(vault => vault.PersonasOf(person.Id, TestContext.Current.CancellationToken));
        return new LeakScan(person.Name, person.Email, person.Id, Assert.Single(runs).Value);
    }

    private static async Task<List<(string, Browser)>> Observers(Amphitheatre amphi)
    {
        var beside = await amphi.SignedIn("Bo");
        await beside.Enrol("named");
        return
        [
            ("nobody", amphi.NewBrowser()),
            ("another learner", beside),
            ("a teacher", await amphi.SignedIn("Teodora", Role.Teacher)),
            ("a facilitator", await amphi.SignedIn("Karim", Role.Facilitator)),
            ("a manager", await amphi.SignedIn("Salma", Role.Manager)),
            ("an administrator", await amphi.SignedIn("Ulla", Role.Administrator)),
        ];
    }

    // The same address asked as people would who look for someone.
    private static IEnumerable<string> WithDetours(string path) => [path, $"{path}?q=Zina&after=0.00000000-0000-0000-0000-000000000000"];
}
