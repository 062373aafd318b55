using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Packages;
using Amphi.Ground;
using Amphi.Upkeep;

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
            RunCommands.Enrol(),
            UpkeepCommands.Backup(),
            UpkeepCommands.Restore(),
            UpkeepCommands.Check(),
        };
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
            return await Refuse(args, $"{parsed.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.')} (more: {Words(parsed)} --help)");
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (Sentence(fault) is { } sentence)
        {
            return await Refuse(args, sentence);
        }
    }

    private static async Task<int> Refuse(string[] args, string sentence)
    {
        await Console.Error.WriteLineAsync($"amphi: {sentence}");
        if (args.Contains("--json"))
            Console.WriteLine(JsonSerializer.Serialize(new { refused = sentence }, Shared.JsonForm));
        return 2;
    }

    private static string Words(ParseResult parsed)
    {
        var words = new Stack<string>();
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
            words.Push(command.Command.Name);
        return string.Join(' ', words.Prepend("./amphi"));
    }

    // What a person can put right is told in a line; anything else is a bug, and is let through.
    private static string? Sentence(Exception fault) =>
        fault switch
        {
            SettingsException or FaultsException or PackageRefusedException or FileNotFoundException => fault.Message,
            MissingException or BackupRefusedException => fault.Message,
            Npgsql.NpgsqlException => $"the database does not answer: {fault.Message}",
            UnauthorizedAccessException or DirectoryNotFoundException => fault.Message,
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

    public static Option<bool> Json() => new("--json") { Description = "one JSON document as the answer; progress as JSON lines on the standard error" };

    public static JsonSerializerOptions JsonForm { get; } =
        new(JsonSerializerOptions.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers as a document, or as a line for people.</summary>
    public static int Answer(this ParseResult parsed, Option<bool> json, object document, string line)
    {
        Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(document, JsonForm) : line);
        return 0;
    }

    /// <exception cref="SettingsException">It is no slug.</exception>
    public static Slug Slug(string word) =>
        Ground.Slug.TryParse(word, null, out var slug)
            ? slug
            : throw new SettingsException($"'{word}' is no word of the catalogue: type one such as first-aid");

    /// <summary>Runs work in a house that is not served.</summary>
    /// <param name="prepares">Whether the schema is brought up to date first.</param>
    public static async Task<T> InHouse<T>(string data, string? database, Func<IServiceProvider, Task<T>> work, CancellationToken cancel, bool prepares = true)
    {
        await using var app = Site.Build(
            new SiteOptions
            {
                Data = data,
                Database = database,
                Urls = "http://127.0.0.1:0",
            }
        );
        if (prepares)
            await Site.Prepare(app.Services, cancel);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }
}
