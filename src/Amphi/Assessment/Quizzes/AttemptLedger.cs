using System.Data.Common;
using Amphi.Assessment.Grades;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>Something a learner does in a test.</summary>
public abstract record AttemptAct(Guid Id, PersonaId Persona, long RunId, Instant At, Test Test)
{
    /// <summary>As it stands for this learner now; where nobody asks, as it stood when they last did.</summary>
    public required Deadline Deadline { get; init; }
}

/// <summary>Begins one, or comes back to the one that is open.</summary>
public sealed record BeganTest(Guid Id, PersonaId Persona, long RunId, Instant At, Test Test) : AttemptAct(Id, Persona, RunId, At, Test)
{
    /// <summary>With what time this learner gets; null is without end.</summary>
    public required TimeSpan? Lasts { get; init; }
}

/// <summary>Saves answers in an attempt, and hands it in.</summary>
/// <param name="Test">As it stands in the attempt's own version.</param>
public sealed record SavedTest(Guid Id, PersonaId Persona, long RunId, Instant At, Test Test, int Number) : AttemptAct(Id, Persona, RunId, At, Test)
{
    /// <summary>The values given to questions, by their ids.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Given { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
    public required bool HandsIn { get; init; }
}

/// <summary>The one place where attempts begin, change and end; many acts in one commit, each answered when it is on disk.</summary>
public sealed class AttemptLedger(WriteQueue queue)
{
    private readonly Group _group = new();

    /// <exception cref="RefusedException">No attempt is left, or its time is up.</exception>
    public async Task<Attempt> Write(AttemptAct act)
    {
        var (attempt, refusal) = await queue.Join(_group, act);
        return attempt ?? throw new RefusedException(refusal!);
    }

    private sealed class Group : GroupedWrite<AttemptAct, (Attempt?, Refusal?)>
    {
        public override async Task<(Attempt?, Refusal?)[]> Apply(IReadOnlyList<AttemptAct> acts, DbConnection connection, DbTransaction transaction)
        {
            // The sheets' rows are what several nodes take turns on.
            var sheets = await Grades.Tables.SheetsOf(connection, transaction, acts.Select(act => (act.Persona, act.RunId)));
            var results = new (Attempt?, Refusal?)[acts.Count];
            for (var n = 0; n < acts.Count; n++)
            {
                try
                {
                    results[n] = (await Apply(acts[n], sheets[acts[n].Persona], connection, transaction), null);
                }
                catch (RefusedException refused)
                {
                    results[n] = (null, refused.Refusal);
                }
            }

            return results;
        }

        private static async Task<Attempt> Apply(AttemptAct act, MarkSheet sheet, DbConnection connection, DbTransaction transaction)
        {
            var before = await AttemptTables.Of(connection, transaction, act.Persona, act.Test.Block.Id);
            if (act is BeganTest began)
                return await Begin(began, before, connection, transaction);

            var saved = (SavedTest)act;
            var attempt = before.Find(one => one.Number == saved.Number) ?? throw new MissingException("No such attempt.");
            var now = attempt;
            if (!saved.HandsIn || attempt.IsOpen(act.At))
                now = attempt.Save(act.Id, act.At, saved.Given);
            if (act.Deadline.Due is { } due)
                now = now with { DueAt = due };
            if (saved.HandsIn)
                now = now.HandIn(act.Test.Quiz, act.At);
            if (now == attempt)
                return now;

            await AttemptTables.Keep(connection, transaction, now);
            if (now.HandedInAt is not null && attempt.HandedInAt is null)
                await Count(saved, now, before, sheet, connection, transaction);
            return now;
        }

        private static async Task<Attempt> Begin(BeganTest act, List<Attempt> before, DbConnection connection, DbTransaction transaction)
        {
            if (before.Find(one => one.IsOpen(act.At)) is { } open)
                return open;
            act.Deadline.Allow(act.At);
            var (quiz, block) = (act.Test.Quiz, act.Test.Block.Id);
            var isLast = before.Count >= quiz.Tries;
            var line = new Statement(act.Id, act.RunId, act.Persona, Verb.Attempted, block, null, act.At);
            if (isLast || (await Journal.Tables.Append(connection, transaction, [line])).Count == 0)
                return before.Count > 0 && !isLast ? before[^1] : throw new RefusedException(new Refusal("test.refused.none"));

            var attempt = Attempt.Begin(act, before);
            await AttemptTables.Keep(connection, transaction, attempt);
            return attempt;
        }

        private static async Task Count(
            SavedTest act,
            Attempt attempt,
            List<Attempt> before,
            MarkSheet sheet,
            DbConnection connection,
            DbTransaction transaction
        )
        {
            if (QuizMark.Best(act.Test.Block, [.. before.Where(one => one.HandedInAt is not null), attempt], act.Deadline.Late) is { } best)
            {
                sheet.Set(best);
                await Grades.Tables.Keep(connection, transaction, [sheet]);
            }

            var progress = (await Learning.Tables.ProgressOf(connection, transaction, [(act.Persona, act.RunId)]))[act.Persona];
            var lines = progress.Complete(act.Test.Lesson, act.Test.Block.Id, act.Test.Block.Ordinal, act.Id, act.At);
            await Journal.Tables.Append(connection, transaction, lines);
            await Learning.Tables.Keep(connection, transaction, [progress]);
        }
    }
}
