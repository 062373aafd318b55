using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>A secret sent by mail that works once: to confirm an address or to choose a new password.</summary>
public sealed class OneTimeToken
{
    public const string ConfirmEmail = "confirm";
    public const string ResetPassword = "reset";

    public required byte[] TokenHash { get; init; }
    public required long PersonId { get; init; }
    public required string Purpose { get; init; }
    public required Instant EndsAt { get; init; }
    public Instant? UsedAt { get; set; }
}
