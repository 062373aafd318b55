using System.Data.Common;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Quizzes;

/// <summary>A learner takes the next hint to a question or a quiz. It leaves a line in the journal, and only then is it sent.</summary>
internal static class TakeHint
{
    /// <param name="n">Which hint the button offered: pressed twice, it gives one.</param>
    public static async Task<IResult> Take(
        string lesson,
        int? n,
        Classroom room,
        LessonShelf lessons,
        HintLedger ledger,
        HotReads reads,
        Assets assets,
        HttpContext context
    )
    {
        var (learner, place) = (room.Acting, room.Lesson(lesson));
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var thing = form["hint"].ToString();
        var document = await lessons.Lesson(room.Course, place.Lesson);
        var quiz =
            document.Blocks.OfType<QuizBlock>().FirstOrDefault(quiz => quiz.Mode != QuizMode.Test && HintsTo(quiz, thing).Count > 0)
            ?? throw new MissingException("No such hint.");
        var stand = await QuizKind.StandIn(reads, room, place.Lesson, learner, [quiz.Id!]);
        if (thing != quiz.Id && !stand.Drawn(quiz).Any(question => question.Id == thing))
            throw new MissingException("No such hint.");

        var act = new HintAct(Id(form, room, thing, n), learner.Persona, room.Run.Id, room.Visit.Now, quiz.Id!, thing, HintsTo(quiz, thing).Count);
        var taken = await ledger.Write(act);
        if (!context.Request.Headers.ContainsKey("X-Fragment"))
            return Results.LocalRedirect($"/c/{room.Run.Code}/l/{lesson}#h-{thing}");
        var desk = new LessonDesk(room.Course, place.Lesson, room.Visit.Words, assets);
        return Results.Text(
            QuestionHtml.Hints(lesson, thing, Theirs(quiz, thing, stand, desk), taken, desk, isWhole: thing == quiz.Id),
            "text/html; charset=utf-8"
        );
    }

    public static async Task<IResult> TakeInTest(string quiz, int? n, Classroom room, TestDesk tests, HintLedger ledger, Assets assets, HttpContext context)
    {
        var (learner, sitting) = (room.Acting, await tests.Sit(room, quiz));
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var thing = form["hint"].ToString();
        var (test, hints) = (sitting.Test, HintsTo(sitting.Test.Quiz, thing));
        if (sitting.Last is not { } attempt || !attempt.IsOpen(room.Visit.Now))
            throw new RefusedException(new Refusal("test.refused.notbegun"));
        if (hints.Count == 0 || (thing != quiz && !attempt.Questions.Contains(thing)))
            throw new MissingException("No such hint.");

        // Without script, what stands in the fields comes along and is kept first.
        if (form.ContainsKey("attempt"))
            await TakeTest.Keep(sitting, form, tests, handsIn: false);
        var act = new HintAct(Id(form, room, thing, n), learner.Persona, room.Run.Id, room.Visit.Now, quiz, thing, hints.Count);
        var taken = await ledger.Write(act);
        if (!context.Request.Headers.ContainsKey("X-Fragment"))
            return Results.LocalRedirect($"/c/{room.Run.Code}/q/{quiz}#h-{thing}");
        var desk = new LessonDesk(test.Course, test.Lesson, room.Visit.Words, assets);
        var theirs = Theirs(test.Quiz, thing, attempt.Stand(test.Quiz, attempt.Number), desk);
        return Results.Text(QuestionHtml.Hints(quiz, thing, theirs, taken, desk, isWhole: thing == quiz), "text/html; charset=utf-8");
    }

    private static Guid Id(IFormCollection form, Classroom room, string thing, int? n) =>
        n is null ? room.Visit.Act(form) : Statement.Following(new Guid(room.Acting.Persona.ToBytes()), $"hint {thing} {n}");

    // With the numbers that the learner drew.
    private static IReadOnlyList<string> Theirs(QuizBlock quiz, string thing, QuizStand stand, LessonDesk desk) =>
        quiz.Questions.FirstOrDefault(question => question.Id == thing) is { } question ? stand.Theirs(question, desk.Point).Hints : quiz.Hints;

    private static IReadOnlyList<string> HintsTo(QuizBlock quiz, string thing) =>
        thing == quiz.Id ? quiz.Hints : quiz.Questions.FirstOrDefault(question => question.Id == thing)?.Hints ?? [];
}

/// <summary>A hint to take, and how many there are.</summary>
public sealed record HintAct(Guid Id, PersonaId Persona, long RunId, Instant At, string Block, string Thing, int Last);

/// <summary>Counts the hints that learners take; the same act sent twice takes one.</summary>
public sealed class HintLedger(WriteQueue queue)
{
    private readonly Group _group = new();

    /// <summary>How many hints to this thing the learner has, once it is on disk.</summary>
    public Task<int> Write(HintAct act) => queue.Join(_group, act);

    private sealed class Group : GroupedWrite<HintAct, int>
    {
        public override async Task<int[]> Apply(IReadOnlyList<HintAct> acts, DbConnection connection, DbTransaction transaction)
        {
            var fresh = await Journal.Tables.Append(connection, transaction, [.. acts.Select(Line)]);
            foreach (var act in acts.Where(act => fresh.Remove(act.Id)))
                await connection.Run(
                    Tables.TakeHint,
                    transaction,
                    CancellationToken.None,
                    act.Persona.ToBytes(),
                    act.Thing,
                    act.Block,
                    act.At.Milliseconds,
                    act.Last
                );
            var given = await Tables.AnswersIn(connection, transaction, acts.Select(act => (act.Persona, act.Block)).Distinct());
            return [.. acts.Select(act => given[(act.Persona, act.Thing)].Hints)];
        }

        private static Statement Line(HintAct act) => new(act.Id, act.RunId, act.Persona, Verb.Asked, act.Thing, null, act.At);
    }
}
