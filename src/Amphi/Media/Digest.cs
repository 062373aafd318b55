using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Amphi.Media;

/// <summary>The SHA-256 of some bytes: their name wherever they are kept.</summary>
public readonly record struct Digest
{
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    public Digest(ReadOnlySpan<byte> bytes) =>
        (_high, _low) = (BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public static Digest Of(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public byte[] ToBytes()
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), _low);
        return bytes;
    }

    /// <summary>64 hexadecimal digits.</summary>
    public override string ToString() => _high.ToString("x32") + _low.ToString("x32");

    public static bool TryParse([NotNullWhen(true)] string? hex, out Digest digest)
    {
        var isOne = hex is { Length: 64 } && hex.All(char.IsAsciiHexDigitLower);
        digest = isOne ? new Digest(Convert.FromHexString(hex!)) : default;
        return isOne;
    }
}
