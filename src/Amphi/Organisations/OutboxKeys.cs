using System.Buffers.Binary;
using System.Security.Cryptography;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// What a page brings its script to seal unsent acts with, in a browser that others may use after: a word for whose they
/// are and a key of 256 bits, the same on every page of a person and on nobody else's.
/// </summary>
public sealed class OutboxKeys(Keys keys)
{
    /// <summary>The word and the key in base64, a dot between.</summary>
    public string For(long person)
    {
        Span<byte> id = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(id, person);
        Span<byte> made = stackalloc byte[64];
        HMACSHA512.HashData(keys.Named("outbox"), id, made);
        return $"{Convert.ToBase64String(made[..12])}.{Convert.ToBase64String(made[32..])}";
    }
}
