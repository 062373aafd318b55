using System.Collections.Concurrent;
using System.Text.Json;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Amphi.Tests.Ground;

/// <summary>T23: whatever breaks, an answer tells nothing and the log tells it once, without a person in it.</summary>
public sealed class FaultsTests
{
    private const string Planted = "Aminata Diarra-Lefèvre <aminata.diarra@secret.example>";

    // What no answer may show: marks of a stack, of SQL, of a path on this machine; and who or what was planted.
    private static readonly string[] Telling =
    [
        "   at ",
        "Exception",
        "no such table",
        "select ",
        "insert into",
        "/home/",
        "/tmp/",
        ".cs:line",
        "Aminata",
        "Lefèvre",
        "secret.example",
    ];

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task Two_hundred_faults_tell_readers_nothing_and_the_log_once_and_no_name(string shape)
    {
        using var log = new CapturedLog();
        await using var amphi = await Amphitheatre.Open(
            Engines.Sqlite,
            services => services.RemoveAll<ILoggerProvider>().AddSingleton<ILoggerProvider>(log),
            AddFaults,
            ("LOGS", shape)
        );
        log.Formatter = amphi.Services.GetServices<ConsoleFormatter>().OfType<LogLines>().Single();
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await amphi.DeliverAnnouncements();
        await amphi.With<Database, int>(db => db.Database.ExecuteSqlRawAsync("drop table enrolments; drop table passkeys"));

        var answers = new List<string>();
        for (var n = 0; n < 100; n++)
            answers.Add(await Broken(amina, $"/planted/{n % 4}?who=aminata.diarra@secret.example"));
        string[] pages = ["/me", "/learning", $"/c/{code}", $"/c/{code}/l/l1"];
        for (var n = 0; n < 100; n++)
            answers.Add(await Broken(amina, pages[n % pages.Length]));

        Assert.Equal(200, log.Lines.Count);
        Assert.All(answers, answer => Assert.Empty(Found(answer)));
        Assert.All(log.Lines, line => Assert.Empty(Found(line).Except(["   at ", "Exception"])));
        Assert.All(log.Lines, line => Assert.DoesNotContain("Amina ", line, StringComparison.Ordinal));
        if (shape == "json")
            Assert.All(log.Lines, line => Assert.Contains("Unforeseen", JsonDocument.Parse(line).RootElement.GetProperty("said").GetString()));

        // The positive controls: the same entries as a library would write them, and an answer that quotes a fault.
        Assert.Contains(log.Naive, line => Found(line).Contains("secret.example"));
        Assert.Contains(log.Naive, line => Found(line).Contains("no such table"));
        Assert.NotEmpty(Found($"<p>{new InvalidOperationException(Planted)}</p>"));
    }

    [Fact]
    public void What_libraries_say_is_logged_without_the_values_they_fill_in()
    {
        using var log = new CapturedLog { Formatter = new LogLines(new Settings([LogLines.Shape], [])) };

        log.CreateLogger("Some.Library").LogError("Could not send to {Address}", Planted);
        log.CreateLogger("Amphi.Ground.Messenger").LogError("An announcement of kind {Kind} was not heard", "mail.requested");

        Assert.Contains("Could not send to {Address}", log.Lines.First(), StringComparison.Ordinal);
        Assert.Contains("mail.requested", log.Lines.Last(), StringComparison.Ordinal);
        Assert.Contains("secret.example", log.Naive.First(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Found(string text) => Telling.Where(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));

    private static async Task<string> Broken(Browser browser, string path)
    {
        var answer = await browser.Send(new HttpRequestMessage(HttpMethod.Get, path));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 500, $"{path}: {(int)answer.StatusCode}");
        return $"{answer.Headers}\n{body}";
    }

    private static void AddFaults(WebApplication site) =>
        site.MapGet(
                "/planted/{n:int}",
                (int n) =>
                    n switch
                    {
                        0 => throw new InvalidOperationException(Planted),
                        1 => throw new DbUpdateException($"insert into persons (email) values ('{Planted}')", new ArgumentException(Planted)),
                        2 => throw new AggregateException(Planted, new IOException($"/home/{Planted}")),
                        _ => Results.Text(Guid.Parse(Planted).ToString()),
                    }
            )
            .ForAnyone();

    /// <summary>Writes every entry twice: through the house's own formatter, and as a library would.</summary>
    private sealed class CapturedLog : ILoggerProvider
    {
        public ConsoleFormatter? Formatter { get; set; }
        public ConcurrentQueue<string> Lines { get; } = [];
        public ConcurrentQueue<string> Naive { get; } = [];

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Dispose() { }

        private sealed class Logger(CapturedLog log, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                if (log.Formatter is null)
                    return;
                using var line = new StringWriter();
                log.Formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), null, line);
                log.Lines.Enqueue(line.ToString().TrimEnd());
                log.Naive.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }
    }
}
