using Amphi.Demonstration;
using Amphi.Ground;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;

[assembly: AssemblyFixture(typeof(Amphi.Journeys.Stage))]

namespace Amphi.Journeys;

/// <summary>The demonstration, served on loopback, and a real Chromium before it. One for all journeys: each signs up or in by itself.</summary>
public sealed class Stage : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Of everyone who signs up on this stage.</summary>
    public const string Password = "une phrase assez longue";
    private const string DemoPassword = "entre deux réunions";
    private readonly string _folder = Directory.CreateTempSubdirectory("amphi-journey-").FullName;
    private WebApplication? _site;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Named, not numbered: passkeys belong to names.</summary>
    public string Address { get; private set; } = "";

    public IEnumerable<RouteEndpoint> Endpoints =>
        _site!.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium))
            return;
        _site = Site.Build(new SiteOptions { Data = _folder, Urls = "http://127.0.0.1:0" });
        await Site.Prepare(_site.Services, CancellationToken.None);
        await DemoWorld.Build(_site.Services, _folder, _ => { }, CancellationToken.None);
        await _site.StartAsync();
        var port = new Uri(_site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Address = $"http://localhost:{port}";
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
        if (_site is not null)
        {
            await _site.StopAsync();
            await _site.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Moves the end of a test that is under way; a journey has no quarter of an hour to wait.</summary>
    public async Task EndTestsIn(TimeSpan time)
    {
        await using var scope = _site!.Services.CreateAsyncScope();
        var (db, closes) = (scope.ServiceProvider.GetRequiredService<Database>(), (TimeProvider.System.Now() + time).Milliseconds);
        await db.Alone(() => db.Database.ExecuteSqlAsync($"update quiz_attempts set closes_at = {closes} where handed_in_at is null"), default);
    }

    /// <summary>A device of its own: cookies, storage and all.</summary>
    public async Task<IPage> Device(int width = 1280, bool isDark = false, bool hasScripts = true, string language = "fr-FR", bool isInspected = false)
    {
        Assert.SkipWhen(_browser is null, "There is no Chromium: install the package chromium.");
        var context = await _browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Address,
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
    public async Task SignUp(IPage page, string name, string address, string? then = null)
    {
        await page.GotoAsync("/sign-up" + (then is null ? "" : $"?then={Uri.EscapeDataString(then)}"));
        await page.FillAsync("#name", name);
        await page.FillAsync("#email", address);
        if (await page.Locator("[name=with][value=password]").IsVisibleAsync())
            await page.CheckAsync("[name=with][value=password]");
        await page.FillAsync("#password", Password);
        await page.ClickAsync("form[action='/sign-up'] button");
        await Confirm(page, address);
    }

    /// <summary>Follows the link of the mail that came to an address.</summary>
    public async Task Confirm(IPage page, string address)
    {
        await page.GotoAsync(await LinkTo(address));
        await page.ClickAsync("form[action='/confirm'] button");
    }

    private async Task<string> LinkTo(string address)
    {
        var folder = Path.Combine(_folder, "mail");
        await _site!.Services.GetRequiredService<Messenger>().DeliverDue(TestContext.Current.CancellationToken);
        for (var tries = 0; tries < 100; tries++)
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
                if (await MimeMessage.LoadAsync(file) is { TextBody: { } text } mail && mail.To.ToString().Contains(address, StringComparison.Ordinal))
                    return new Uri(text.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal)).Trim()).PathAndQuery;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No mail came to {address}.");
    }

    /// <summary>Enrols whoever is signed in in the demonstration's course; tells the address of the run.</summary>
    public static async Task<string> Enrol(IPage page, string appearance, string course = "conduire-un-projet")
    {
        await page.GotoAsync($"/courses/{course}/enrol");
        await page.CheckAsync($"[name=appearance][value={appearance}]");
        await page.CheckAsync("[name=intent][value=Finish]");
        await page.ClickAsync("main form button");
        await page.WaitForURLAsync(url => url.Contains("/c/", StringComparison.Ordinal));
        return new Uri(page.Url).AbsolutePath;
    }
}
