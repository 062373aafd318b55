using System.Data.Common;
using Amphi.Ground;
using Amphi.Journal;

namespace Amphi.Learning;

/// <summary>
/// Writes what learners do, many in one commit: the journal's lines first, so that an act sent twice is seen as such,
/// then each learner's one row.
/// </summary>
public sealed class LearningLedger(WriteQueue queue)
{
    private readonly Group _group = new();

    /// <summary>Completes when the act is on disk.</summary>
    public Task<Progress> Write(LearningAct act) => queue.Join(_group, act);

    /// <summary>The same within a transaction that writes more than the act.</summary>
    internal static async Task<Progress[]> Write(IReadOnlyList<LearningAct> acts, DbConnection connection, DbTransaction transaction)
    {
        var fresh = await Journal.Tables.Append(connection, transaction, [.. acts.Select(act => act.Statement)]);
        var progress = await Tables.ProgressOf(connection, transaction, acts.Select(act => (act.Persona, act.RunId)));
        var following = new List<Statement>();
        foreach (var act in acts)
            if (fresh.Remove(act.Id))
                following.AddRange(act.ApplyTo(progress[act.Persona]));

        await Journal.Tables.Append(connection, transaction, following);
        await Tables.Keep(connection, transaction, progress.Values);
        return [.. acts.Select(act => progress[act.Persona])];
    }

    private sealed class Group : GroupedWrite<LearningAct, Progress>
    {
        public override Task<Progress[]> Apply(IReadOnlyList<LearningAct> acts, DbConnection connection, DbTransaction transaction) =>
            Write(acts, connection, transaction);
    }
}
