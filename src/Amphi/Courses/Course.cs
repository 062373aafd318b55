using Amphi.Ground;

namespace Amphi.Courses;

/// <summary>A course as the catalogue knows it; what it says is in its versions.</summary>
public sealed class Course
{
    public long Id { get; private set; }
    public required long OrganisationId { get; init; }
    public required Slug Slug { get; init; }
    public required string Title { get; set; }
    public string? Subtitle { get; set; }

    /// <summary>BCP 47.</summary>
    public required string Language { get; set; }
    public required string Summary { get; set; }
    public required string Cloth { get; set; }
    public int? Hours { get; set; }
    public int? Weeks { get; set; }

    /// <summary>Title, summary and outcomes, folded: what a search in the catalogue looks through.</summary>
    public required string Searched { get; set; }

    /// <summary>Whether the catalogue shows it.</summary>
    public bool IsListed { get; set; } = true;
    public long? CurrentVersionId { get; set; }
    public required Instant CreatedAt { get; init; }
}

/// <summary>A course as it was published once: immutable, numbered, named by the digest of its files.</summary>
public sealed class CourseVersion
{
    public long Id { get; private set; }
    public required long CourseId { get; init; }

    /// <summary>1, 2, 3 … within the course.</summary>
    public required int Number { get; init; }
    public required byte[] Digest { get; init; }

    /// <summary><see cref="CourseFiles"/> as JSON.</summary>
    public required string Files { get; init; }

    /// <summary><see cref="Courses.Outline"/> as JSON.</summary>
    public required string Outline { get; init; }
    public required Instant PublishedAt { get; init; }
}

/// <summary>A text of a course by its digest; versions that say the same share it.</summary>
public sealed class CourseText
{
    public required byte[] Digest { get; init; }
    public required string Body { get; init; }
}

/// <summary>The number a lesson or block keeps for the life of its course: the place of its bit in a learner's progress.</summary>
public sealed class CourseBlock
{
    public required long CourseId { get; init; }
    public required string Block { get; init; }
    public required int Ordinal { get; init; }
}
