namespace Amphi.Look;

/// <summary>A page with one thing to say: what happened, what is safe, and the way out.</summary>
/// <param name="Reference">A word for whoever helps, found again in the log.</param>
public sealed record Notice(string Kicker, string Heading, string Text, Way? Way = null, string? Reference = null);

public sealed record Way(string Address, string Text);
