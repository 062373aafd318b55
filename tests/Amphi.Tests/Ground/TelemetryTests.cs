using System.Collections.Concurrent;
using System.Text;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Amphi.Tests.Ground;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_hears_of_routes_and_times_and_of_nobody()
    {
        await using var collector = await Collector.Open();
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite, ("OTLP", collector.Address));
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol("named");
        await amina.Visit($"/c/{code}/l/l1?note=aminata");
        await amina.Visit($"/c/{code}/place");
        await amina.Visit("/nowhere/amina@school.example");
        await amina.Submit("/reset", [("email", "amina@school.example")]);

        amphi.Services.GetRequiredService<TracerProvider>().ForceFlush();
        amphi.Services.GetRequiredService<MeterProvider>().ForceFlush();
        var traces = collector.Heard("/v1/traces");
        var metrics = collector.Heard("/v1/metrics");
        var telling = await Telling(amphi, code, amina);

        Assert.Contains("GET /c/{code}/l/{lesson}", traces, StringComparison.Ordinal);
        Assert.Contains("POST /courses/{slug}/enrol", traces, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("/c/{code}/l/{lesson}", metrics, StringComparison.Ordinal);
        Assert.All(telling, word => Assert.DoesNotContain(word, traces + metrics, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_raw_address_would_be_found()
    {
        // The positive control: the same collector, hearing a span that tells.
        await using var collector = await Collector.Open();
        using var source = new System.Diagnostics.ActivitySource("telling");
        using (
            var traces = OpenTelemetry
                .Sdk.CreateTracerProviderBuilder()
                .AddSource("telling")
                .AddOtlpExporter(otlp =>
                {
                    otlp.Protocol = OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf;
                    otlp.Endpoint = new Uri($"{collector.Address}/v1/traces");
                })
                .Build()
        )
        {
            source.StartActivity("asked")?.SetTag("url.path", "/c/a7f3/l/l1").Dispose();
            traces.ForceFlush();
        }

        Assert.Contains("/c/a7f3/l/l1", collector.Heard("/v1/traces"), StringComparison.Ordinal);
    }

    private static async Task<List<string>> Telling(Amphitheatre amphi, string code, Browser amina)
    {
        var persona = await amphi.With<Database, PersonaId>(db => db.Enrolments.AsNoTracking().Select(enrolment => enrolment.Persona).SingleAsync());
        var person = await amphi.With<Database, long>(db => db.People.Where(one => one.Name == "Amina").Select(one => one.Id).SingleAsync());
        return
        [
            code,
            "first-aid",
            "/l/l1",
            "amina",
            "school.example",
            "client.address",
            "network.peer",
            "user_agent",
            "url.path",
            "url.query",
            "/nowhere",
            persona.ToString(),
            person.ToString(),
            Encoding.Latin1.GetString(persona.ToBytes()),
            .. amina.Cookies.Values,
        ];
    }

    /// <summary>An OTLP collector on loopback that keeps what it hears; texts stand in protobuf as they are.</summary>
    private sealed class Collector(WebApplication site) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, byte[] Body)> _heard = [];

        public string Address => site.Urls.First();

        public string Heard(string path) => string.Concat(_heard.Where(one => one.Path == path).Select(one => Encoding.UTF8.GetString(one.Body)));

        public static async Task<Collector> Open()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            var collector = new Collector(builder.Build());
            await collector.Listen();
            return collector;
        }

        public ValueTask DisposeAsync() => site.DisposeAsync();

        private Task Listen()
        {
            site.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                _heard.Enqueue((context.Request.Path, body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
            });
            return site.StartAsync();
        }
    }
}
