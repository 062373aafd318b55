using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// A signed-in browser: a row that can be revoked. The browser holds a random secret of 256 bits, the row its SHA-256.
/// </summary>
public sealed class Session
{
    public required byte[] TokenHash { get; init; }

    /// <summary>A word for the page that lists sessions; the secret is never shown again.</summary>
    public required string Id { get; init; }
    public required long PersonId { get; init; }

    /// <summary>Such as "Firefox, Linux": enough to recognise one's own.</summary>
    public required string Device { get; init; }
    public required Instant CreatedAt { get; init; }
    public Instant SeenAt { get; set; }
    public required Instant EndsAt { get; init; }
    public Instant? RevokedAt { get; set; }

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}
