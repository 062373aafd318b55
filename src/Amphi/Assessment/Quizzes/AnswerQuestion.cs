using Amphi.Assessment.Marking;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>A learner answers a question of a lesson. With script, only the question comes back; without, the page.</summary>
internal static class AnswerQuestion
{
    public static async Task<IResult> Take(string lesson, Classroom room, LessonShelf lessons, AnswerLedger ledger, HotReads reads, HttpContext context)
    {
        var place = room.Lesson(lesson);
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var asked = form["question"].ToString();
        var (quiz, question) = await Asked(room, place.Lesson, asked, lessons);
        var stand = await QuizKind.StandIn(reads, room, place.Lesson, room.Acting, [quiz.Id!]);
        var drawn = stand.Drawn(quiz);
        if (!drawn.Contains(question))
            throw new MissingException("No such question.");
        var shown = await lessons.Part(room.Course, place.Lesson, room.Visit.Language, room.IsTeam, question.Id);
        var answer = Read(question, form);
        if (answer.IsEmpty || answer.Values.Any(value => value.Length > Answer.Longest))
            throw new RefusedException(
                new Refusal(answer.IsEmpty ? "quiz.refused.empty" : "quiz.refused.long") { Status = StatusCodes.Status422UnprocessableEntity }
            );

        var id = room.Visit.Act(form);
        var block = room.Course.Block(quiz.Id!).Block;
        var deadline = room.Calendar.DeadlineOf(place.Lesson, block);
        var possible = QuizMark.Possible(quiz, drawn);
        if (possible > 0)
            deadline.Allow(room.Visit.Now);
        var given = await ledger.Write(
            new AnswerAct(
                id,
                room.Acting.Persona,
                room.Run.Id,
                room.Visit.Now,
                place.Lesson,
                block,
                question.Id,
                answer,
                Marker.Mark(stand.Theirs(question), answer, quiz.Survey),
                quiz.Tries
            )
            {
                VersionId = room.Course.VersionId,
                Drawn = stand.Numbers(question),
                Weight = quiz.Weight,
                Deadline = deadline,
                Possible = possible,
                Asked = [.. drawn.Where(one => one is not InfoQuestion).Select(one => one.Id)],
            }
        );

        if (!context.Request.Headers.ContainsKey("X-Fragment"))
            return Results.LocalRedirect($"/c/{room.Run.Code}/l/{lesson}#a-{question.Id}");
        var now = stand with { Given = new Dictionary<string, GivenAnswer>(stand.Given) { [question.Id] = given } };
        return Results.Text(shown.Draw(now), "text/html; charset=utf-8");
    }

    /// <summary>A question that is answered in the lesson; those of a test are not there for anyone here.</summary>
    internal static async Task<(QuizBlock Quiz, Question Question)> Asked(Classroom room, OutlineLesson lesson, string asked, LessonShelf lessons)
    {
        var document = await lessons.Lesson(room.Course, lesson);
        var quiz = document
            .Blocks.OfType<QuizBlock>()
            .FirstOrDefault(quiz => quiz.Mode != QuizMode.Test && quiz.Questions.Any(question => question.Id == asked && question is not InfoQuestion));
        return quiz is null ? throw new MissingException("No such question.") : (quiz, quiz.Questions.First(question => question.Id == asked));
    }

    internal static Answer Read(Question question, IFormCollection form)
    {
        var name = $"q.{question.Id}";
        var values = form[name].Select(value => value ?? "");
        return question switch
        {
            OrderQuestion order => new Answer([.. order.Items.Select((_, n) => form[$"{name}.{n}"].ToString())]),
            HotspotQuestion => new Answer([string.Join(',', values)]),
            _ => new Answer([.. values]),
        };
    }
}
