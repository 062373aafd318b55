using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;

namespace Amphi.Journal;

/// <summary>Any line of the journal beyond joining and leaving.</summary>
internal sealed class PastActs(HotReads reads) : IPastActs
{
    public async Task<bool> Any(PersonaId persona, CancellationToken cancel) =>
        await reads.One(Tables.ActOfPersona, row => row.GetInt32(0).ToString(), cancel, persona.ToBytes()) is not null;
}
