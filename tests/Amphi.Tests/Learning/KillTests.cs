using System.Diagnostics;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Learning;

/// <summary>The real program, killed without a word while someone learns: what was acknowledged is there afterwards, once.</summary>
public sealed class KillTests
{
    private const int Kills = 4;

    [Fact]
    public async Task What_was_acknowledged_survives_a_kill()
    {
        var folder = Directory.CreateTempSubdirectory("amphi-kill-").FullName;
        try
        {
            var code = await Prepare(folder);
            var acknowledged = new List<Guid>();
            for (var kill = 0; kill < Kills; kill++)
            {
                var (server, address) = await Serve(folder);
                using (server)
                using (var amina = new Browser(address, "fr"))
                {
                    await amina.Submit("/sign-in", [("email", "amina@school.example"), ("password", Cast.Password)], "/sign-in");
                    await Learn(amina, code, acknowledged, TimeSpan.FromMilliseconds(400 + 130 * kill), server);
                    await server.WaitForExitAsync(TestContext.Current.CancellationToken);
                }
            }

            var (last, at) = await Serve(folder);
            using (last)
            using (var amina = new Browser(at, "fr"))
            {
                await amina.Submit("/sign-in", [("email", "amina@school.example"), ("password", Cast.Password)], "/sign-in");
                var journal = (await amina.Visit($"/c/{code}/journal.jsonl")).Html;
                Assert.True(acknowledged.Count > 20, $"Only {acknowledged.Count} acts were acknowledged.");
                Assert.All(acknowledged, id => Assert.Equal(2, journal.Split(id.ToString()).Length));
                last.Kill();
                await last.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A mark set and taken back as fast as answers come, until the server is gone.
    private static async Task Learn(Browser amina, string code, List<Guid> acknowledged, TimeSpan until, Process server)
    {
        var word = (await amina.Visit($"/c/{code}/l/l2")).Document.QuerySelector("input[name=_word]")!.GetAttribute("value")!;
        using var axe = new Timer(_ => server.Kill(), null, until, Timeout.InfiniteTimeSpan);
        try
        {
            for (var n = 0; ; n++)
            {
                var act = Guid.NewGuid();
                var request = new HttpRequestMessage(HttpMethod.Post, $"/c/{code}/l/l2/done")
                {
                    Content = new FormUrlEncodedContent([new("_word", word), new("done", n % 2 == 0 ? "yes" : "no"), new("act", act.ToString())]),
                };
                request.Headers.Add("Sec-Fetch-Site", "same-origin");
                if ((int)(await amina.Send(request)).StatusCode is 302 or 303)
                    acknowledged.Add(act);
            }
        }
        catch (HttpRequestException)
        {
            // The server is dead.
        }
    }

    private static async Task<string> Prepare(string folder)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await amphi.CopyTo(folder);
        return code;
    }

    private static async Task<(Process Server, Uri Address)> Serve(string folder)
    {
        var server = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amphi.dll"), "serve", "--data", folder, "--urls", "http://127.0.0.1:0"])
            {
                RedirectStandardOutput = true,
            }
        )!;
        while (await server.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("http://", StringComparison.Ordinal))
                return (server, new Uri(line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim()));
        throw new InvalidOperationException("The server did not start.");
    }
}
