using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Learning;

/// <summary>A lesson someone wants to find again.</summary>
public sealed class Bookmark
{
    public required PersonaId Persona { get; init; }

    /// <summary>The id of a lesson or of a block in it.</summary>
    public required string Block { get; init; }
    public required string Lesson { get; init; }
    public required Instant At { get; init; }
}
