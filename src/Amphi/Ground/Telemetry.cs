using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
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
        "the OpenTelemetry collector that metrics and traces go to, such as http://localhost:4318 (http/protobuf); empty sends nothing",
        Setting.Address
    );

    public static void Add(IServiceCollection services, string collector)
    {
        if (collector.Length == 0)
            return;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("amphi"))
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
                    .AddOtlpExporter(otlp => Send(otlp, collector, "metrics"))
            )
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation().AddProcessor<Discreet>().AddOtlpExporter(otlp => Send(otlp, collector, "traces")));
    }

    private static void Send(OtlpExporterOptions otlp, string collector, string what)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri($"{collector.TrimEnd('/')}/v1/{what}");
    }

    /// <summary>Lets through what is known to tell nothing of anyone, and no more: what a library adds one day stays here.</summary>
    private sealed class Discreet : BaseProcessor<Activity>
    {
        private static readonly HashSet<string> Known =
        [
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "error.type",
            "url.scheme",
            "network.protocol.version",
        ];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in data.TagObjects.Where(tag => !Known.Contains(tag.Key)).ToList())
                data.SetTag(tag.Key, null);
            data.DisplayName = $"{data.GetTagItem("http.request.method")} {data.GetTagItem("http.route")}".Trim();
            data.TraceStateString = null;
        }
    }
}
