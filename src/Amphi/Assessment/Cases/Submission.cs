using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Cases;

public enum SubmissionState
{
    /// <summary>Being written.</summary>
    Draft,

    /// <summary>Handed in; peers read it, or its author alone where nobody else is asked to.</summary>
    WithPeers,

    /// <summary>Handed in; the team reads it.</summary>
    WithTeam,

    /// <summary>There is a result.</summary>
    Settled,
}

/// <summary>Whose word the result is; the team's goes over the peers', theirs over the author's own.</summary>
public enum Basis
{
    Team,
    Peers,
    Self,

    /// <summary>Nobody read it in time, which is not the author's fault: it counts neither for nor against them.</summary>
    LetOff,
}

/// <summary>Someone of the team that handed a copy in: its result is theirs, whoever leaves or joins afterwards.</summary>
public sealed class CaseAuthor
{
    public required long RunId { get; init; }
    public required string Block { get; init; }
    public required PersonaId Persona { get; init; }
    public required long SubmissionId { get; init; }
}

/// <summary>
/// What a learner or a team hands in for a case study, from draft to result. Handed in, it has a result on the promised day at the
/// latest: its peers are waited for a while, then one of them is enough, then the team reads it; and if they do not, the
/// author's own reading stands, or they are let off.
/// </summary>
public sealed class Submission
{
    public const int LongestPart = 40_000;
    public const int LongestLink = 500;

    public long Id { get; private set; }

    /// <summary>Names the copy to those who read it; it tells nothing about its author.</summary>
    public string Code { get; init; } = RandomWord.Code(10);
    public required long RunId { get; init; }
    public required string Block { get; init; }
    public required int Ordinal { get; init; }

    /// <summary>Whoever writes it: a learner, or a team.</summary>
    public required PersonaId Persona { get; init; }
    public bool IsTeams { get; init; }
    public string Language { get; private set; } = "";
    public string Parts { get; private set; } = "[]";
    public string? Link { get; private set; }

    /// <summary>Grows with each change: a tab that shows an older one does not write over it.</summary>
    public int Revision { get; private set; }
    public Instant ChangedAt { get; private set; }
    public SubmissionState State { get; private set; }

    /// <summary>The act that handed it in, so that sending it again is the same answer.</summary>
    public Guid? Act { get; private set; }
    public Instant? HandedInAt { get; private set; }

    /// <summary>What lateness takes off.</summary>
    public int LatePercent { get; private set; }

    /// <summary>Copies its author reads before they see their own result.</summary>
    public int MustGive { get; private set; }

    /// <summary>Readings that make the result.</summary>
    public int Needed { get; private set; }

    /// <summary>Readings that were sent or are being written.</summary>
    public int Taken { get; private set; }

    /// <summary>Readings that were sent.</summary>
    public int Received { get; private set; }
    public int Possible { get; private set; }

    /// <summary>Until when all readings are waited for; after it one is enough.</summary>
    public Instant? PatientUntil { get; private set; }

    /// <summary>When there is a result, whatever others do.</summary>
    public Instant? PromisedAt { get; private set; }

    public int? Earned { get; private set; }
    public Basis? Basis { get; private set; }
    public string? Medians { get; private set; }
    public Instant? SettledAt { get; private set; }

    public string? Appeal { get; private set; }
    public Instant? AppealedAt { get; private set; }
    public string? AppealAnswer { get; private set; }
    public Instant? AppealAnsweredAt { get; private set; }

    public IReadOnlyList<string> Answers => JsonSerializer.Deserialize<string[]>(Parts)!;
    public IReadOnlyList<Middle> Middles => Medians is null ? [] : JsonSerializer.Deserialize<Middle[]>(Medians, JsonSerializerOptions.Web)!;
    public bool IsDraft => State == SubmissionState.Draft;
    public bool IsSettled => State == SubmissionState.Settled;
    public bool AwaitsAppeal => AppealedAt is not null && AppealAnsweredAt is null;

    /// <exception cref="RefusedException">It was handed in, or another tab has written since.</exception>
    public void Write(IReadOnlyList<string> answers, string? link, int revision, Instant now)
    {
        if (!IsDraft)
            throw new RefusedException(new Refusal("case.refused.handedin"));
        if (revision != Revision)
            throw new RefusedException(new Refusal(IsTeams ? "case.refused.mate" : "case.refused.othertab"));
        if (answers.Any(answer => answer.Length > LongestPart))
            throw new RefusedException(new Refusal("case.refused.long") { Status = 422 });
        if (link is { Length: > 0 } && !IsLink(link))
            throw new RefusedException(new Refusal("case.refused.link") { Status = 422 });
        (Parts, Link, ChangedAt) = (JsonSerializer.Serialize(answers), link is { Length: > 0 } ? link : null, now);
        Revision++;
    }

    /// <summary>Hands it in: from now on its peers read it, or the team where no peers do.</summary>
    /// <param name="readFrom">When its peers begin to read.</param>
    public void HandIn(Guid act, Author author, Instant readFrom)
    {
        var (study, now) = (author.Study, author.Now);
        if (!IsDraft)
            throw new RefusedException(new Refusal("case.refused.handedin"));
        (Act, Language, HandedInAt, ChangedAt) = (act, author.Language, now, now);
        LatePercent = 100 - (author.Deadline.KeptPercent(now) ?? 0);
        (MustGive, Needed, Possible) = (study.MustGive, study.MustGet, study.Possible);
        (PatientUntil, PromisedAt) = (readFrom + study.Patience, readFrom + study.Promise);
        State = Needed > 0 || study.IsSelfOnly ? SubmissionState.WithPeers : SubmissionState.WithTeam;
    }

