using static Microsoft.Playwright.Assertions;

namespace Amphi.Journeys;

/// <summary>
/// Two courses are set up by the public commands alone, and walked from signing up to having finished: a school's, of four
/// weeks and tracks with three paths through it, and a company's without grades or dates.
/// </summary>
public sealed class WholeCourseJourneys(Stage stage)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    // As long as a course: a learner who signs in every week is another journey's.
    private static readonly (string, string)[] LongSessions = [("SESSION_IDLE", "129600"), ("SESSION_LONGEST", "129600")];

    [Fact]
    public async Task A_school_sets_up_three_paths_by_commands_and_one_learner_of_each_finishes_with_their_own_certificate()
    {
        Assert.SkipWhen(!stage.IsOpen, "There is no Chromium: install the package chromium-headless-shell.");
        const string slug = "gestion-de-projet";
        var first = DateTimeOffset.UtcNow.Date.AddDays(3);
        var (folder, home) = await SetUp(slug, "--title", "Session 1", "--starts", Day(first), "--ends", Day(first.AddDays(84)));
        var clock = new MovedClock(new DateTimeOffset(first, TimeSpan.Zero).AddHours(9));
        await using var house = await House.Open(folder, clock: clock, settings: LongSessions);
        var key = new AnswerKey(AmphiCommand.Course(slug));

        var classic = await Newcomer(house, "Clovis", slug, home, key, width: 360);
        var advanced = await Newcomer(house, "Adama", slug, home, key);
        var (founder, mate) = (await Newcomer(house, "Tiphaine", slug, home, key), await Newcomer(house, "Tugdual", slug, home, key, 360, isDark: true));
        await classic.Choose(null, "chantier");
        await Stage.Fits(classic.Page);
        await advanced.Choose("advanced", "logiciel");
        await Stage.Fits(advanced.Page);
        await founder.Choose("team", "association");
        await mate.Choose("team", "association");
        using var readers = await Peers.Arrive(house, home, key, slug, "advanced", "logiciel", ["Rune", "Rosa", "Ravi", "Ruth"]);
        using var crews = await Peers.Arrive(house, home, key, slug, "team", "association", ["Erwan", "Elif", "Emil", "Esra"]);

        await mate.Join("e1", await founder.Found("e1", "Le guichet"));
        await crews.TeamUp("e1");
        foreach (var week in Enumerable.Range(1, 4))
        {
            if (week == 4)
                foreach (var peer in readers.All.Concat(crews.All))
                    await peer.TakeTest("t4");
            await Task.WhenAll(classic.Go(), Alone(week), Together(week));
            clock.Pass(Week);
        }

        // The tracks come one after the other, two weeks each; every path here has chosen another.
        foreach (var week in Enumerable.Range(5, 6))
        {
            await (
                week switch
                {
                    5 or 6 => classic.Go(),
                    7 or 8 => Alone(week),
                    _ => Together(week),
                }
            );
            clock.Pass(Week);
        }

        foreach (var walker in new[] { classic, advanced, founder, mate })
            await walker.Go();
        await HasFinished(classic, home, "Certificat classique");
        await HasFinished(advanced, home, "Certificat avancé");
        await HasFinished(founder, home, "Certificat d’équipe");
        await HasFinished(mate, home, "Certificat d’équipe");

        async Task Alone(int week)
        {
            await advanced.Go();
            await readers.HandIn($"a{week}");
            await advanced.Read();
            await readers.Read($"a{week}", 4);
        }

        async Task Together(int week)
        {
            await founder.Go();
            await mate.Go();
            await crews.HandInByTeam($"e{week}");
            await founder.Read();
            mate.ReadAlso($"e{week}");
            await mate.Read();
            await crews.Read($"e{week}", 2);
        }
    }

    [Fact]
    public async Task A_company_sets_up_six_weeks_without_grade_or_date_and_who_has_done_the_lessons_has_finished()
    {
        Assert.SkipWhen(!stage.IsOpen, "There is no Chromium: install the package chromium-headless-shell.");
        const string slug = "ecrire-pour-etre-lu";
        var (folder, home) = await SetUp(slug, "--title", "Toute l’année");
        await using var house = await House.Open(folder);

        var walker = await Newcomer(house, "Nadia", slug, home, new AnswerKey(AmphiCommand.Course(slug)), width: 360);
        await walker.Page.GotoAsync($"{home}/result");
        await Expect(walker.Page.Locator("main")).ToContainTextAsync("Il vous reste 6 leçons");
        await walker.Go();

        await walker.Page.GotoAsync(home);
        await Expect(walker.Page.Locator("main .msg.ok")).ToContainTextAsync("Vous avez terminé ce cours");
        await walker.Page.GotoAsync($"{home}/result");
        Assert.DoesNotContain("%", await walker.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await Stage.Fits(walker.Page);
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What an administrator types to offer a course; tells the data folder and the run's address.</summary>
    private static async Task<(string Folder, string Home)> SetUp(string slug, params string[] run)
    {
        var folder = Directory.CreateTempSubdirectory("amphi-journey-").FullName;
        await AmphiCommand.Run(folder, "person", "add", "salma@ecole.example", "--name", "Salma", "--role", "Administrator", "--password", Stage.Password);
        await AmphiCommand.Run(folder, "course", "import", AmphiCommand.Course(slug));
        await AmphiCommand.Run(folder, "course", "publish", slug);
        var opened = await AmphiCommand.Run(folder, ["run", "open", slug, .. run]);
        return (folder, $"/c/{opened.GetProperty("code").GetString()}");
    }

    private async Task<Walker> Newcomer(House house, string name, string slug, string home, AnswerKey key, int width = 1280, bool isDark = false)
    {
        var page = await stage.Device(width, isDark, isInspected: true, house: house);
        await house.SignUp(page, name, $"{name.ToLowerInvariant()}@ecole.example", $"/courses/{slug}/enrol");
        Assert.Equal(home, await Stage.Enrol(page, width == 360 ? "discreet" : "named", slug));
        return new Walker(page, home, key);
    }

    private static async Task HasFinished(Walker walker, string home, string certificate)
    {
        await walker.Page.GotoAsync(home);
        await Expect(walker.Page.Locator("main .msg.ok")).ToContainTextAsync("Vous avez terminé ce cours");
        await walker.Page.GotoAsync($"{home}/result");
        await Expect(walker.Page.Locator(".standing .fig")).ToHaveTextAsync("100 %");
        await Expect(walker.Page.Locator(".standing .visa")).ToContainTextAsync(certificate);
        await Stage.Fits(walker.Page);
    }
}

/// <summary>Four who learn on the same path: each alone, or the first two and the last two together.</summary>
internal sealed class Peers : IDisposable
{
    public required IReadOnlyList<Peer> All { get; init; }

    public static async Task<Peers> Arrive(House house, string home, AnswerKey key, string slug, string path, string track, string[] names)
    {
        var all = new List<Peer>();
        foreach (var name in names)
        {
            all.Add(new Peer(house, home, key));
            await all[^1].Arrive(name, slug, ("path", path), ("track", track));
        }

        return new Peers { All = all };
    }

    public async Task TeamUp(string block)
    {
        foreach (var pair in All.Chunk(2))
            await pair[1].Join(block, await pair[0].Found(block, "Les autres"));
    }

    public async Task HandIn(string block)
    {
        foreach (var peer in All)
            await peer.HandIn(block);
    }

    public async Task HandInByTeam(string block)
    {
        foreach (var pair in All.Chunk(2))
            await pair[0].HandIn(block);
    }

    public async Task Read(string block, int most)
    {
        foreach (var peer in All)
            await peer.Read(block, most);
    }

    public void Dispose()
    {
        foreach (var peer in All)
            peer.Dispose();
    }
}
