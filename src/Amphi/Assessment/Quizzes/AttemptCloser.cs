using Amphi.Courses;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>Hands in what ran out of time, so that it is marked although its learner never came back.</summary>
public sealed class AttemptCloser(HotReads reads, Shelf shelf, LessonShelf lessons, AttemptLedger ledger, TimeProvider time, ILogger<AttemptCloser> log)
    : PeriodicWork(TimeSpan.FromSeconds(20), log)
{
    /// <summary>Closes some that are due and says how many.</summary>
    public async Task<int> CloseDue(CancellationToken cancel)
    {
        var due = await reads.All(AttemptTables.Due, AttemptTables.Attempt, cancel, time.Now().Milliseconds);
        foreach (var attempt in due)
        {
            var test = await Test.In(await shelf.Open(attempt.VersionId), attempt.Block, lessons);
            var id = Statement.Following(new Guid(attempt.Persona.ToBytes()), $"{attempt.Block} {attempt.Number}");
            await ledger.Write(
                new SavedTest(
                    id,
                    attempt.Persona,
                    attempt.RunId,
                    time.Now(),
                    test.Lesson,
                    test.Block,
                    attempt.Number,
                    new Dictionary<string, IReadOnlyList<string>>(),
                    test.Quiz
                )
                {
                    Deadline = new Deadline(attempt.DueAt, LatePolicy.Of(test.Course.Outline.Late)),
                }
            );
        }

        return due.Count;
    }

    protected override Task Round(CancellationToken cancel) => CloseDue(cancel);
}
