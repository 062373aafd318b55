using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>A learner asks for more time for one thing; the team says yes or no, and why.</summary>
public sealed class ExtensionRequest
{
    public const int MostDays = 30;
    public const int LongestReason = 1_000;

    public long Id { get; private set; }
    public required long RunId { get; init; }
    public required PersonaId Persona { get; init; }

    /// <summary>The id of a lesson or block.</summary>
    public required string Thing { get; init; }
    public required int Days { get; init; }
    public required string Reason { get; init; }
    public required Instant AskedAt { get; init; }
    public bool? Granted { get; private set; }
    public string? Answer { get; private set; }
    public Instant? AnsweredAt { get; private set; }

    /// <exception cref="RefusedException">It was answered already, or the answer gives no reason.</exception>
    public void Decide(bool granted, string answer, Instant now)
    {
        if (AnsweredAt is not null)
            throw new RefusedException(new Refusal("dates.refused.answered"));
        if (answer.Length is 0 or > LongestReason)
            throw new RefusedException(new Refusal("dates.refused.noreason") { Status = StatusCodes.Status422UnprocessableEntity });
        (Granted, Answer, AnsweredAt) = (granted, answer, now);
    }
}
