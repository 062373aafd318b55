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
    public required int Seat { get; init; }

    /// <summary>The name the learner shows; null when they learn discreetly.</summary>
    public string? ShownName { get; private set; }
    public Intent Intent { get; set; }

    /// <summary>The ids of the path and the tracks that the learner chose, a space between; empty before they choose.</summary>
    public string Audiences { get; set; } = "";

    /// <summary>Whether anyone else has seen something this persona did: from then on, hiding the name would promise too much.</summary>
    public bool HasActed { get; private set; }

    /// <summary>Days since 1970: a day tells less than a minute.</summary>
    public required int EnrolledOn { get; init; }
    public int? LeftOn { get; private set; }

    public bool IsDiscreet => ShownName is null;
    public bool IsHeld => LeftOn is null;

    public static int Day(Instant at) => (int)(at.Milliseconds / 86_400_000);

    /// <summary>The first act that others can see.</summary>
    public void Act() => HasActed = true;

    /// <summary>From then on the name stands beside what this persona did and does: any time, by the learner alone.</summary>
    public void ShowName(string name) => ShownName = name;

    /// <summary>Why the name can no longer be hidden, or null.</summary>
    public Refusal? HidingRefusal => HasActed && !IsDiscreet ? new Refusal("enrolment.refused.seen") : null;

    /// <exception cref="RefusedException">The others have already seen the name.</exception>
    public void HideName()
    {
        if (HidingRefusal is { } refusal)
            throw new RefusedException(refusal);
        ShownName = null;
    }

    public void Leave(Instant now) => LeftOn = Day(now);

    public void ComeBack() => LeftOn = null;
}
