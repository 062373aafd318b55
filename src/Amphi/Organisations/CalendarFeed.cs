using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// The secret address under which another program reads someone's dates, as a session reads as someone. Only the hash of
/// the secret is kept.
/// </summary>
public sealed class CalendarFeed
{
    public required long PersonId { get; init; }
    public required byte[] Secret { get; set; }
    public required Instant CreatedAt { get; set; }

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
