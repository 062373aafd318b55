using System.Net;
using System.Text;
using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Media;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Organisations;

/// <summary>T7: every address × everyone × what is theirs, their neighbour's and a stranger's, against <see cref="AccessMatrix"/>.</summary>
public sealed class AccessMatrixTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_address_answers_everyone_as_the_table_says(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Of(amphi);

        Assert.Empty(Unlisted(amphi, AccessMatrix.Addresses));
        var (checks, mismatches) = await Compare(school, AccessMatrix.Addresses);

        Assert.True(mismatches.Count == 0, string.Join('\n', mismatches));
        Assert.True(checks >= 4_800, $"Only {checks} checks.");
    }

    [Fact]
    public async Task A_planted_address_with_a_wrong_door_is_found()
    {
        await using var amphi = await Amphitheatre.Open(
            Engines.Sqlite,
            site => site.MapGet("/c/{code}/planted", (string code) => $"the whole of {code}").ForAnyoneSignedIn()
        );
        var school = await School.Of(amphi);
        var claimed = new Dictionary<string, string> { ["GET /c/{code}/planted"] = "read a run" };

        Assert.Equal(["GET /c/{code}/planted"], Unlisted(amphi, AccessMatrix.Addresses));
        var (_, mismatches) = await Compare(school, claimed);

        Assert.Contains("GET /c/{code}/planted opens for stranger (own) where the table says m", mismatches);
        Assert.Contains("GET /c/{code}/planted opens for manager (foreign) where the table says m", mismatches);
    }

    private static IEnumerable<string> Unlisted(Amphitheatre amphi, Dictionary<string, string> table) =>
        DoorTests.Endpoints(amphi).Select(one => one.Name).Except(table.Keys).Concat(table.Keys.Except(DoorTests.Endpoints(amphi).Select(one => one.Name)));

    private static async Task<(int Checks, List<string> Mismatches)> Compare(School school, Dictionary<string, string> table)
    {
        var (checks, mismatches) = (0, new List<string>());
        foreach (var (address, name) in table)
        foreach (var (relation, column) in AccessMatrix.Relations.Select((relation, column) => (relation, column)))
        {
            var row = AccessMatrix.Classes[name];
            foreach (var (scope, expected) in new[] { ("own", row.Own), ("same", row.Same), ("foreign", row.Foreign) })
            {
                using var visitor = await school.Visitor(relation);
                var answered = await visitor.Ask(address, scope);
                var meant = expected.Replace(" ", "", StringComparison.Ordinal)[column];
                checks++;
                if (answered != meant)
                    mismatches.Add($"{address} {Said(answered)} for {relation} ({scope}) where the table says {meant}");
            }
        }

        return (checks, mismatches);
    }

    private static string Said(char answered) =>
        answered switch
        {
            'o' => "opens",
            's' => "leads to signing in",
            'm' => "is missing",
            'r' => "is refused",
            _ => "breaks",
        };

    /// <summary>Two organisations, three runs, and someone in every relation to the first.</summary>
    private sealed class School
    {
        private readonly Dictionary<string, Person> _people = [];
        private readonly Dictionary<string, string> _runs = [];
        private Person _colleague = null!;
        private Person _stranger = null!;
        private int _seat;
        private const string SignedOut = "learner who signed out";

        public required Amphitheatre Amphi { get; init; }

        public static async Task<School> Of(Amphitheatre amphi)
        {
            var school = new School { Amphi = amphi };
            school._runs["own"] = await amphi.Offer();
            school._runs["same"] = await amphi.With<RunOffice, string>(office =>
                office.Open(new Slug("first-aid"), new NewRun("Promo 0", null, null, EnrolUntil: new(2027, 1, 1, 0, 0, 0, default)), default)
            );
            school._runs["foreign"] = await amphi.Offer("elsewhere", isElsewhere: true);
            await amphi.Offer("other");
            school._colleague = await amphi.Invite("Colleague");
            school._stranger = await amphi.InviteElsewhere("Stranger");
            await school.Cast();
            school._seat = await amphi.With<Database, int>(async db =>
            {
                var taken = await db.Set<Enrolment>().OrderBy(one => one.RunId).ToListAsync();
                return taken.First(one => one.ShownName != null && one.LeftOn == null && taken.Count(other => other.Seat == one.Seat) == 1).Seat;
            });
            return school;
        }

        public async Task<Visitor> Visitor(string relation)
        {
            var browser = _people.TryGetValue(relation, out var person) ? await Amphi.BrowserOf(person) : Amphi.NewBrowser();
            if (relation == SignedOut)
                await Amphi.With<Database, int>(db => db.Sessions.Where(one => one.PersonId == person!.Id).ExecuteDeleteAsync());
            browser.Cookies["__Host-f"] = RandomWord.Secret();
            return new Visitor(this, browser, person, isKnown: person is not null && relation is not ("disabled learner" or SignedOut));
        }

        public string Filled(string address, string scope, Person? self, string? thing) =>
            address[(address.IndexOf(' ') + 1)..]
                .Replace("/build/{file}", Amphi.Services.GetRequiredService<Assets>().Url("amphi.css"), StringComparison.Ordinal)
                .Replace("{code}", _runs[scope], StringComparison.Ordinal)
                .Replace("{slug}", scope == "foreign" ? "elsewhere" : "first-aid", StringComparison.Ordinal)
                .Replace("{lesson}", "l1", StringComparison.Ordinal)
                .Replace("{quiz}", "t1", StringComparison.Ordinal)
                .Replace("{block}", "k1", StringComparison.Ordinal)
                .Replace("{review}", "bbbbbbbbbb", StringComparison.Ordinal)
                .Replace("{copy}", "bbbbbbbbbb", StringComparison.Ordinal)
                .Replace("{other}", "cccccccccc", StringComparison.Ordinal)
                .Replace("{seat}", _seat.ToString(), StringComparison.Ordinal)
                .Replace("{file}", $"{Digest.Of(Theatre.Cast.Handout(scope == "foreign" ? "elsewhere" : "first-aid"))}.txt", StringComparison.Ordinal)
                .Replace("{id}", thing ?? $"{(scope == "own" ? self : scope == "same" ? _colleague : _stranger)?.Id ?? 1}", StringComparison.Ordinal);

        /// <summary>A new session or passkey of whoever a scope means.</summary>
        public async Task<string> ThingOf(string address, string scope, Person? self)
        {
            var person =
                (
                    scope == "own" ? self
                    : scope == "same" ? _colleague
                    : _stranger
                )?.Id
                ?? _colleague.Id;
            var id = RandomWord.Secret()[..16];
            await Amphi.With<Database, int>(db =>
            {
                if (address.Contains("/passkeys/", StringComparison.Ordinal))
                    db.Passkeys.Add(Passkey(person, Encoding.ASCII.GetBytes(id)));
                else
                    db.Sessions.Add(Session(person, id));
                return db.SaveChangesAsync();
            });
            return address.Contains("/passkeys/", StringComparison.Ordinal) ? Convert.ToHexStringLower(Encoding.ASCII.GetBytes(id)) : id;
        }

        private static Passkey Passkey(long person, byte[] id) =>
            new()
            {
                CredentialId = id,
                PersonId = person,
                Name = "?",
                Data = "{}",
                CreatedAt = new Instant(0),
            };

        private static Session Session(long person, string id) =>
            new()
            {
                TokenHash = Encoding.ASCII.GetBytes(id),
                Id = id,
                PersonId = person,
                Device = "?",
                CreatedAt = new Instant(0),
                SeenAt = new Instant(0),
                EndsAt = new Instant(long.MaxValue),
            };

        private async Task Cast()
        {
            _people["stranger"] = await Amphi.Invite("Bo");
            _people["named learner"] = await Learner("Amina", "named");
            _people["discreet learner"] = await Learner("Zinaida", "discreet");
            _people["former learner"] = await Learner("Firmin", "named");
            using (var former = await Amphi.BrowserOf(_people["former learner"]))
                await former.Submit($"/c/{_runs["own"]}/place", [], $"/c/{_runs["own"]}/leave");
            _people["facilitator"] = await Member(await Amphi.Invite("Karim"), Role.Facilitator, "first-aid");
            _people["teacher"] = await Member(await Amphi.Invite("Teodora"), Role.Teacher, "first-aid");
            _people["teacher of another course"] = await Member(await Amphi.Invite("Tadeusz"), Role.Teacher, "other");
            _people["proctor"] = await Amphi.Invite("Paulo", Role.Proctor);
            _people["manager"] = await Amphi.Invite("Salma", Role.Manager);
            _people["administrator"] = await Amphi.Invite("Ines", Role.Administrator);
            _people["administrator elsewhere"] = await Amphi.InviteElsewhere("Nils", Role.Administrator);
            _people["learner elsewhere"] = await Enrolled(await Amphi.InviteElsewhere("Livia"), "named", "elsewhere");
            _people["facilitator elsewhere"] = await Member(await Amphi.InviteElsewhere("Kemal"), Role.Facilitator, "elsewhere");
            _people["teacher elsewhere"] = await Member(await Amphi.InviteElsewhere("Tove"), Role.Teacher, "elsewhere");
            _people["manager elsewhere"] = await Amphi.InviteElsewhere("Marta", Role.Manager);
            _people[SignedOut] = await Learner("Oda", "named");
            var disabled = _people["disabled learner"] = await Learner("Dora", "named");
            await Amphi.With<Database, int>(db =>
                db.People.Where(person => person.Id == disabled.Id).ExecuteUpdateAsync(set => set.SetProperty(person => person.DisabledAt, new Instant(1)))
            );
        }

        private async Task<Person> Learner(string name, string appearance) => await Enrolled(await Amphi.Invite(name), appearance, "first-aid");

        private async Task<Person> Enrolled(Person person, string appearance, string course)
        {
            using var browser = await Amphi.BrowserOf(person);
            Assert.Equal(200, (int)(await browser.Enrol(appearance, course)).Status);
            return person;
        }

        private async Task<Person> Member(Person person, Role role, string course)
        {
            await Amphi.With<Database, int>(async db =>
            {
                var held = await db.CourseAt(new Slug(course), default);
                db.Memberships.Add(new Membership(person.Id, person.OrganisationId, role, held.Id, new Instant(0)));
                return await db.SaveChangesAsync();
            });
            return person;
        }
    }

    private sealed class Visitor(School school, Browser browser, Person? person, bool isKnown) : IDisposable
    {
        public async Task<char> Ask(string address, string scope)
        {
            var thing =
                address.Contains("/me/", StringComparison.Ordinal) && address.Contains("{id}", StringComparison.Ordinal)
                    ? await school.ThingOf(address, scope, person)
                    : null;
            var path = school.Filled(address, scope, person, thing);
            var request = new HttpRequestMessage(new HttpMethod(address.Split(' ')[0]), path);
            if (request.Method == HttpMethod.Post)
                Fill(request, address);
            var answer = await browser.Send(request);
            return answer.StatusCode switch
            {
                HttpStatusCode.NotFound => 'm',
                HttpStatusCode.Forbidden => 'r',
                HttpStatusCode.Unauthorized => 's',
                HttpStatusCode.Redirect when answer.Headers.Location!.ToString().StartsWith("/sign-in?", StringComparison.Ordinal) => 's',
                >= HttpStatusCode.InternalServerError => '!',
                _ => 'o',
            };
        }

        public void Dispose() => browser.Dispose();

        // As a page of ours would send it, filled in enough to come past the form.
        private void Fill(HttpRequestMessage request, string address)
        {
            var holder = browser.Cookies[isKnown ? Porter.SessionCookie : "__Host-f"];
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add(FormWord.Header, school.Amphi.Services.GetRequiredService<FormWord>().For(holder));
            request.Content = address.EndsWith("/acts", StringComparison.Ordinal)
                ? new StringContent($$"""{"id":"{{Guid.NewGuid()}}","did":"saw","lesson":"l1"}""", Encoding.UTF8, "application/json")
                : new StringContent(
                    $"question=qa&q.qa=1&hint={(address.Contains("/q/", StringComparison.Ordinal) ? "ta" : "qa")}&done=yes&role=Proctor",
                    Encoding.UTF8,
                    "application/x-www-form-urlencoded"
                );
        }
    }
}
