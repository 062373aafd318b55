using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Grades;

/// <summary>
/// One line of the history of what a corrected key changed of a learner's marks; none is ever changed. Who corrected it
/// stands in the audit log, under <see cref="AuditSequence"/>.
/// </summary>
public sealed class MarkCorrection
{
    public long Id { get; private set; }
    public required long RunId { get; init; }
    public required PersonaId Persona { get; init; }
    public required string Lesson { get; init; }
    public required string Question { get; init; }

    /// <summary>Which attempt at a test; 0 in a lesson.</summary>
    public required int Attempt { get; init; }

    /// <summary>Thousandths of a point.</summary>
    public required int EarnedBefore { get; init; }
    public required int Earned { get; init; }
    public required string Reason { get; init; }
    public required long AuditSequence { get; init; }
    public required Instant At { get; init; }
}

/// <summary>Tells a learner on the course home that a correction changed a mark of theirs.</summary>
internal sealed class CorrectionNotice(HotReads reads) : IHomeNotice
{
    private static readonly TimeSpan Told = TimeSpan.FromDays(14);

    public async ValueTask<HomeNotice?> For(Classroom room)
    {
        if (room.Learner is not { } learner)
            return null;
        var last = await reads.One(Tables.LastCorrection, row => (object)new Instant(row.GetInt64(0)), room.Visit.Cancel, learner.Persona.ToBytes());
        return last is Instant at && room.Visit.Now < at + Told
            ? new HomeNotice(
                room.Visit.Words.Say("corrections.notice", room.Visit.Words.ShortDay(at, room.Visit.TimeZone)),
                $"/c/{room.Run.Code}/result#corrections",
                room.Visit.Words["result.notice.do"]
            )
            : null;
    }
}
