using System.Data.Common;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Ground;

public sealed class WriteQueueTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task One_act_that_cannot_be_written_does_not_take_the_others_with_it(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var queue = amphi.Services.GetRequiredService<WriteQueue>();
        var marks = new Marks();

        var writes = Enumerable.Range(0, 50).Select(n => queue.Join(marks, n == 20 ? null : $"mark-{n}")).ToList();
        await Assert.ThrowsAnyAsync<DbException>(() => writes[20]);
        await Task.WhenAll(writes.Where((_, n) => n != 20));

        Assert.Equal(49, await amphi.Count<Announcement>());
    }

    [Fact]
    public async Task A_small_write_waits_for_its_turn_and_no_longer()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var queue = amphi.Services.GetRequiredService<WriteQueue>();
        var order = new List<string>();
        var hold = new TaskCompletionSource();

        var first = queue.Alone(
            async () =>
            {
                await hold.Task;
                order.Add("first");
                return 0;
            },
            TestContext.Current.CancellationToken
        );
        var second = queue.Alone(
            () =>
            {
                order.Add("second");
                return Task.FromResult(0);
            },
            TestContext.Current.CancellationToken
        );
        Assert.False(second.IsCompleted);
        hold.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(["first", "second"], order);
    }

    [Fact]
    public async Task A_write_whose_browser_has_gone_is_not_begun()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var queue = amphi.Services.GetRequiredService<WriteQueue>();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.Alone(() => Task.FromResult(0), gone.Token));
    }
}

/// <summary>A small write for the tests: rows that nobody hears.</summary>
internal sealed class Marks : GroupedWrite<string?, bool>
{
    public override async Task<bool[]> Apply(IReadOnlyList<string?> acts, DbConnection connection, DbTransaction transaction)
    {
        foreach (var kind in acts)
            await connection.Run("insert into announcements (kind, body, due_at) values ($1, '', 9000000000000)", transaction, CancellationToken.None, kind);
        return [.. acts.Select(_ => true)];
    }
}
