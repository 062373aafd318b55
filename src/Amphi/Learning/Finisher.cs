using System.Data.Common;
using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Journal;

namespace Amphi.Learning;

/// <summary>A learner has finished a run: said once, and it stays.</summary>
public sealed record LearnerFinished(string Persona, long RunId) : IAnnouncement
{
    public static string Kind => "learner.finished";
}

/// <summary>Who has finished: kept and announced in the transaction of the act that did it.</summary>
public static class Finisher
{
    internal const string FinishedOn = "select finished_on from finishers where persona = $1";

    private const string Keep = "insert into finishers (persona, run_id, finished_on) values ($1, $2, $3) on conflict (persona) do nothing";

    /// <summary>The day a learner finished, in days since 1970, or null.</summary>
    public static async ValueTask<int?> DayOf(HotReads reads, PersonaId persona, CancellationToken cancel) =>
        (await reads.One(FinishedOn, row => new int[] { row.GetInt32(0) }, cancel, persona.ToBytes()))?[0];

    /// <summary>Keeps one whom nobody needs to be told of; tells whether that is news.</summary>
    internal static async Task<bool> KeepQuietly(DbConnection connection, DbTransaction transaction, Progress progress) =>
        await connection.Run(Keep, transaction, default, progress.Persona.ToBytes(), progress.RunId, Enrolments.Enrolment.Day(progress.SeenAt)) > 0;

    internal static async Task KeepNew(DbConnection connection, DbTransaction transaction, IEnumerable<Progress> crossed)
    {
        foreach (var progress in crossed)
        {
            var (persona, at) = (progress.Persona, progress.SeenAt);
            if (!await KeepQuietly(connection, transaction, progress))
                continue;
            await connection.Run(
                AnnouncementTables.Add,
                transaction,
                default,
                LearnerFinished.Kind,
                JsonSerializer.Serialize(new LearnerFinished(persona.ToString(), progress.RunId), JsonSerializerOptions.Web),
                at.Milliseconds
            );
            await Journal.Tables.Append(
                connection,
                transaction,
                [new Statement(Guid.CreateVersion7(), progress.RunId, persona, Verb.Completed, Journal.Statement.Run, null, at)]
            );
        }
    }
}
