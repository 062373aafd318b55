using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>The secret address under which another program reads someone's dates. Only the hash of the secret is kept.</summary>
public sealed class CalendarFeed
{
    public required long PersonId { get; init; }
    public required byte[] Secret { get; set; }
    public required Instant CreatedAt { get; set; }
}
