using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Discretion;

public sealed class VaultTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_person_has_one_persona_a_run_and_another_in_another(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var vault = amphi.Services.GetRequiredService<Vault>();
        var cancel = TestContext.Current.CancellationToken;

        var first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => vault.PersonaFor(7, 1, cancel)));
        var other = await vault.PersonaFor(7, 2, cancel);

        Assert.Single(first.Distinct());
        Assert.NotEqual(first[0], other);
        Assert.Equal([1L, 2L], (await vault.PersonasOf(7, cancel)).Keys.Order());
        Assert.Null(await vault.PersonaOf(8, 1, cancel));
    }

    [Fact]
    public async Task Without_the_key_the_vault_is_noise()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var vault = amphi.Services.GetRequiredService<Vault>();
        var persona = await vault.PersonaFor(0x1122334455667788, 1, TestContext.Current.CancellationToken);
        await using var stranger = new Vault(new VaultEngine(Engine.For(amphi.Folder, "vault.db", null)), new Keys(Path.Combine(amphi.Folder, "other-keys")));

        Assert.Null(await stranger.PersonaOf(0x1122334455667788, 1, TestContext.Current.CancellationToken));
        foreach (var file in Directory.EnumerateFiles(amphi.Folder, "vault.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(new byte[] { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88 }));
        }

        Assert.NotEqual(default, persona);
    }
}
