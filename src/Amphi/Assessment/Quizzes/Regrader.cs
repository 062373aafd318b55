using System.Data.Common;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Marking;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Learning.Dates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Amphi.Assessment.Quizzes;

/// <summary>What a corrected key makes of one answer.</summary>
/// <param name="Attempt">Which attempt at a test; 0 in a lesson.</param>
/// <param name="Before">Thousandths of a point.</param>
public sealed record Regraded(PersonaId Persona, int Seat, int Attempt, int Before, int After);

/// <param name="Same">Answers that earn what they earned.</param>
/// <param name="Other">Answers to other words than those the question has now; they stay as they are.</param>
public sealed record RegradePreview(IReadOnlyList<Regraded> Changes, int Same, int Other);

/// <summary>
/// Marks again what was answered to a question, by the key that it has in the run's version now. Answers given to other
/// words stay. What changes leaves a line in each learner's history; done again, it changes nothing.
/// </summary>
public sealed class Regrader(Ground.Database db, Engine engine, TestDesk tests, Shelf shelf, LessonShelf lessons)
{
    private readonly Dictionary<(long Version, string Question), AskedQuestion?> _versions = [];

    public async Task<RegradePreview> Preview(Classroom room, AskedQuestion asked)
    {
        await using var connection = await engine.Open(room.Visit.Cancel);
        return (await Answers(room, asked, connection, null)).Preview;
    }

    /// <summary>How many marks changed.</summary>
    /// <exception cref="RefusedException">There is no reason.</exception>
    public Task<int> Apply(Classroom room, AskedQuestion asked, string reason)
    {
        if (reason.Length is 0 or > MarkChange.LongestReason)
            throw new RefusedException(new Refusal("marks.refused.reason") { Status = StatusCodes.Status422UnprocessableEntity });
        return db.Alone(
            async () =>
            {
                var (connection, transaction) = (db.Database.GetDbConnection(), db.Database.CurrentTransaction!.GetDbTransaction());
                var answers = await Answers(room, asked, connection, transaction);
                var changed = await Keep(room, asked, answers, connection, transaction);
                await Tell(room, asked, answers.Preview.Changes, changed, reason);
                return answers.Preview.Changes.Count;
            },
            room.Visit.Cancel
        );
    }

    private async Task<Regrading> Answers(Classroom room, AskedQuestion asked, DbConnection connection, DbTransaction? transaction)
    {
        var enrolments = db.Enrolments.AsNoTracking();
        var seats = await enrolments
            .Where(one => one.RunId == room.Run.Id && one.LeftOn == null)
            .ToDictionaryAsync(one => one.Persona, one => one.Seat, room.Visit.Cancel);
        var regrading = new Regrading(asked, seats);
        if (asked.Quiz.Mode == Formats.Courses.QuizMode.Test)
            foreach (var attempt in await AttemptTables.OfRun(connection, transaction, room.Run.Id, asked.Block.Id))
                await Mark(regrading, attempt);
        else
            foreach (var (persona, given) in await Tables.AnswersTo(connection, transaction, room.Run.Id, asked.Question.Id))
                regrading.Mark(persona, given, await In(given.VersionId, asked.Question.Id));
        return regrading;
    }

    private async Task Mark(Regrading regrading, Attempt attempt)
    {
        var (asked, id) = (regrading.Asked, regrading.Asked.Question.Id);
        if (attempt.Questions.Contains(id) && await In(attempt.Rekeyed.GetValueOrDefault(id, attempt.VersionId), id) is { } before && !before.HasKeyOf(asked))
        {
            var now = attempt with { Rekeyed = new Dictionary<string, long>(attempt.Rekeyed) { [id] = asked.Course.VersionId } };
            if (attempt.Answers.TryGetValue(id, out var saved) && before.Wording == asked.Wording)
                now = now with
                {
                    Answers = new Dictionary<string, SavedAnswer>(attempt.Answers)
                    {
                        [id] = saved with { Values = before.Translate(attempt.AnswerTo(id), asked).Values },
                    },
                };
            regrading.Mark(attempt, before, attempt.HandedInAt is null ? now : now.Marked((await tests.TestOf(now, "")).Quiz));
        }
    }

    private async Task<AskedQuestion?> In(long version, string question)
    {
        if (version == 0)
            return null;
        if (!_versions.TryGetValue((version, question), out var known))
            _versions[(version, question)] = known = (await AskedQuestion.AllIn(await shelf.Open(version), lessons)).FirstOrDefault(one =>
                one.Question.Id == question
            );
        return known;
    }

    /// <summary>Writes what became of the answers, and says whose mark for the whole quiz is another now.</summary>
    private async Task<List<PersonaId>> Keep(Classroom room, AskedQuestion asked, Regrading regrading, DbConnection connection, DbTransaction transaction)
    {
        var personas = regrading.Personas.ToList();
        var sheets = await Grades.Tables.SheetsOf(connection, transaction, personas.Select(persona => (persona, room.Run.Id)));
        foreach (var attempt in regrading.Attempts)
            await AttemptTables.Keep(connection, transaction, attempt);
        await Tables.Keep(connection, transaction, regrading.Given);
        var given = (await Tables.AnswersIn(connection, transaction, personas.Select(persona => (persona, asked.Block.Id))))
            .GroupBy(one => one.Key.Item1)
            .ToDictionary(one => one.Key, one => one.ToDictionary(answer => answer.Key.Item2, answer => answer.Value));
        var changed = new List<PersonaId>();
        foreach (var persona in personas)
        {
            var before = sheets[persona].Of(asked.Block.Ordinal);
            BlockMark? mark =
                asked.Quiz.Mode == Formats.Courses.QuizMode.Test ? await BestOf(room, asked, persona, connection, transaction)
                : before is { At: var at } ? await MarkOf(room, asked, persona, given[persona]) with { At = at }
                : null;
            if (mark is not { } now)
                continue;
            sheets[persona].Set(now);
            if ((before?.Earned, before?.Possible) != (now.Earned, now.Possible))
                changed.Add(persona);
        }

        await Grades.Tables.Keep(connection, transaction, sheets.Values);
        return changed;
    }

