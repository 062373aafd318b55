using Amphi.Discretion;

namespace Amphi.Enrolments;

/// <summary>What a persona did since it enrolled; filled by the room that keeps it.</summary>
public interface IPastActs
{
    Task<bool> Any(PersonaId persona, CancellationToken cancel);
}
