using System.Data.Common;
using System.Text.Json;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Marking;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>A learner's last answer to a question: how often they tried, and what it earned.</summary>
/// <param name="Tries">0 while there is no answer yet, when only hints were taken.</param>
/// <param name="Hints">How many hints were taken.</param>
public sealed record GivenAnswer(string Question, string Block, int Tries, Answer Answer, Mark Mark, Instant At, int Hints = 0)
{
    /// <summary>The numbers that were drawn for the learner, from the first answer on; null when the question draws none.</summary>
    public IReadOnlyDictionary<string, string>? Drawn { get; init; }

    /// <summary>The version of the course it was given in.</summary>
    public long VersionId { get; init; }

    /// <summary>The line of the journal that tells of it.</summary>
    internal Statement Statement(Guid act, PersonaId persona, long runId) =>
        new(
            act,
            runId,
            persona,
            Verb.Answered,
            Question,
            JsonSerializer.Serialize(
                new
                {
                    response = Answer.Values,
                    success = Mark.Verdict == Verdict.Right,
                    earned = Mark.Earned,
                    possible = Mark.Possible,
                    version = VersionId,
                }
            ),
            At
        );
}

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
)
{
    public required long VersionId { get; init; }

    /// <summary>The numbers in the question as this learner has it.</summary>
    public required IReadOnlyDictionary<string, string>? Drawn { get; init; }

    /// <summary>The questions that this learner is asked.</summary>
    public required IReadOnlyList<string> Asked { get; init; }
    public required int Weight { get; init; }
    public required Deadline Deadline { get; init; }

    /// <summary>Thousandths of a point that the whole quiz is worth; 0 counts for nothing and leaves no mark.</summary>
    public required int Possible { get; init; }
}

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
            var sheets = await Grades.Tables.SheetsOf(connection, transaction, acts.Where(act => act.Possible > 0).Select(act => (act.Persona, act.RunId)));
            var marked = new Dictionary<PersonaId, MarkSheet>();
            var changed = new Dictionary<(PersonaId, string), GivenAnswer>();
            var said = new List<Statement>();
            var stands = new GivenAnswer[acts.Count];
            for (var n = 0; n < acts.Count; n++)
            {
                var act = acts[n];
                var before = given.GetValueOrDefault((act.Persona, act.Question));
                // Right stays right, however many tries there are.
                var mayTry = before is not { Tries: > 0 } || (before.Mark.Verdict != Verdict.Right && (act.Attempts is null || before.Tries < act.Attempts));
                if (!mayTry || !written.Add(act.Id))
                {
                    stands[n] = before ?? new GivenAnswer(act.Question, act.Block.Id, 0, act.Answer, act.Mark, act.At);
                    continue;
                }

                var now = new GivenAnswer(act.Question, act.Block.Id, (before?.Tries ?? 0) + 1, act.Answer, act.Mark, act.At, before?.Hints ?? 0)
                {
                    Drawn = act.Drawn,
                    VersionId = act.VersionId,
                };
                stands[n] = given[(act.Persona, act.Question)] = changed[(act.Persona, act.Question)] = now;
                said.Add(now.Statement(act.Id, act.Persona, act.RunId));
                said.AddRange(Follow(act, progress[act.Persona], given));
                if (act.Possible > 0)
                    (marked[act.Persona] = sheets[act.Persona]).Set(
                        QuizMark.Of(act.Block, act.Weight, act.Possible, Answers(act, given), act.Deadline, act.At)
                    );
            }

            await Tables.Keep(connection, transaction, changed);
            await Journal.Tables.Append(connection, transaction, said);
            await Learning.Tables.Keep(connection, transaction, progress.Values);
            if (marked.Count > 0)
                await Grades.Tables.Keep(connection, transaction, marked.Values);
            return stands;
        }

        private static List<GivenAnswer> Answers(AnswerAct act, Dictionary<(PersonaId, string), GivenAnswer> given) =>
            [.. act.Asked.Select(question => given.GetValueOrDefault((act.Persona, question))).OfType<GivenAnswer>()];

        private static IEnumerable<Statement> Follow(AnswerAct act, Progress progress, Dictionary<(PersonaId, string), GivenAnswer> given)
        {
            progress.See(act.Lesson.Id, act.At);
            return act.Asked.All(question => given.TryGetValue((act.Persona, question), out var answer) && answer.Tries > 0)
                ? progress.Complete(act.Lesson, act.Block.Id, act.Block.Ordinal, act.Id, act.At)
                : [];
        }
    }
}
