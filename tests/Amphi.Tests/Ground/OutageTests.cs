using System.Net;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Amphi.Tests.Ground;

/// <summary>A database goes away and comes back: the house says so, loses nothing, and goes on by itself.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task A_house_whose_database_was_away_for_a_while_goes_on_by_itself()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Postgres);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await amina.Visit($"/c/{code}/l/l1");
        await amphi.DeliverAnnouncements();
        var (queue, marks) = (amphi.Services.GetRequiredService<WriteQueue>(), new Marks());

        await PostgresServer.TakeAway(amphi.Database!);
        foreach (var page in (string[])[$"/c/{code}/l/l1", $"/c/{code}", "/learning", "/me", "/health"])
        {
            var away = await amina.Visit(page);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.Status);
            Assert.DoesNotContain("Npgsql", away.Text, StringComparison.Ordinal);
        }

        var writes = Enumerable.Range(0, 50).Select(n => queue.Join(marks, $"away-{n}")).ToList();
        foreach (var write in writes)
            Assert.True(Outage.IsBehind(await Assert.ThrowsAnyAsync<Exception>(() => write)));
        var messenger = amphi.Services.GetRequiredService<Messenger>();
        await Assert.ThrowsAnyAsync<Exception>(() => messenger.DeliverDue(TestContext.Current.CancellationToken));

        // The house's own rounds meet the outage too.
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken);
        Assert.False(amphi.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);

        await PostgresServer.GiveBack(amphi.Database!);
        Assert.Equal(HttpStatusCode.OK, (await amina.Visit("/health")).Status);
        Assert.Equal(HttpStatusCode.OK, (await amina.Visit($"/c/{code}/l/l1")).Status);
        await queue.Join(marks, "back");
        await amphi.DeliverAnnouncements();
        Assert.Equal(1, await amphi.Count<Announcement>());
    }
}
