using Amphi.Ground;

namespace Amphi.Tests.Ground;

public sealed class KeptTests
{
    [Fact]
    public async Task What_failed_once_is_made_again_for_whoever_asks_next()
    {
        var kept = new Kept<string, string>(2);
        var tries = 0;
        Func<string, Task<string>> make = async from =>
        {
            await Task.Yield();
            return ++tries == 1 ? throw new IOException("The disk was away.") : $"{from} {tries}";
        };

        await Assert.ThrowsAsync<IOException>(() => kept.Get("a", "page", make).AsTask());
        Assert.Equal("page 2", await kept.Get("a", "page", make));
        Assert.Equal("page 2", await kept.Get("a", "page", make));
    }

    [Fact]
    public async Task What_many_ask_for_at_once_is_made_once()
    {
        var kept = new Kept<int, int>(2);
        var (tries, gate) = (0, new TaskCompletionSource());
        var asked = Enumerable
            .Range(0, 50)
            .Select(_ =>
                kept.Get(
                        1,
                        gate.Task,
                        async open =>
                        {
                            await open;
                            return Interlocked.Increment(ref tries);
                        }
                    )
                    .AsTask()
            )
            .ToList();
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), made => Assert.Equal(1, made));
    }

    [Fact]
    public async Task No_more_is_kept_than_fits()
    {
        var kept = new Kept<int, int>(2);
        var tries = 0;
        foreach (var key in (int[])[1, 2, 3, 1])
            await kept.Get(key, key, _ => Task.FromResult(++tries));
        Assert.Equal(4, tries);
    }
}
