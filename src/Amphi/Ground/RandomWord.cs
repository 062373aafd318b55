using System.Security.Cryptography;

namespace Amphi.Ground;

/// <summary>Random words for addresses and secrets, from the operating system's generator.</summary>
public static class RandomWord
{
    // No vowels, so that no word appears by chance; no look-alikes, so that a code can be read aloud.
    private const string Letters = "23456789bcdfghjkmnpqrstvwxz";

    /// <summary>A code for an address: 27 letters to choose from, so 14 of them carry 66 bits.</summary>
    public static string Code(int length = 14) => RandomNumberGenerator.GetString(Letters, length);

    /// <summary>A secret of 256 bits, in base64url.</summary>
    public static string Secret() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
