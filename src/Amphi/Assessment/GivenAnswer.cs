using System.Data.Common;
using System.Text.Json;
using Amphi.Assessment.Marking;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;

namespace Amphi.Assessment;

/// <summary>A learner's last answer to a question: how often they tried, and what it earned.</summary>
public sealed record GivenAnswer(string Question, string Block, int Tries, Answer Answer, Mark Mark, Instant At);

/// <summary>An answer to write. Whether a try is left is decided where it is written, so that two devices cannot take the same one.</summary>
public sealed record AnswerAct(
    Guid Id,
    PersonaId Persona,
    long RunId,
    Instant At,
    OutlineLesson Lesson,
    OutlineBlock Block,
    string Question,
    Answer Answer,
    Mark Mark,
    int? Attempts
);

/// <summary>Writes answers, many in one commit, with the progress and the journal's lines that follow.</summary>
public sealed class AnswerLedger(WriteQueue queue)
{
    private readonly Group _group = new();

    /// <summary>The question's answer as it stands when this one is on disk: the one before, when no try was left.</summary>
    public Task<GivenAnswer> Write(AnswerAct act) => queue.Join(_group, act);

    private sealed class Group : GroupedWrite<AnswerAct, GivenAnswer>
    {
        public override async Task<GivenAnswer[]> Apply(IReadOnlyList<AnswerAct> acts, DbConnection connection, DbTransaction transaction)
        {
            // Progress first: on PostgreSQL its rows are what a learner's acts from several nodes wait for.
            var progress = await Learning.Tables.ProgressOf(connection, transaction, acts.Select(act => (act.Persona, act.RunId)));
            var written = await Journal.Tables.Written(connection, transaction, [.. acts.Select(act => act.Id)]);
            var given = await Tables.AnswersIn(connection, transaction, acts.Select(act => (act.Persona, act.Block.Id)).Distinct());
            var changed = new Dictionary<(PersonaId, string), GivenAnswer>();
            var said = new List<Statement>();
            var stands = new GivenAnswer[acts.Count];
            for (var n = 0; n < acts.Count; n++)
            {
                var act = acts[n];
                var before = given.GetValueOrDefault((act.Persona, act.Question));
                var mayTry = act.Attempts is null || before is null || (before.Tries < act.Attempts && before.Mark.Verdict != Verdict.Right);
                if (!mayTry || !written.Add(act.Id))
                {
                    stands[n] = before ?? new GivenAnswer(act.Question, act.Block.Id, 0, act.Answer, act.Mark, act.At);
                    continue;
                }

                var now = new GivenAnswer(act.Question, act.Block.Id, (before?.Tries ?? 0) + 1, act.Answer, act.Mark, act.At);
                stands[n] = given[(act.Persona, act.Question)] = changed[(act.Persona, act.Question)] = now;
                said.Add(Statement(act));
                said.AddRange(Follow(act, progress[act.Persona], given));
            }

            await Tables.Keep(connection, transaction, changed);
            await Journal.Tables.Append(connection, transaction, said);
            await Learning.Tables.Keep(connection, transaction, progress.Values);
            return stands;
        }

        private static IEnumerable<Statement> Follow(AnswerAct act, Progress progress, Dictionary<(PersonaId, string), GivenAnswer> given)
        {
            progress.See(act.Lesson.Id, act.At);
            if (!act.Block.Questions.All(question => given.ContainsKey((act.Persona, question))) || !progress.Finish(act.Block.Ordinal))
                yield break;
            yield return Completed(act, act.Block.Id);
            if (act.Lesson.Required.All(block => progress.IsDone(block.Ordinal)) && progress.Finish(act.Lesson.Ordinal))
                yield return Completed(act, act.Lesson.Id);
        }

        private static Statement Completed(AnswerAct act, string thing) =>
            new(Journal.Statement.Following(act.Id, thing), act.RunId, act.Persona, Verb.Completed, thing, null, act.At);

        private static Statement Statement(AnswerAct act) =>
            new(
                act.Id,
                act.RunId,
                act.Persona,
                Verb.Answered,
                act.Question,
                JsonSerializer.Serialize(
                    new
                    {
                        response = act.Answer.Values,
                        success = act.Mark.Verdict == Verdict.Right,
                        earned = act.Mark.Earned,
                        possible = act.Mark.Possible,
                    }
                ),
                act.At
            );
    }
}
