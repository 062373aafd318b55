using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>Hands in what ran out of time, so that it is marked although its learner never came back.</summary>
public sealed class AttemptCloser(HotReads reads, TestDesk tests, TimeProvider time, ILogger<AttemptCloser> log) : PeriodicWork(TimeSpan.FromSeconds(20), log)
{
    /// <summary>Closes some that are due and says how many.</summary>
    public async Task<int> CloseDue(CancellationToken cancel)
    {
        var due = await reads.All(AttemptTables.Due, AttemptTables.Attempt, cancel, time.Now().Milliseconds);
        foreach (var attempt in due)
        {
            try
            {
                await Close(attempt, cancel);
            }
            catch (Exception fault) when (!Outage.IsBehind(fault) && !cancel.IsCancellationRequested)
            {
                // The others do not wait for one that cannot be closed.
                log.LogError(fault, "Attempt {Number} at {Block} could not be closed", attempt.Number, attempt.Block);
            }
        }

        return due.Count;
    }

    protected override Task Round(CancellationToken cancel) => CloseDue(cancel);

    private async Task Close(Attempt attempt, CancellationToken cancel)
    {
        var chosen = await reads.One(Enrolments.Tables.AudiencesOf, row => row.GetString(0), cancel, attempt.Persona.ToBytes());
        var test = await tests.TestOf(attempt, chosen ?? "");
        var id = Statement.Following(new Guid(attempt.Persona.ToBytes()), $"{attempt.Block} {attempt.Number}");
        await tests.Write(
            new SavedTest(id, attempt.Persona, attempt.RunId, time.Now(), test, attempt.Number)
            {
                HandsIn = true,
                Deadline = new Deadline(attempt.DueAt, LatePolicy.Of(test.Course.Outline.Late)),
            }
        );
    }
}
