using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Learning.Dates;
using Amphi.Look;
using Microsoft.AspNetCore.Html;

namespace Amphi.Assessment.Quizzes;

/// <summary>What the page of a test shows: before it, in it, and after.</summary>
public sealed record TestModel(Classroom Room, Sitting Sitting, Attempt? Attempt, IReadOnlyList<DrawnQuestion> Questions)
{
    public Test Test => Sitting.Test;
    public bool IsUnderWay => Attempt?.HandedInAt is null && Attempt is not null;
    public Deadline Deadline => Room.Calendar.DeadlineOf(Test.Lesson, Test.Block);

    /// <summary>What lateness leaves of what the attempt earned.</summary>
    public int KeptPercent => Attempt?.KeptPercent(Room.Calendar.Late) ?? 100;
    public HtmlString Intro { get; init; } = HtmlString.Empty;

    /// <summary>Those to the test as a whole.</summary>
    public HtmlString Hints { get; init; } = HtmlString.Empty;
    public string Address => $"/c/{Room.Run.Code}/q/{Test.Quiz.Id}";
}

/// <summary>A question as the learner sees it; <paramref name="State"/> is <c>ok</c>, <c>ko</c>, <c>now</c> when saved, or empty.</summary>
public sealed record DrawnQuestion(int Number, string Id, HtmlString Html, string State);

/// <summary>A learner takes a test: begins it, saves, hands it in, and sees what it earned.</summary>
internal static class TakeTest
{
    public static async Task<IResult> See(string quiz, Classroom room, TestDesk tests, Assets assets)
    {
        var sitting = await tests.Sit(room, quiz);
        var (attempt, test) = (sitting.Last, sitting.Test);
        if (attempt is not null && !attempt.IsOpen(room.Visit.Now))
        {
            // Its result is in the words it was asked in. If nobody has closed it yet, this is what closing it will say.
            test = await tests.TestOf(attempt, room.Learner!.Enrolment.Audiences);
            attempt = attempt.HandIn(test.Quiz, room.Visit.Now);
        }

        var desk = new LessonDesk(test.Course, test.Lesson, room.Visit.Words, assets);
        var intro = new HtmlString(sitting.Test.Quiz.Intro is { } text ? desk.Text(text, $"{quiz}-") : "");
        var stand = await Stand(sitting, test, attempt, tests);
        var questions = stand is null ? [] : Drawn(test, attempt!, stand, desk);
        var frame = room.Frame(test.Quiz.Title ?? room.Visit.Words["quiz"], "lesson") with
        {
            Scripts = desk.HasMath ? ["test.js", "math.js"] : ["test.js"],
            Styles = desk.HasMath ? ["math.css"] : [],
        };
        return Page.Show(
            frame,
            TestPage.Create(
                new TestModel(room, sitting, attempt, questions)
                {
                    Intro = intro,
                    Hints = new HtmlString(stand is null ? "" : QuestionHtml.Hints(quiz, quiz, test.Quiz.Hints, stand.Hints(quiz), desk, isWhole: true)),
                }
            )
        );
    }

    public static async Task<IResult> Begin(string quiz, Classroom room, TestDesk tests, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        await tests.Begin(await tests.Sit(room, quiz), room.Visit.Act(form));
        return Results.LocalRedirect($"/c/{room.Run.Code}/q/{quiz}");
    }

    public static Task<IResult> Save(string quiz, Classroom room, TestDesk tests, HttpContext context) => Write(quiz, room, tests, context, handsIn: false);

    public static Task<IResult> HandIn(string quiz, Classroom room, TestDesk tests, HttpContext context) => Write(quiz, room, tests, context, handsIn: true);

    private static async Task<IResult> Write(string quiz, Classroom room, TestDesk tests, HttpContext context, bool handsIn)
    {
        var sitting = await tests.Sit(room, quiz);
        await Keep(sitting, await context.Request.ReadFormAsync(room.Visit.Cancel), tests, handsIn);
        return context.Request.Headers.ContainsKey("X-Fragment")
            ? Results.Text(room.Visit.Words.Say("test.saved", room.Visit.Words.Time(room.Visit.Now, room.Visit.TimeZone)))
            : Results.LocalRedirect($"/c/{room.Run.Code}/q/{quiz}");
    }

    /// <summary>Saves what a form of the test's page holds in the attempt that it names.</summary>
    internal static async Task Keep(Sitting sitting, IFormCollection form, TestDesk tests, bool handsIn)
    {
        var (room, learner) = (sitting.Room, sitting.Room.Acting);
        var number = int.TryParse(form["attempt"], out var said) ? said : 0;
        var attempt = sitting.Attempts.FirstOrDefault(one => one.Number == number) ?? throw new RefusedException(new Refusal("test.refused.notbegun"));
        var test = await tests.TestOf(attempt, learner.Enrolment.Audiences);
        await tests.Write(
            new SavedTest(room.Visit.Act(form), learner.Persona, room.Run.Id, room.Visit.Now, test, number)
            {
                Given = Given(form, test.Quiz),
                HandsIn = handsIn,
                Deadline = room.Calendar.DeadlineOf(test.Lesson, test.Block),
            }
        );
    }

    // Only the questions that the form names: a page that was left open elsewhere does not undo what was saved since.
    private static Dictionary<string, IReadOnlyList<string>> Given(IFormCollection form, QuizBlock quiz)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var question in quiz.Questions.Where(question => form["question"].Contains(question.Id)))
        {
            var answer = AnswerQuestion.Read(question, form);
            if (answer.Values.Sum(value => value.Length) > Marking.Answer.Longest)
                throw new RefusedException(new Refusal("quiz.refused.long") { Status = StatusCodes.Status422UnprocessableEntity });
            given[question.Id] = answer.Values;
        }

        return given;
    }

    private static async Task<QuizStand?> Stand(Sitting sitting, Test test, Attempt? attempt, TestDesk tests)
    {
        if (attempt is null)
            return null;
        var room = sitting.Room;
        return attempt.Stand(test.Quiz, sitting.Attempts.Count).With(await tests.HintsIn(sitting)) with
        {
            Deadlines = new Dictionary<string, Deadline> { [test.Block.Id] = room.Calendar.DeadlineOf(test.Lesson, test.Block) },
            Now = room.Visit.Now,
        };
    }

    private static List<DrawnQuestion> Drawn(Test test, Attempt attempt, QuizStand stand, LessonDesk desk)
    {
        var (drawn, number) = (new List<DrawnQuestion>(), 0);
        foreach (var question in test.Quiz.Questions.Where(question => attempt.Questions.Contains(question.Id)))
        {
            if (question is InfoQuestion)
            {
                drawn.Add(new DrawnQuestion(0, question.Id, new HtmlString($"<div class=\"prose\">{desk.Text(question.Text, $"{question.Id}-")}</div>"), ""));
                continue;
            }

            var html = new QuestionHtml(test.Quiz, attempt.Theirs(question, desk.Point), ++number, desk);
            var isSaved = !attempt.AnswerTo(question.Id).IsEmpty;
            var state = attempt.HandedInAt is null
                ? isSaved
                    ? "now"
                    : ""
                : attempt.MarkOf(question).Verdict switch
                {
                    Marking.Verdict.Right => "ok",
                    Marking.Verdict.Unmarked => "",
                    _ => "ko",
                };
            drawn.Add(new DrawnQuestion(number, question.Id, new HtmlString(attempt.HandedInAt is null ? html.Ask(stand) : html.Result(stand)), state));
        }

        return drawn;
    }
}
