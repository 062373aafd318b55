using Amphi.Ground;

namespace Amphi.Look;

/// <summary>What stands around a page: title, navigation, who is here. Rooms fill in what is theirs.</summary>
public sealed record Frame
{
    public required string Title { get; init; }
    public required Words Words { get; init; }
    public required Assets Assets { get; init; }

    /// <summary>What lets the page's scripts run: see <see cref="ContentPolicy.Nonce"/>.</summary>
    public required Func<string> Nonce { get; init; }

    /// <summary>The word that forms carry back.</summary>
    public required Func<string> FormWord { get; init; }

    /// <summary>The name of whoever is signed in, or null.</summary>
    public string? SignedInAs { get; init; }

    /// <summary>How the visitor appears in this course, when they learn discreetly: « Place 214 ».</summary>
    public string? Seat { get; init; }
    public IReadOnlyList<NavItem> Nav { get; init; } = [];

    /// <summary>True for the learner's navigation, which goes under the thumb on a phone.</summary>
    public bool IsDock { get; init; }

    /// <summary>The organisation's name, in the foot.</summary>
    public string Organisation { get; init; } = "Amphi";

    /// <summary>For search engines and shared links; null keeps the page out of them.</summary>
    public Listing? Listing { get; init; }

    /// <summary>Scripts beside the one of every page, by their plain names.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];
    public IReadOnlyList<string> Styles { get; init; } = [];

    /// <summary>A sentence above the page, with its way out: « Vous voyez ce cours comme… ».</summary>
    public ViewingNotice? Viewing { get; init; }

    /// <summary>Where the language links come back to.</summary>
    public string Path { get; init; } = "/";
}

public sealed record NavItem(string Address, string Icon, string Text, bool IsCurrent = false);

public sealed record ViewingNotice(string Text, string EndText);

/// <summary>What a public page says of itself elsewhere.</summary>
public sealed record Listing(string Canonical, string Description, string? JsonLd = null, string? Feed = null);