    /// <summary>Why it can no longer be taken back, or null.</summary>
    /// <param name="hasRead">Whether one of its authors has begun to read the others: what they saw is not for another copy of their own.</param>
    public Refusal? WithdrawalRefusal(Deadline deadline, bool hasRead, Instant now) =>
        State is not (SubmissionState.WithPeers or SubmissionState.WithTeam) ? new Refusal("case.refused.withdraw.settled")
        : Taken > 0 ? new Refusal("case.refused.withdraw.read")
        : hasRead ? new Refusal("case.refused.withdraw.others")
        : now >= deadline.Closes ? new Refusal("case.refused.withdraw.due")
        : deadline.KeptPercent(now) < 100 - LatePercent ? new Refusal("case.refused.withdraw.late")
        : null;

    /// <exception cref="RefusedException">Somebody reads it already, or it could not be handed in again as it was.</exception>
    public void Withdraw(Deadline deadline, bool hasRead, Instant now)
    {
        if (WithdrawalRefusal(deadline, hasRead, now) is { } refusal)
            throw new RefusedException(refusal);
        (State, Act, HandedInAt, PatientUntil, PromisedAt) = (SubmissionState.Draft, null, null, null, null);
        Revision++;
    }

    /// <summary>A reading came. One whose time had run out takes a place again.</summary>
    public void Receive(bool wasLent)
    {
        Received++;
        if (!wasLent)
            Taken++;
    }

    /// <summary>
    /// What time and the readings make of it; tells whether that is news. Asked when a reading comes, when its author has
    /// read what they owe, and on its two days. Asking again changes nothing.
    /// </summary>
    /// <param name="readings">The readings that were sent.</param>
    /// <param name="hasGiven">Whether the author has read what they owe, or nothing is left to read.</param>
    public bool Advance(Instant now, IReadOnlyList<Review> readings, bool hasGiven)
    {
        if (State is not (SubmissionState.WithPeers or SubmissionState.WithTeam))
            return false;

        var peers = readings.Where(reading => reading.Kind == ReviewKind.Peer).ToList();
        var wasNeeded = Needed;
        if (now >= PatientUntil)
            Needed = Math.Min(Needed, 1);
        if (now >= PromisedAt)
            return Settle(Best(readings), now);
        if (Needed > 0 && peers.Count >= Needed && hasGiven)
            return Settle((Cases.Basis.Peers, peers), now);
        // Nobody else is asked: the author's own reading is the result.
        if (Needed == 0 && State == SubmissionState.WithPeers && readings.Any(reading => reading.Kind == ReviewKind.Self))
            return Settle(Best(readings), now);
        if (now >= PatientUntil && peers.Count == 0 && State == SubmissionState.WithPeers)
        {
            State = SubmissionState.WithTeam;
            return true;
        }

        return Needed != wasNeeded;
    }

    /// <summary>The team's reading: over whatever was there before.</summary>
    public void Mark(Review reading, Instant now) => Settle((Cases.Basis.Team, [reading]), now);

    /// <summary>Why the author cannot ask the team to look again, or null.</summary>
    public Refusal? AppealRefusal =>
        !IsSettled ? new Refusal("case.refused.appeal.early")
        : AppealedAt is not null ? new Refusal("case.refused.appeal.once")
        : null;

    /// <exception cref="RefusedException">There is no result yet, or it was asked before.</exception>
    public void AskAgain(string why, Instant now)
    {
        if (AppealRefusal is { } refusal)
            throw new RefusedException(refusal);
        if (string.IsNullOrWhiteSpace(why) || why.Length > Remarks.Longest)
            throw new RefusedException(new Refusal("case.refused.why") { Status = 422 });
        (Appeal, AppealedAt) = (why, now);
    }

    /// <summary>The team answers an appeal, with a reason.</summary>
    public void AnswerAppeal(string why, Instant now)
    {
        if (!AwaitsAppeal)
            throw new RefusedException(new Refusal("case.refused.appeal.none"));
        if (string.IsNullOrWhiteSpace(why) || why.Length > Remarks.Longest)
            throw new RefusedException(new Refusal("case.refused.why") { Status = 422 });
        (AppealAnswer, AppealAnsweredAt) = (why, now);
    }

    public static bool IsLink(string link) =>
        link.Length <= LongestLink && Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0;

    // Team over peers over the author; without any, nobody is to be blamed.
    private static (Basis Basis, List<Review> Readings) Best(IReadOnlyList<Review> readings)
    {
        foreach (var (kind, basis) in new[] { (ReviewKind.Team, Cases.Basis.Team), (ReviewKind.Peer, Cases.Basis.Peers), (ReviewKind.Self, Cases.Basis.Self) })
            if (readings.Where(reading => reading.Kind == kind).ToList() is { Count: > 0 } found)
                return (basis, found);
        return (Cases.Basis.LetOff, []);
    }

    private bool Settle((Basis Basis, List<Review> Readings) by, Instant now)
    {
        var middles = Cases.Medians.Of(by.Readings.Select(reading => reading.Said));
        foreach (var reading in by.Readings)
            reading.Count(middles, Possible);
        (State, Basis, SettledAt) = (SubmissionState.Settled, by.Basis, now);
        Earned = by.Readings.Count == 0 ? null : middles.Sum(middle => middle.Points);
        Medians = JsonSerializer.Serialize(middles, JsonSerializerOptions.Web);
        return true;
    }
}
