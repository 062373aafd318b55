using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Assessment.Cases;

public enum ReviewKind
{
    Peer,
    Self,
    Team,
}

/// <summary>What a reader says beside the rubric: something good, something to take up again, a question.</summary>
public sealed record Remarks(string Good, string Better, string Question)
{
    public const int Longest = 4_000;

    public static Remarks None { get; } = new("", "", "");
    public bool IsTooLong => Good.Length > Longest || Better.Length > Longest || Question.Length > Longest;
    public IEnumerable<string> Said => new[] { Good, Better, Question }.Where(text => text.Length > 0);
}

/// <summary>A reading of a copy: lent to its reader for some hours, kept as it is written, and sent once.</summary>
public sealed class Review
{
    /// <summary>How long a copy is kept for a reader before someone else may get it in their place.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromHours(8);

    public long Id { get; private set; }
    public string Code { get; init; } = RandomWord.Code(10);
    public required long SubmissionId { get; init; }
    public required long RunId { get; init; }
    public required string Block { get; init; }

    /// <summary>null for the team, which signs with no name.</summary>
    public PersonaId? Reader { get; init; }
    public required ReviewKind Kind { get; init; }
    public required Instant BegunAt { get; init; }

    /// <summary>null when nothing is lent, or the time ran out: what was written stays, and may be taken up again.</summary>
    public Instant? LeasedUntil { get; private set; }
    public string Judgements { get; private set; } = "[]";
    public string Note { get; private set; } = "";

    /// <summary>The act that sent it, so that sending it again is the same answer.</summary>
    public Guid? Act { get; private set; }
    public Instant? DoneAt { get; private set; }

    /// <summary>Whether it made the result: what comes after it is read by the author, and changes nothing.</summary>
    public bool Counts { get; private set; }

    /// <summary>What its reader's reader thought of it: 0 to 3; null when they did not say.</summary>
    public int? Helpful { get; private set; }

    /// <summary>Percent between this reading and the middle of all.</summary>
    public int? Distance { get; private set; }

    public IReadOnlyList<Judgement> Said => JsonSerializer.Deserialize<Judgement[]>(Judgements, JsonSerializerOptions.Web)!;
    public Remarks Remarks => Note.Length == 0 ? Remarks.None : JsonSerializer.Deserialize<Remarks>(Note, JsonSerializerOptions.Web)!;
    public bool IsDone => DoneAt is not null;

    /// <exception cref="RefusedException">It was sent, or is too long.</exception>
    public void Keep(IReadOnlyList<Judgement> said, Remarks remarks)
    {
        if (IsDone)
            throw new RefusedException(new Refusal("case.refused.sent"));
        if (remarks.IsTooLong || said.Any(one => one.Comment?.Length > Remarks.Longest))
            throw new RefusedException(new Refusal("case.refused.longnote") { Status = 422 });
        (Judgements, Note) = (JsonSerializer.Serialize(said, JsonSerializerOptions.Web), JsonSerializer.Serialize(remarks, JsonSerializerOptions.Web));
    }

    /// <summary>Sends it. Tells whether it was still lent: if not, its place was given to someone else.</summary>
    public bool Send(Guid act, IReadOnlyList<Judgement> said, Remarks remarks, Instant now)
    {
        Keep(said, remarks);
        var wasLent = LeasedUntil is not null;
        (Act, DoneAt, LeasedUntil) = (act, now, null);
        return wasLent;
    }

    public void Count(IReadOnlyList<Middle> middles, int possible) => (Counts, Distance) = (true, Medians.Distance(Said, middles, possible));

    /// <summary>The team's word stands in its place.</summary>
    public void GiveWay() => Counts = false;

    public void Rate(int helpful)
    {
        if (helpful is < 0 or > 3)
            throw new RefusedException(new Refusal("case.refused.rating") { Status = 422 });
        Helpful = helpful;
    }
}
