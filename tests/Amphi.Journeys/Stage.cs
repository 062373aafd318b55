using Amphi.Courses;
using Amphi.Demonstration;
using Amphi.Ground;
using Amphi.Organisations;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Amphi.Journeys.Stage))]

namespace Amphi.Journeys;

/// <summary>The demonstration, served on loopback, and a real Chromium before it. One for all journeys: each signs up or in by itself.</summary>
public sealed class Stage : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium-headless-shell";

    /// <summary>Of everyone who signs up on this stage.</summary>
    public const string Password = "une phrase assez longue";
    private const string DemoPassword = "entre deux réunions";
    private House? _house;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Whether there is a browser to look with.</summary>
    public bool IsOpen => _browser is not null;

    public IEnumerable<RouteEndpoint> Endpoints =>
        _house!.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        var folder = Directory.CreateTempSubdirectory("amphi-journey-").FullName;
        _house = await House.Open(folder, services => DemoWorld.Build(services, folder, _ => { }, CancellationToken.None));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_house is not null)
            await _house.DisposeAsync();
    }

    /// <summary>Moves the end of a test that is under way; a journey has no quarter of an hour to wait.</summary>
    public async Task EndTestsIn(TimeSpan time)
    {
        await using var scope = _house!.Services.CreateAsyncScope();
        var (db, closes) = (scope.ServiceProvider.GetRequiredService<Database>(), (TimeProvider.System.Now() + time).Milliseconds);
        await db.Alone(() => db.Database.ExecuteSqlAsync($"update quiz_attempts set closes_at = {closes} where handed_in_at is null"), default);
    }

    /// <summary>A device of its own: cookies, storage and all.</summary>
    /// <param name="house">Whose pages it opens; the demonstration's without it.</param>
    public async Task<IPage> Device(
        int width = 1280,
        bool isDark = false,
        bool hasScripts = true,
        string language = "fr-FR",
        bool isInspected = false,
        House? house = null
    )
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium: install the package chromium-headless-shell.");
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = (house ?? _house)!.Address.ToString(),
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
                Locale = language,
                JavaScriptEnabled = hasScripts,
                BypassCSP = isInspected,
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(10_000);
        return await context.NewPageAsync();
    }

    /// <summary>Signs in someone of the demonstration: amina learns, teodora teaches.</summary>
    public static async Task SignIn(IPage page, string address = "amina@corvane.example", string password = DemoPassword)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#email", address);
        await page.FillAsync("#password", password);
        await page.ClickAsync("form[action='/sign-in'] button");
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Signs up someone new with a password and follows the link of the mail.</summary>
    public Task SignUp(IPage page, string name, string address, string? then = null) => _house!.SignUp(page, name, address, then);

    /// <summary>Follows the link of the mail that came to an address.</summary>
    public Task Confirm(IPage page, string address) => _house!.Confirm(page, address);

    /// <summary>The page as it stands is accessible and not wider than its device.</summary>
    public static async Task Fits(IPage page)
    {
        var found = (await page.RunAxe()).Violations.Select(violation => $"{page.Url}: {violation.Id}: {violation.Nodes[0].Html}").ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.False(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"), page.Url);
    }

    /// <summary>Offers the demonstration's course again under another name, in a run where nobody is yet.</summary>
    public async Task Offer(string slug)
    {
        var (from, to) = (Path.Combine(DemoWorld.CoursesFolder(), "conduire-un-projet"), Directory.CreateTempSubdirectory("amphi-course-").FullName);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var course = Path.Combine(to, "course.yaml");
        await File.WriteAllTextAsync(
            course,
            (await File.ReadAllTextAsync(course)).Replace("slug: conduire-un-projet", $"slug: {slug}", StringComparison.Ordinal)
        );
        await using var scope = _house!.Services.CreateAsyncScope();
        var house = scope.ServiceProvider;
        var organisation = await house.GetRequiredService<Registry>().Organisation(DemoWorld.Organisation, default);
        await house.GetRequiredService<CourseImport>().Import(to, organisation.Id, default);
        await house.GetRequiredService<RunOffice>().Open(new Slug(slug), new NewRun("Promo 14", DateTimeOffset.UtcNow.AddDays(-16), null), default);
    }

    /// <summary>Enrols whoever is signed in in a course, the demonstration's unless another is named; tells the address of the run.</summary>
    public static async Task<string> Enrol(IPage page, string appearance, string course = "conduire-un-projet")
    {
        await page.GotoAsync($"/courses/{course}/enrol");
        await page.CheckAsync($"[name=appearance][value={appearance}]");
        await page.CheckAsync("[name=intent][value=Finish]");
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync(url => url.Contains("/c/", StringComparison.Ordinal));
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>Gives an answer to each question of the page.</summary>
    public static async Task Answer(IPage page)
    {
        foreach (var question in await page.Locator(".q").AllAsync())
            if (await question.Locator("input.in").CountAsync() > 0)
                await question.Locator("input.in").FillAsync("4");
            else
                await question.Locator(".opts input").First.CheckAsync();
    }
}
