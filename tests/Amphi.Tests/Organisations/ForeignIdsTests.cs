using System.Text;
using Amphi.Courses;
using Amphi.Ground;
using Amphi.Media;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Organisations;

/// <summary>
/// T8: an id that is someone else's is answered as one that does not exist, letter for letter, and for as many statements of
/// the database: neither what is said nor what it costs tells which.
/// </summary>
public sealed class ForeignIdsTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_someone_elses_looks_and_costs_like_what_does_not_exist(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var world = await World.Of(amphi);

        var differences = new List<string>();
        foreach (var (address, foreign, nothing) in world.Cases())
            differences.AddRange(await Differences(amphi, world.Visitor(address), address, foreign, nothing));

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public async Task What_is_ones_own_is_told_apart()
    {
        // The positive control: the same comparison, with ids that the visitor may see.
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var world = await World.Of(amphi);

        Assert.NotEmpty(await Differences(amphi, world.Amina, "GET /c/{code}", [world.Own], ["zzzzzzzzzz"]));
        Assert.NotEmpty(await Differences(amphi, world.Salma, "GET /people/{id}", [$"{world.Colleague.Id}"], ["12"]));
    }

    private static async Task<List<string>> Differences(Amphitheatre amphi, Browser browser, string address, string[] foreign, string[] nothing)
    {
        var differences = new List<string>();
        var expected = await Ask(amphi, browser, address, nothing[0]);
        if (!address.Contains("{code}", StringComparison.Ordinal))
            expected = await Ask(amphi, browser, address, nothing[0]);
        foreach (var id in foreign.Concat(nothing[1..]))
        {
            var answered = await Ask(amphi, browser, address, id);
            if (answered.Text != expected.Text)
                differences.Add($"{address}: {id} reads otherwise than {nothing[0]}");
            if (answered.Statements != expected.Statements)
                differences.Add($"{address}: {id} costs {answered.Statements} statements, {nothing[0]} {expected.Statements}");
        }

        return differences;
    }

    private static async Task<(string Text, long Statements)> Ask(Amphitheatre amphi, Browser browser, string address, string id)
    {
        var path = address[(address.IndexOf(' ') + 1)..].Replace(address[address.IndexOf('{')..(address.IndexOf('}') + 1)], id, StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(address.Split(' ')[0]), path);
        if (request.Method == HttpMethod.Post)
        {
            request.Headers.Add("Sec-Fetch-Site", "same-origin");
            request.Headers.Add(FormWord.Header, amphi.Services.GetRequiredService<FormWord>().For(browser.Cookies[Porter.SessionCookie]));
            request.Content = address.EndsWith("/acts", StringComparison.Ordinal)
                ? new StringContent($$"""{"id":"{{Guid.NewGuid()}}","did":"saw","lesson":"l1"}""", Encoding.UTF8, "application/json")
                : new StringContent("role=Proctor&done=yes&question=qa&q.qa=1", Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        var before = amphi.Statements;
        var answer = await browser.Send(request);
        var statements = amphi.Statements - before;
        Assert.False(answer.IsSuccessStatusCode && address.Contains("{code}", StringComparison.Ordinal) && path.Contains("zzzz", StringComparison.Ordinal));
        var headers = answer
            .Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Date" or "Content-Security-Policy" or "Content-Length"));
        var whole =
            $"{(int)answer.StatusCode}\n{string.Join('\n', headers.Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order())}\n{await answer.Content.ReadAsStringAsync()}";
        return (DoorTests.WithoutNonce(whole.Replace(Uri.EscapeDataString(path), "", StringComparison.Ordinal), path), statements);
    }

    private sealed class World
    {
        private string[] _runs = [];
        private string[] _files = [];
        private string[] _sessions = [];
        private string[] _passkeys = [];
        private string[] _people = [];

        public required Browser Amina { get; init; }
        public required Browser Salma { get; init; }
        public required Person Colleague { get; init; }
        public required string Own { get; init; }

        public static async Task<World> Of(Amphitheatre amphi)
        {
            var own = await amphi.Offer();
            var amina = await amphi.SignedIn("Amina");
            await amina.Enrol();
            var world = new World
            {
                Own = own,
                Amina = amina,
                Salma = await amphi.SignedIn("Salma", Role.Manager),
                Colleague = await amphi.Invite("Colleague"),
            };
            await amphi.Offer("elsewhere", isElsewhere: true);
            await world.Fill(amphi);
            await amina.Visit("/me");
            await world.Salma.Visit("/me");
            return world;
        }

        /// <summary>Whose eyes an address is asked with.</summary>
        public Browser Visitor(string address) => address.Contains("/people/", StringComparison.Ordinal) ? Salma : Amina;

        /// <summary>
        /// Every address with an id: five that are someone else's, and some that nobody has. Each run is asked for once, as
        /// who guesses codes would; one that was read two seconds ago is remembered.
        /// </summary>
        public IEnumerable<(string Address, string[] Foreign, string[] Nothing)> Cases()
        {
            var place = 0;
            foreach (var address in AccessMatrix.Addresses.Keys.Where(address => address.Contains("{code}", StringComparison.Ordinal)))
                yield return (
                    Filled(address.Replace("{block}", "k1", StringComparison.Ordinal)),
                    _runs[(5 * place)..(5 * ++place)],
                    [$"zzzz{place:000}aaa", $"zzzz{place:000}bbb"]
                );
            foreach (var rest in AccessMatrix.Addresses.Keys.Where(address => address.Contains("{lesson}", StringComparison.Ordinal)))
                yield return (rest.Replace("{code}", Own, StringComparison.Ordinal), ["l3", "u31", "u32", "elsewhere-s1", "k1"], ["none-such", "none-either"]);
            foreach (var rest in AccessMatrix.Addresses.Keys.Where(address => address.Contains("{block}", StringComparison.Ordinal)))
                yield return (
                    Filled(rest.Replace("{code}", Own, StringComparison.Ordinal)),
                    ["l1", "q1", "t1", "u31", "elsewhere-s1"],
                    ["none-such", "none-either"]
                );
            foreach (var rest in AccessMatrix.Addresses.Keys.Where(address => address.Contains("{quiz}", StringComparison.Ordinal)))
                yield return (rest.Replace("{code}", Own, StringComparison.Ordinal), ["l1", "l3", "u31", "elsewhere-s1"], ["none-such", "none-either"]);
            yield return ($"GET /c/{Own}/f/{{file}}", _files, [$"{Digest.Of("1")}.txt", $"{Digest.Of("2")}.txt"]);
            yield return ("POST /me/sessions/{id}/end", _sessions, [RandomWord.Code(), RandomWord.Code()]);
            yield return ("POST /me/passkeys/{id}/remove", _passkeys, ["abcdef00", "abcdef01"]);
            foreach (var address in AccessMatrix.Addresses.Keys.Where(address => address.Contains("/people/{id}", StringComparison.Ordinal)))
                yield return (address, _people, ["1234567890123456789", "9876543210"]);
        }

        // What is not asked about is there, or nowhere.
        private string Filled(string address) =>
            address
                .Replace("{lesson}", "l1", StringComparison.Ordinal)
                .Replace("{id}", "1", StringComparison.Ordinal)
                .Replace("{quiz}", "t1", StringComparison.Ordinal)
                .Replace("{seat}", "1", StringComparison.Ordinal)
                .Replace("{file}", _files[0], StringComparison.Ordinal)
                .Replace("{review}", "bbbbbbbbbb", StringComparison.Ordinal)
                .Replace("{copy}", "bbbbbbbbbb", StringComparison.Ordinal)
                .Replace("{other}", "cccccccccc", StringComparison.Ordinal);

        private async Task Fill(Amphitheatre amphi)
        {
            var runs = AccessMatrix.Addresses.Keys.Count(address => address.Contains("{code}", StringComparison.Ordinal)) * 5;
            for (var n = 0; n < runs; n++)
                _runs =
                [
                    .. _runs,
                    await amphi.With<RunOffice, string>(office =>
                        office.Open(new Slug(n % 2 == 0 ? "elsewhere" : "first-aid"), new NewRun("Autre", null, null), default)
                    ),
                ];
            _files = [$"{Digest.Of(Cast.Handout("elsewhere"))}.txt", .. await Texts(amphi)];
            for (var n = 0; n < 5; n++)
            {
                var other = n % 2 == 0 ? await amphi.Invite($"Autre{n}") : await amphi.InviteElsewhere($"Autre{n}", Role.Teacher);
                using var theirs = await amphi.BrowserOf(other);
                var key = new byte[] { 1, 2, 3, (byte)n };
                await amphi.With<Database, int>(db =>
                {
                    db.Passkeys.Add(
                        new Passkey
                        {
                            CredentialId = key,
                            PersonId = other.Id,
                            Name = "?",
                            Data = "{}",
                            CreatedAt = new Instant(0),
                        }
                    );
                    return db.SaveChangesAsync();
                });
                _passkeys = [.. _passkeys, Convert.ToHexStringLower(key)];
                _sessions =
                [
                    .. _sessions,
                    await amphi.With<Database, string>(db => db.Sessions.Where(one => one.PersonId == other.Id).Select(one => one.Id).SingleAsync()),
                ];
                _people = [.. _people, $"{(await amphi.InviteElsewhere($"Loin{n}", Role.Administrator)).Id}"];
            }
        }

        // The course's own texts lie in the same store, by their digests, and are no files to hand out.
        private static Task<string[]> Texts(Amphitheatre amphi) =>
            amphi.With<Database, string[]>(async db =>
                [
                    .. (await db.CourseTexts.Select(text => text.Digest).OrderBy(digest => digest).Take(5).ToListAsync()).Select(digest =>
                        $"{Convert.ToHexStringLower(digest)}.txt"
                    ),
                ]
            );
    }
}
