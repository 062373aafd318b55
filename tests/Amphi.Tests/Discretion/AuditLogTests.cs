using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Discretion;

public sealed class AuditLogTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_entry_that_was_changed_breaks_the_chain_there(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var cancel = TestContext.Current.CancellationToken;
        for (var n = 1; n <= 5; n++)
            await amphi.With<Database, bool>(async db =>
            {
                await db.Alone(
                    async () =>
                    {
                        await db.Audit(new Instant(n), 1, "role.granted", $"person:{n}", new { n }, cancel);
                        await db.SaveChangesAsync(cancel);
                    },
                    cancel
                );
                return true;
            });

        var whole = await amphi.With<Database, long?>(db => db.FirstBrokenAuditEntry(cancel));
        await amphi.With<Database, int>(db => db.Database.ExecuteSqlRawAsync("update audit_entries set subject = 'person:9' where sequence = 3", cancel));
        var broken = await amphi.With<Database, long?>(db => db.FirstBrokenAuditEntry(cancel));

        Assert.Null(whole);
        Assert.Equal(3, broken);
    }
}
