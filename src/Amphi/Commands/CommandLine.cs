using System.CommandLine;
using Amphi.Formats.Courses;
using Amphi.Formats.Packages;
using Amphi.Ground;

namespace Amphi.Commands;

/// <summary>What can be done without a browser. Each command prints help, and on bad input one clear line and exit code 2.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Amphi: courses for many, followed as a cohort.")
        {
            ServeCommands.Demo(),
            ServeCommands.Serve(),
            CourseCommands.All(),
            RunCommands.Run(),
            RunCommands.Simulate(),
            RunCommands.Person(),
        };
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (Sentence(fault) is { } sentence)
        {
            await Console.Error.WriteLineAsync($"amphi: {sentence}");
            return 2;
        }
    }

    // What a person can put right is told in a line; anything else is a bug, and is let through.
    private static string? Sentence(Exception fault) =>
        fault switch
        {
            SettingsException or FaultsException or PackageRefusedException or FileNotFoundException => fault.Message,
            MissingException => fault.Message,
            RefusedException { Refusal: var refusal } => Look.Words.In("en").Say(refusal.Key, [.. refusal.Values]),
            IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => fault.Message,
            _ => null,
        };
}

/// <summary>The options that every command shares.</summary>
internal static class Shared
{
    public static Option<string> Data() => new("--data") { Description = "the folder with everything", DefaultValueFactory = _ => "data" };

    public static Option<string?> Database() => new("--database") { Description = "a PostgreSQL connection; without it, SQLite in the data folder" };

    public static Option<string> Urls() => new("--urls") { Description = "where to answer", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    public static Option<bool> Json() => new("--json") { Description = "machine-readable output" };

    /// <summary>Runs work in a house that is not served.</summary>
    public static async Task<T> InHouse<T>(string data, string? database, Func<IServiceProvider, Task<T>> work, CancellationToken cancel)
    {
        await using var app = Site.Build(
            new SiteOptions
            {
                Data = data,
                Database = database,
                Urls = "http://127.0.0.1:0",
            }
        );
        await Site.Prepare(app.Services, cancel);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
