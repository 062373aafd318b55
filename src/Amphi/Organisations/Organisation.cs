using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>A company or a school that runs courses here.</summary>
public sealed class Organisation(Slug slug, string name, Instant createdAt)
{
    public long Id { get; private set; }
    public Slug Slug { get; private set; } = slug;
    public string Name { get; set; } = name;
    public Instant CreatedAt { get; private set; } = createdAt;
}
