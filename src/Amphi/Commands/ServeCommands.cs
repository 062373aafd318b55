using System.CommandLine;
using Amphi.Demonstration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Amphi.Commands;

internal static class ServeCommands
{
    public static Command Serve()
    {
        var (data, database, urls) = (Shared.Data(), Shared.Database(), Shared.Urls());
        var command = new Command("serve", "Serves the site; GET /health answers 200 when it is ready.") { data, database, urls };
        command.SetAction(
            async (parsed, cancel) =>
            {
                await using var app = Site.Build(
                    new SiteOptions
                    {
                        Data = parsed.GetValue(data)!,
                        Database = parsed.GetValue(database),
                        Urls = parsed.GetValue(urls)!,
                    }
                );
                await Site.Prepare(app.Services, cancel);
                await Answer(app, cancel);
                return 0;
            }
        );
        return command;
    }

    public static Command Demo()
    {
        var (data, urls) = (Shared.Data(), Shared.Urls());
        data.DefaultValueFactory = _ => Path.Combine("data", "demo");
        var command = new Command("demo", "An invented organisation with a real course and a lively cohort; serves it and prints the accounts.") { data, urls };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var options = new SiteOptions
                {
                    Data = parsed.GetValue(data)!,
                    Urls = parsed.GetValue(urls)!,
                    Settings = [new("AMPHI_NAME", DemoWorld.Organisation)],
                };
                await using var app = Site.Build(options);
                await Site.Prepare(app.Services, cancel);
                await DemoWorld.Build(app.Services, options.Data, Console.Error.WriteLine, cancel);
                await Answer(app, cancel, DemoWorld.Accounts);
                return 0;
            }
        );
        return command;
    }

    private static async Task Answer(WebApplication app, CancellationToken cancel, string? more = null)
    {
        await app.StartAsync(cancel);
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
            Console.WriteLine($"Amphi answers on {address}");
        if (more is not null)
            Console.WriteLine(more);
        await app.WaitForShutdownAsync(cancel);
    }
}
