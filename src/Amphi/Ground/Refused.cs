namespace Amphi.Ground;

/// <summary>
/// Why an act was refused: a key of the language files, with the values its sentence needs. A refusal is asked for
/// first, so that a page can explain it, and thrown by the act, so that nobody forgets.
/// </summary>
public record Refusal(string Key, params IReadOnlyList<object> Values)
{
    /// <summary>The answer's status; 409 unless the refusal is about something else.</summary>
    public int Status { get; init; } = 409;
}

/// <summary>An act went on although it was refused. One handler turns it into an answer.</summary>
public sealed class RefusedException(Refusal refusal) : Exception(refusal.Key)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>It is not there, or not for you: the two are answered alike.</summary>
public sealed class MissingException(string what) : Exception(what);

/// <summary>More writes are waiting than can be promised; the caller tries again later.</summary>
public sealed class OverloadedException() : Exception("The write queue is full.");