    private static async Task<BlockMark?> BestOf(Classroom room, AskedQuestion asked, PersonaId persona, DbConnection connection, DbTransaction transaction) =>
        QuizMark.Best(
            asked.Block,
            (await AttemptTables.Of(connection, transaction, persona, asked.Block.Id)).Where(one => one.HandedInAt is not null),
            LatePolicy.Of(room.Course.Outline.Late)
        );

    private async Task<BlockMark> MarkOf(Classroom room, AskedQuestion asked, PersonaId persona, Dictionary<string, GivenAnswer> given)
    {
        var (enrolments, arrangements) = (db.Enrolments.AsNoTracking(), db.Arrangements.AsNoTracking());
        var enrolledOn = await enrolments.Where(one => one.Persona == persona).Select(one => one.EnrolledOn).SingleAsync(room.Visit.Cancel);
        var arranged = await arrangements.SingleOrDefaultAsync(one => one.Persona == persona, room.Visit.Cancel);
        var calendar = new RunCalendar(room.Run, enrolledOn, arranged, LatePolicy.Of(room.Course.Outline.Late));
        var drawn = QuizStand.Of(persona, given).Drawn(asked.Quiz);
        return QuizMark.Of(
            asked.Block,
            asked.Quiz.Weight,
            QuizMark.Possible(asked.Quiz, drawn),
            [.. drawn.Select(question => given.GetValueOrDefault(question.Id)).OfType<GivenAnswer>()],
            calendar.DeadlineOf(asked.Lesson, asked.Block),
            room.Visit.Now
        );
    }

    private async Task Tell(Classroom room, AskedQuestion asked, IReadOnlyList<Regraded> changes, List<PersonaId> changed, string reason)
    {
        if (changes.Count == 0)
            return;
        var detail = new
        {
            reason,
            question = asked.Question.Id,
            marks = changes.Count,
        };
        await db.Audit(room.Visit.Now, room.Visit.Person.Id, "question.regraded", $"run:{room.Run.Code}", detail, room.Visit.Cancel);
        var sequence = db.AuditEntries.Local.Max(entry => entry.Sequence);
        db.MarkCorrections.AddRange(
            changes.Select(change => new MarkCorrection
            {
                RunId = room.Run.Id,
                Persona = change.Persona,
                Lesson = asked.Lesson.Id,
                Question = asked.Question.Id,
                Attempt = change.Attempt,
                EarnedBefore = change.Before,
                Earned = change.After,
                Reason = reason,
                AuditSequence = sequence,
                At = room.Visit.Now,
            })
        );
        foreach (var persona in changed)
            db.Announce(new MarkCorrected(persona.ToString(), room.Run.Id, asked.Lesson.Id, sequence), room.Visit.Now);
        await db.SaveChangesAsync(room.Visit.Cancel);
    }

    /// <summary>What becomes of each answer, gathered before anything is written.</summary>
    private sealed class Regrading(AskedQuestion asked, Dictionary<PersonaId, int> seats)
    {
        private readonly List<Regraded> _changes = [];
        private (int Same, int Other) _left;

        public AskedQuestion Asked => asked;
        public Dictionary<(PersonaId, string), GivenAnswer> Given { get; } = [];
        public List<Attempt> Attempts { get; } = [];
        public IEnumerable<PersonaId> Personas => _changes.Select(change => change.Persona).Distinct();
        public RegradePreview Preview => new([.. _changes.OrderBy(change => change.Seat).ThenBy(change => change.Attempt)], _left.Same, _left.Other);

        public void Mark(PersonaId persona, GivenAnswer given, AskedQuestion? before)
        {
            if (before?.Wording != asked.Wording)
            {
                _left.Other++;
                return;
            }

            var question = given.Drawn is { } numbers ? Formats.Courses.Variant.Fill(asked.Question, numbers) : asked.Question;
            var answer = before.Translate(given.Answer, asked);
            var mark = Marker.Mark(question, answer);
            if (Change(persona, 0, given.Mark, mark))
                Given[(persona, asked.Question.Id)] = given with { Answer = answer, Mark = mark, VersionId = asked.Course.VersionId };
        }

        public void Mark(Attempt attempt, AskedQuestion before, Attempt after)
        {
            if (before.Wording != asked.Wording)
            {
                _left.Other++;
                return;
            }

            Attempts.Add(after);
            if (after.HandedInAt is not null)
                Change(attempt.Persona, attempt.Number, attempt.MarkOf(before.Question), after.MarkOf(asked.Question));
        }

        private bool Change(PersonaId persona, int attempt, Mark before, Mark after)
        {
            if (!seats.TryGetValue(persona, out var seat) || (before.Earned, before.Possible, before.Verdict) == (after.Earned, after.Possible, after.Verdict))
            {
                _left.Same++;
                return false;
            }

            _changes.Add(new Regraded(persona, seat, attempt, before.Earned, after.Earned));
            return true;
        }
    }
}
