using Amphi.Ground;

namespace Amphi.Tests.Ground;

public sealed class KeysTests
{
    [Fact]
    public void A_key_that_many_ask_for_at_once_is_made_once()
    {
        var folder = Directory.CreateTempSubdirectory("amphi-keys-").FullName;
        for (var round = 0; round < 20; round++)
        {
            var made = new string[8];
            using var start = new Barrier(made.Length);
            var threads = Enumerable
                .Range(0, made.Length)
                .Select(n => new Thread(() =>
                {
                    // Each as a process of its own would: with nothing remembered.
                    var keys = new Keys(folder);
                    start.SignalAndWait();
                    made[n] = Convert.ToHexString(keys.Named($"round{round}"));
                }))
                .ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());

            Assert.Single(made.Distinct());
        }

        Assert.Equal(20, Directory.GetFiles(folder, "*.key*").Length);
        Directory.Delete(folder, recursive: true);
    }
}
