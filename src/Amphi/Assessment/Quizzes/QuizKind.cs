using System.Text;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>Quizzes in a lesson: each question as it was asked, or with the learner's answer and what there is to say about it.</summary>
public sealed class QuizKind(HotReads reads) : IBlockKind
{
    private static readonly QuizStand Nobody = new("", new Dictionary<string, GivenAnswer>());

    public string Kind => "quiz";

    public IEnumerable<BodyPart> Draw(Block block, LessonDesk desk)
    {
        var quiz = (QuizBlock)block;
        yield return new FixedPart(Encoding.UTF8.GetBytes(Head(quiz, desk)));
        if (quiz.Mode == QuizMode.Test)
        {
            // Not a question of it before it is begun, and then on its own page.
            yield return new FixedPart(Encoding.UTF8.GetBytes(Door(quiz, desk)));
            yield break;
        }

        var number = 0;
        foreach (var question in quiz.Questions)
            yield return question is InfoQuestion ? Text(question, desk) : Asked(quiz, question, ++number, desk);
        if (quiz.Hints.Count > 0)
            yield return new LivePart(Kind, live => QuestionHtml.Hints(desk.Lesson.Id, quiz.Id!, quiz.Hints, Stand(live).Hints(quiz.Id!), desk, isWhole: true));
        yield return new FixedPart("</div>"u8.ToArray());
    }

    public async ValueTask<object?> Read(Classroom room, OutlineLesson lesson)
    {
        if (room.Learner is not { } learner)
            return null;
        var blocks = lesson.Blocks.Where(block => block.Kind == "quiz").Select(block => block.Id).ToList();
        return await StandIn(reads, room, lesson, learner, blocks);
    }

    internal static async Task<QuizStand> StandIn(HotReads reads, Classroom room, OutlineLesson lesson, Learner learner, IReadOnlyList<string> blocks)
    {
        var answers = await reads.All(Tables.AnswersOf(blocks.Count), Tables.Given, room.Visit.Cancel, [learner.Persona.ToBytes(), .. blocks]);
        return QuizStand.Of(learner.Persona, answers.ToDictionary(answer => answer.Question)) with
        {
            Deadlines = lesson
                .Blocks.Where(block => blocks.Contains(block.Id))
                .ToDictionary(block => block.Id, block => room.Calendar.DeadlineOf(lesson, block)),
            Now = room.Visit.Now,
        };
    }

    private static QuizStand Stand(object? live) => live as QuizStand ?? Nobody;

    private static FixedPart Text(Question question, LessonDesk desk) =>
        new(Encoding.UTF8.GetBytes($"<div class=\"prose\">{desk.Text(question.Text, $"{question.Id}-")}</div>"));

    private LivePart Asked(QuizBlock quiz, Question question, int number, LessonDesk desk)
    {
        var drawing = new QuestionHtml(quiz, Nobody.Theirs(question, desk.Point), number, desk);
        var asked = drawing.Draw(Nobody);
        drawing.DrawAhead();
        return new LivePart(
            Kind,
            live =>
                live is not QuizStand stand ? asked
                : quiz.Draw is not null || question.Drawn.Count > 0 ? OfLearner(stand)
                : drawing.Draw(stand)
        )
        {
            Thing = question.Id,
        };

        // A question that this learner did not draw is not theirs to see, numbers follow what is, and some are drawn themselves.
        string OfLearner(QuizStand stand)
        {
            var theirs = stand.Drawn(quiz).Where(one => one is not InfoQuestion).TakeWhile(one => one != question).Count();
            return stand.Drawn(quiz).Contains(question) ? new QuestionHtml(quiz, stand.Theirs(question, desk.Point), theirs + 1, desk).Draw(stand) : "";
        }
    }

    private static string Head(QuizBlock quiz, LessonDesk desk)
    {
        var words = desk.Words;
        var title = quiz.Title ?? words[quiz.Survey ? "quiz.survey" : "quiz"];
        var rule = quiz switch
        {
            { Survey: true } => "",
            { Mode: QuizMode.Practice } => words["quiz.practice"],
            { Mode: QuizMode.Test } => words.Say("test.tries", quiz.Tries),
            { Tries: { } tries } => words.Say("quiz.attempts", tries),
            _ => words["quiz.unlimited"],
        };
        var intro = quiz.Intro is { } text ? $"<div class=\"prose\">{desk.Text(text, $"{quiz.Id}-")}</div>" : "";
        return $"<div class=\"quiz flow flow-6\" id=\"b-{quiz.Id}\"><div class=\"head\"><h2>{LessonDesk.Plain(title)}</h2>{(rule.Length > 0 ? $"<span class=\"small soft\">{rule}</span>" : "")}</div>{intro}";
    }

    private static string Door(QuizBlock quiz, LessonDesk desk) =>
        $"<p class=\"row\"><a class=\"btn\" href=\"../q/{quiz.Id}\">{desk.Words["test.go"]}</a>{(quiz.Minutes is { } minutes ? $"<span class=\"meta\"><span>{desk.Icon("clock")} {desk.Words.Minutes(minutes)}</span></span>" : "")}</p></div>";
}
