using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Amphi.Tests.Organisations;

/// <summary>Where a request came from is what a proxy says that the settings name, and no other.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", "https 203.0.113.7")]
    [InlineData("10.0.0.1, 127.0.0.0/8", "https 203.0.113.7")]
    [InlineData("10.0.0.0/8", "http 127.0.0.1")]
    [InlineData("", "http 127.0.0.1")]
    public async Task A_proxy_is_believed_when_it_is_named(string named, string seen)
    {
        await using var amphi = await Amphitheatre.Open(
            Engines.Sqlite,
            site => site.MapGet("/seen", (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress!.MapToIPv4()}").ForAnyone(),
            ("PROXIES", named)
        );
        using var browser = amphi.NewBrowser();
        var request = new HttpRequestMessage(HttpMethod.Get, "/seen");
        request.Headers.Add("X-Forwarded-For", "203.0.113.7");
        request.Headers.Add("X-Forwarded-Proto", "https");

        var answer = await browser.Send(request);

        Assert.Equal(seen, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_start()
    {
        var fault = await Assert.ThrowsAsync<SettingsException>(() => Amphitheatre.Open(Engines.Sqlite, ("PROXIES", "nginx")));

        Assert.Contains("AMPHI_PROXIES", fault.Message, StringComparison.Ordinal);
    }
}
