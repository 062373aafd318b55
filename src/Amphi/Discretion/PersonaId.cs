using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Amphi.Discretion;

/// <summary>
/// Who acts in a course run: 128 random bits, one for each person and run. Its order tells nothing, and only the
/// <see cref="Vault"/> can say which person it is.
/// </summary>
public readonly record struct PersonaId(UInt128 Bits)
{
    public static PersonaId New() => From(RandomNumberGenerator.GetBytes(16));

    public static PersonaId From(ReadOnlySpan<byte> bytes) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));

    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return bytes;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Bits.ToString("x32");

    /// <exception cref="FormatException">It is none.</exception>
    public static PersonaId Parse(string hex) => TryParse(hex, out var persona) ? persona : throw new FormatException("No persona.");

    public static bool TryParse([NotNullWhen(true)] string? hex, out PersonaId persona)
    {
        var isOne = hex is { Length: 32 } && UInt128.TryParse(hex, System.Globalization.NumberStyles.AllowHexSpecifier, null, out _);
        persona = isOne ? new(UInt128.Parse(hex!, System.Globalization.NumberStyles.AllowHexSpecifier)) : default;
        return isOne;
    }
}

internal sealed class PersonaIdConverter() : ValueConverter<PersonaId, byte[]>(persona => persona.ToBytes(), bytes => PersonaId.From(bytes));
