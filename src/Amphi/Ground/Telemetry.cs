using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Amphi.Ground;

/// <summary>
/// Metrics and traces for the operator's own collector (OpenTelemetry, OTLP), only when one is named. Routes are told by
/// their pattern, never by the address that was asked: an address may name a course or a person's search.
/// </summary>
internal static class Telemetry
{
    public static readonly Setting Collector = new(
        "OTLP",
        "",
        "the OpenTelemetry collector that metrics and traces go to, such as http://localhost:4317; empty sends nothing",
        Setting.Address
    );

    public static void Add(IServiceCollection services, string collector)
    {
        if (collector.Length == 0)
            return;
        var endpoint = new Uri(collector);
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("amphi"))
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                    .AddOtlpExporter(otlp => otlp.Endpoint = endpoint)
            )
            .WithTracing(traces =>
                traces
                    .AddAspNetCoreInstrumentation(web =>
                        web.EnrichWithHttpResponse = (activity, response) =>
                        {
                            foreach (var tag in new[] { "url.path", "url.query", "user_agent.original", "client.address" })
                                activity.SetTag(tag, null);
                        }
                    )
                    .AddOtlpExporter(otlp => otlp.Endpoint = endpoint)
            );
    }
}
