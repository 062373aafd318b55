using Amphi.Ground;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Playwright;
using MimeKit;

namespace Amphi.Journeys;

/// <summary>A site served on loopback from a data folder, and the mail it writes.</summary>
public sealed class House : IAsyncDisposable
{
    private readonly WebApplication _site;
    private readonly string _folder;

    private House(WebApplication site, string folder)
    {
        (_site, _folder) = (site, folder);
        var port = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Address = new Uri($"http://localhost:{port}");
    }

    /// <summary>Named, not numbered: passkeys belong to names.</summary>
    public Uri Address { get; }
    public IServiceProvider Services => _site.Services;

    /// <param name="furnish">What is done before it is served.</param>
    /// <param name="clock">The time of the house; the machine's without it.</param>
    public static async Task<House> Open(
        string folder,
        Func<IServiceProvider, Task>? furnish = null,
        TimeProvider? clock = null,
        params (string Name, string Value)[] settings
    )
    {
        var site = Site.Build(
            new SiteOptions
            {
                Data = folder,
                Urls = "http://127.0.0.1:0",
                Settings = [.. settings.Select(one => KeyValuePair.Create("AMPHI_" + one.Name, (string?)one.Value))],
            },
            builder => builder.Services.Replace(ServiceDescriptor.Singleton(clock ?? TimeProvider.System))
        );
        await Site.Prepare(site.Services, CancellationToken.None);
        if (furnish is not null)
            await furnish(site.Services);
        await site.StartAsync();
        return new House(site, folder);
    }

    /// <summary>Signs up someone new with a password and follows the link of the mail.</summary>
    public async Task SignUp(IPage page, string name, string address, string? then = null)
    {
        await page.GotoAsync("/sign-up" + (then is null ? "" : $"?then={Uri.EscapeDataString(then)}"));
        await page.FillAsync("#name", name);
        await page.FillAsync("#email", address);
        if (await page.Locator("[name=with][value=password]").IsVisibleAsync())
            await page.CheckAsync("[name=with][value=password]");
        await page.FillAsync("#password", Stage.Password);
        await page.ClickAsync("form[action='/sign-up'] button");
        await Confirm(page, address);
    }

    /// <summary>Follows the link of the mail that came to an address.</summary>
    public async Task Confirm(IPage page, string address)
    {
        await page.GotoAsync(await LinkTo(address));
        await page.ClickAsync("form[action='/confirm'] button");
    }

    /// <summary>The first link of the mail that came to an address.</summary>
    public async Task<string> LinkTo(string address)
    {
        var folder = Path.Combine(_folder, "mail");
        await Services.GetRequiredService<Messenger>().DeliverDue(TestContext.Current.CancellationToken);
        for (var tries = 0; tries < 100; tries++)
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [])
                if (await MimeMessage.LoadAsync(file) is { TextBody: { } text } mail && mail.To.ToString().Contains(address, StringComparison.Ordinal))
                    return new Uri(text.Split('\n').First(line => line.StartsWith("http", StringComparison.Ordinal)).Trim()).PathAndQuery;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No mail came to {address}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>The machine's clock, put ahead: weeks of a course pass at a word.</summary>
public sealed class MovedClock(DateTimeOffset from) : TimeProvider
{
    private TimeSpan _ahead = from - DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + _ahead;

    public void Pass(TimeSpan time) => _ahead += time;
}
