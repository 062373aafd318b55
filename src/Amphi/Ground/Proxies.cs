using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Amphi.Ground;

/// <summary>The proxies before this site: their word, and nobody else's, counts on where a request came from and by which scheme.</summary>
public static class Proxies
{
    public static readonly Setting Trusted = new(
        "PROXIES",
        "",
        "the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; empty believes nobody",
        value => Networks(value) is null ? "type addresses or networks, such as 127.0.0.1, 10.0.0.0/8" : null
    );

    public static void Use(IApplicationBuilder app, Settings settings)
    {
        if (Networks(settings[Trusted]) is not [_, ..] networks)
            return;

        // As far back as trusted proxies reach: the first address that is none of them is the visitor's.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        networks.ForEach(options.KnownIPNetworks.Add);
        app.UseForwardedHeaders(options);
    }

    private static List<System.Net.IPNetwork>? Networks(string value)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var one in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            if (IPAddress.TryParse(one, out var address))
                networks.Add(new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (System.Net.IPNetwork.TryParse(one, out var network))
                networks.Add(network);
            else
                return null;
        return networks;
    }
}
