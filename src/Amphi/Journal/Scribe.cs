using System.Data.Common;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;

namespace Amphi.Journal;

/// <summary>Writes into the journal who joined and left a run. The announcement brings the statement's id, so that hearing it twice writes one line.</summary>
public sealed class Scribe(WriteQueue queue) : IListener<LearnerEnrolled>, IListener<LearnerLeft>
{
    private static readonly Group Lines = new();

    public Task Hear(LearnerEnrolled announcement, CancellationToken cancel) =>
        Write(announcement.Act, announcement.Persona, announcement.RunId, Verb.Registered, announcement.Day);

    public Task Hear(LearnerLeft announcement, CancellationToken cancel) =>
        Write(announcement.Act, announcement.Persona, announcement.RunId, Verb.Exited, announcement.Day);

    // The day, as in the enrolment: a minute could tell who it was.
    private Task<bool> Write(Guid act, string persona, long runId, Verb verb, int day) =>
        queue.Join(Lines, new Statement(act, runId, PersonaId.Parse(persona), verb, Statement.Run, null, new Instant(day * 86_400_000L)));

    private sealed class Group : GroupedWrite<Statement, bool>
    {
        public override async Task<bool[]> Apply(IReadOnlyList<Statement> acts, DbConnection connection, DbTransaction transaction)
        {
            var fresh = await Tables.Append(connection, transaction, [.. acts]);
            return [.. acts.Select(act => fresh.Contains(act.Id))];
        }
    }
}
