using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Amphi.Ground;

/// <summary>
/// What is logged, a line an entry, without personal data: of a fault its types and where it arose, never its message,
/// which may quote a row or an address; of what libraries say their template, never the values they fill in. Only our own
/// entries show values, and they are chosen where they are written.
/// </summary>
public sealed class LogLines(Settings settings) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "amphi";

    public static readonly Setting Shape = new(
        "LOGS",
        "json",
        "how the log is written to the standard error: json, a line an entry, or text",
        value => value is "json" or "text" ? null : "type json or text"
    );

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly bool _isJson = settings[Shape] == "json";

    public static void Use(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);

        // Every fault of a save or a query reaches the one handler, which tells it once.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        logging.Services.AddSingleton<ConsoleFormatter, LogLines>();
        logging.AddConsole(console =>
        {
            console.FormatterName = FormatterName;

            // The standard output is for what a command answers.
            console.LogToStandardErrorThreshold = LogLevel.Trace;
        });
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var entry = new Entry(logEntry.LogLevel, logEntry.Category, Said(logEntry), Faults(logEntry.Exception), Places(logEntry.Exception));
        textWriter.WriteLine(_isJson ? Json(entry) : Text(entry));
    }

    private sealed record Entry(LogLevel Level, string Category, string Said, List<string> Faults, List<string> Places);

    private static string Said<TState>(in LogEntry<TState> entry)
    {
        if (entry.Category.StartsWith("Amphi.", StringComparison.Ordinal))
            return entry.Formatter(entry.State, null);
        var template = (entry.State as IReadOnlyList<KeyValuePair<string, object?>>)?.LastOrDefault(pair => pair.Key == "{OriginalFormat}").Value;
        return template as string ?? entry.EventId.ToString();
    }

    private static List<string> Faults(Exception? fault)
    {
        var types = new List<string>();
        for (; fault is not null; fault = fault.InnerException)
            types.Add(fault is System.Data.Common.DbException { SqlState: { } state } ? $"{fault.GetType()} {state}" : fault.GetType().ToString());
        return types;
    }

    // Without the runtime's own frames, which are most of an asynchronous stack and say nothing.
    private static List<string> Places(Exception? fault) =>
        fault is null
            ? []
            :
            [
                .. new StackTrace(fault)
                    .GetFrames()
                    .Select(frame => frame.GetMethod())
                    .Where(method => method?.DeclaringType?.Namespace is { } room && !room.StartsWith("System.", StringComparison.Ordinal))
                    .Select(method => $"{method!.DeclaringType}.{method.Name}")
                    .Take(20),
            ];

    // The system's own clock: a log tells when the machine wrote it.
    private static string Now => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    private static string Json(Entry entry)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("at", Now);
            json.WriteString("level", entry.Level.ToString().ToLowerInvariant());
            json.WriteString("from", entry.Category);
            json.WriteString("said", entry.Said);
            WriteAll(json, "fault", entry.Faults);
            WriteAll(json, "where", entry.Places);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }

    private static void WriteAll(Utf8JsonWriter json, string name, List<string> values)
    {
        if (values.Count == 0)
            return;
        json.WriteStartArray(name);
        values.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private static string Text(Entry entry) =>
        string.Join(
            "\n    ",
            [
                $"{Now} {entry.Level.ToString().ToLowerInvariant()} {entry.Category}: {OneLine(entry.Said)}",
                .. entry.Faults,
                .. entry.Places.Select(place => $"at {place}"),
            ]
        );

    private static string OneLine(string said) => said.ReplaceLineEndings(" ");
}
