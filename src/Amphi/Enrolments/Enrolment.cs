using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Enrolments;

/// <summary>What a learner wants from a course; said by them, changed by them, never a target set by others.</summary>
public enum Intent
{
    LookAround,
    OwnPace,
    Finish,
    GetCertified,
}

/// <summary>A persona's place in a course run.</summary>
public sealed class Enrolment
{
    public required PersonaId Persona { get; init; }
    public required long RunId { get; init; }

    /// <summary>The number of « Place 214 »: drawn, not counted, so that it does not tell who came first.</summary>
    public required int Seat { get; set; }

    /// <summary>The name the learner shows; null when they learn discreetly.</summary>
    public string? ShownName { get; private set; }
    public Intent Intent { get; set; }

    /// <summary>The ids of the path and the tracks that the learner chose, a space between; empty before they choose.</summary>
    public string Audiences { get; set; } = "";

    /// <summary>Whether a team or the course's team has dealt with this persona: from then on, hiding the name would promise too much.</summary>
    public bool HasActed { get; private set; }

    /// <summary>Days since 1970: a day tells less than a minute.</summary>
    public required int EnrolledOn { get; init; }
    public int? LeftOn { get; private set; }

    public bool IsDiscreet => ShownName is null;
    public bool IsHeld => LeftOn is null;

    public static int Day(Instant at) => (int)(at.Milliseconds / 86_400_000);

    /// <summary>The first thing that others keep of them, whatever the journal says.</summary>
    public void Act() => HasActed = true;

    /// <summary>From then on the name stands beside what this persona did and does: any time, by the learner alone.</summary>
    public void ShowName(string name) => ShownName = name;

    /// <summary>Why the name can no longer be hidden, or null.</summary>
    /// <param name="hasBegun">Whether they did anything in the run since they enrolled.</param>
    public Refusal? HidingRefusal(bool hasBegun) => (hasBegun || HasActed) && !IsDiscreet ? new Refusal("enrolment.refused.seen") : null;

    /// <summary>Whoever saw the name saw the seat beside it: from then on it is another.</summary>
    /// <exception cref="RefusedException">They have begun under their name.</exception>
    public void HideName(int seat, bool hasBegun)
    {
        if (HidingRefusal(hasBegun) is { } refusal)
            throw new RefusedException(refusal);
        (ShownName, Seat) = (null, seat);
    }

    public void Leave(Instant now) => LeftOn = Day(now);

    public void ComeBack() => LeftOn = null;
}
