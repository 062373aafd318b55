using System.Buffers.Binary;
using System.Security.Cryptography;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>Someone who can sign in. Nothing a person learns hangs here: learning belongs to personas.</summary>
public sealed class Person
{
    public const int MostFailedSignIns = 10;
    public static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    /// <summary>Random, not counted: the order of ids must not tell who came when.</summary>
    public long Id { get; private set; } = RandomId();
    public required long OrganisationId { get; init; }
    public required string Email
    {
        get;
        set
        {
            field = value;
            Searched = Folded.Text($"{Name} {value}");
        }
    }
    public required string EmailFolded { get; set; }
    public required string Name
    {
        get;
        set
        {
            field = value;
            Searched = Folded.Text($"{value} {Email}");
        }
    }

    /// <summary>Name and address, folded: see <see cref="Folded"/>.</summary>
    public string Searched { get; private set; } = "";

    /// <summary>BCP 47: <c>fr</c> or <c>en</c>.</summary>
    public required string Language { get; set; }

    /// <summary>IANA, such as <c>Europe/Paris</c>.</summary>
    public required string TimeZone { get; set; }
    public string? PasswordHash { get; set; }

    /// <summary>Changes with every change of credentials, and with it end all sessions.</summary>
    public required string SecurityStamp { get; set; }
    public Instant? EmailConfirmedAt { get; set; }
    public Instant? DisabledAt { get; set; }

    /// <summary>Wrong passwords since the last right one; <see cref="MostFailedSignIns"/> lock the account for <see cref="LockedFor"/>.</summary>
    public int FailedSignIns { get; set; }
    public Instant? LockedUntil { get; set; }
    public required Instant CreatedAt { get; init; }

    private static long RandomId()
    {
        Span<byte> bytes = stackalloc byte[8];
        RandomNumberGenerator.Fill(bytes);
        return BinaryPrimitives.ReadInt64LittleEndian(bytes) & long.MaxValue;
    }
}

/// <summary>A key of a person's device (WebAuthn). <see cref="Data"/> is the JSON of Identity's passkey record.</summary>
public sealed class Passkey
{
    public required byte[] CredentialId { get; init; }
    public required long PersonId { get; init; }
    public required string Name { get; set; }
    public required string Data { get; set; }
    public required Instant CreatedAt { get; init; }
}
