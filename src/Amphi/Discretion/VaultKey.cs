using System.Security.Cryptography;
using Amphi.Ground;

namespace Amphi.Discretion;

/// <summary>
/// Whether the key at hand is the vault's. Asked before anything is served: a new key beside an old vault would give
/// everyone a new persona, and what they learned would be nobody's.
/// </summary>
public static class VaultKey
{
    /// <summary>What is wrong with it, or null.</summary>
    public static async Task<string?> Fault(VaultEngine vault, Keys keys, CancellationToken cancel)
    {
        await using var connection = await vault.Engine.Open(cancel);
        await using var command = connection.Statement(VaultTables.Any);
        await using var row = await command.ExecuteReaderAsync(cancel);
        if (!await row.ReadAsync(cancel))
            return null;
        if (!keys.Has(Vault.Key))
            return "keys/vault.key is missing: bring it back from where it is kept";

        try
        {
            Vault.SealOf(keys).Open(row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(0));
            return null;
        }
        catch (CryptographicException)
        {
            return "keys/vault.key is not the key of this vault: bring back the right one";
        }
    }
}
