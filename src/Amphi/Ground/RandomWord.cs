using System.Buffers.Text;
using System.Security.Cryptography;

namespace Amphi.Ground;

/// <summary>Random words for addresses and secrets, from the operating system's generator.</summary>
public static class RandomWord
{
    // No vowels, so that no word appears by chance; no look-alikes, so that a code can be read aloud.
    private const string Letters = "23456789bcdfghjkmnpqrstvwxz";

    /// <summary>A code for an address: 27 letters to choose from, so 14 of them carry 66 bits.</summary>
    public static string Code(int length = 14) => RandomNumberGenerator.GetString(Letters, length);

    // A call of the system's generator costs more than a thousand of its bytes, and every page asks for sixteen.
    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _used;

    /// <summary>128 bits in base64url, that no one has seen before.</summary>
    public static string Nonce()
    {
        const int length = 16;
        _drawn ??= new byte[64 * length];
        if (_used == 0)
            RandomNumberGenerator.Fill(_drawn);
        var nonce = Base64Url.EncodeToString(_drawn.AsSpan(_used, length));
        _used = (_used + length) % _drawn.Length;
        return nonce;
    }

    /// <summary>A secret of 256 bits, in base64url.</summary>
    public static string Secret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
