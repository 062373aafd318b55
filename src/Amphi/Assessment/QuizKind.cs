using System.Text;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment;

/// <summary>Quizzes in a lesson: each question as it was asked, or with the learner's answer and what there is to say about it.</summary>
public sealed class QuizKind(HotReads reads) : IBlockKind
{
    public string Kind => "quiz";

    public IEnumerable<BodyPart> Draw(Block block, LessonDesk desk)
    {
        var quiz = (QuizBlock)block;
        var words = desk.Words;
        var head = new StringBuilder(
            $"<div class=\"quiz flow flow-6\" id=\"b-{quiz.Id}\"><div class=\"head\"><h2>{LessonDesk.Plain(quiz.Title ?? words[quiz.Survey ? "quiz.survey" : "quiz"])}</h2>"
        );
        if (!quiz.Survey)
            head.Append(
                $"<span class=\"small soft\">{(quiz.Attempts is { } attempts ? words.Say("quiz.attempts", attempts) : words["quiz.unlimited"])}</span>"
            );
        head.Append("</div>");
        if (quiz.Intro is { } intro)
            head.Append($"<div class=\"prose\">{desk.Text(intro, $"{quiz.Id}-")}</div>");
        yield return new FixedPart(Encoding.UTF8.GetBytes(head.ToString()));

        var number = 0;
        foreach (var question in quiz.Questions)
        {
            var drawing = new QuestionHtml(quiz, question, question is InfoQuestion ? 0 : ++number, desk);
            if (question is InfoQuestion)
            {
                yield return new FixedPart(Encoding.UTF8.GetBytes($"<div class=\"prose\">{desk.Text(question.Text, $"{question.Id}-")}</div>"));
                continue;
            }

            var asked = drawing.Draw(null);
            yield return new LivePart(
                Kind,
                answers => answers is Dictionary<string, GivenAnswer> given && given.TryGetValue(question.Id, out var answer) ? drawing.Draw(answer) : asked
            );
        }

        var foot =
            quiz.Hints.Count == 0
                ? ""
                : string.Concat(
                    quiz.Hints.Select(
                        (hint, n) =>
                            $"<details class=\"more\"><summary>{words.Say("quiz.hint", n + 1)}</summary><div class=\"prose\">{desk.Text(hint, $"{quiz.Id}-h{n}-")}</div></details>"
                    )
                );
        yield return new FixedPart(Encoding.UTF8.GetBytes(foot + "</div>"));
    }

    public async ValueTask<object?> Read(Classroom room, OutlineLesson lesson)
    {
        if (room.Learner is not { } learner)
            return null;
        var blocks = lesson.Blocks.Where(block => block.Kind == "quiz").Select(block => block.Id).ToList();
        var answers = await reads.All(Tables.AnswersOf(blocks.Count), Tables.Given, room.Visit.Cancel, [learner.Persona.ToBytes(), .. blocks]);
        return answers.ToDictionary(answer => answer.Question);
    }
}
