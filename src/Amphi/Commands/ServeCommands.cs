using System.CommandLine;
using System.Text.Json;
using Amphi.Demonstration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Amphi.Commands;

internal static class ServeCommands
{
    public static Command Serve()
    {
        var (data, database, urls, json) = (Shared.Data(), Shared.Database(), Shared.Urls(), Shared.Json());
        var command = new Command("serve", "Serves the site; GET /health answers 200 when it is ready.") { data, database, urls, json };
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
                await Answer(app, parsed.GetValue(json), cancel);
                return 0;
            }
        );
        return command;
    }

    public static Command Demo()
    {
        var (data, urls, json) = (Shared.Data(), Shared.Urls(), Shared.Json());
        data.DefaultValueFactory = _ => Path.Combine("data", "demo");
        var command = new Command("demo", "An invented organisation with a real course and a lively cohort; serves it and prints the accounts.")
        {
            data,
            urls,
            json,
        };
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
                var progress = new Progress("demo", parsed.GetValue(json));
                await DemoWorld.Build(app.Services, options.Data, progress.Report, cancel);
                await Answer(app, parsed.GetValue(json), cancel, DemoWorld.Accounts);
                return 0;
            }
        );
        return command;
    }

    private static async Task Answer(WebApplication app, bool isJson, CancellationToken cancel, string? more = null)
    {
        await app.StartAsync(cancel);
        foreach (var address in app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses)
            Console.WriteLine(isJson ? JsonSerializer.Serialize(new { address }) : $"Amphi answers on {address}");
        if (more is not null && !isJson)
            Console.WriteLine(more);
        await app.WaitForShutdownAsync(cancel);
    }
}
