using System.Security.Cryptography;

namespace Amphi.Discretion;

/// <summary>
/// What only the vault's key opens: AES-256-GCM (NIST SP 800-38D) with a random nonce, bound to the row it stands in,
/// so that a sealed value moved to another row does not open.
/// </summary>
internal sealed class Seal(byte[] key)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    public byte[] Close(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> row)
    {
        var sealed_ = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(sealed_.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(sealed_.AsSpan(0, Nonce), plain, sealed_.AsSpan(Nonce, plain.Length), sealed_.AsSpan(Nonce + plain.Length), row);
        return sealed_;
    }

    /// <exception cref="CryptographicException">It was sealed with another key, for another row, or changed since.</exception>
    public byte[] Open(ReadOnlySpan<byte> closed, ReadOnlySpan<byte> row)
    {
        var plain = new byte[closed.Length - Nonce - Tag];
        using var aes = new AesGcm(key, Tag);
        aes.Decrypt(closed[..Nonce], closed[Nonce..^Tag], closed[^Tag..], plain, row);
        return plain;
    }
}
