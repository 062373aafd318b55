using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Quizzes;

/// <param name="Asked">null while no question is chosen.</param>
/// <param name="Refused">Why nothing was changed.</param>
public sealed record RegradeModel(
    Classroom Room,
    IReadOnlyList<AskedQuestion> Questions,
    AskedQuestion? Asked,
    RegradePreview? Preview,
    int? Done,
    string Reason = "",
    string? Refused = null
)
{
    /// <summary>More are counted, not listed.</summary>
    public const int MostListed = 200;

    /// <summary>A line of a question, for a list.</summary>
    public static string Line(AskedQuestion asked) =>
        $"{asked.Lesson.Title}: {(AskedQuestion.Text(asked.Question) is { Length: > 90 } text ? text[..90] + "…" : AskedQuestion.Text(asked.Question))}";
}

/// <summary>After a new version of the course has corrected a question's key, the team sees whose marks would change, and changes them.</summary>
internal static class RegradeQuestion
{
    public static async Task<IResult> See(Classroom room, LessonShelf lessons, Regrader regrader, string? question, int? done)
    {
        var model = await Model(room, lessons, question);
        return Show(model with { Preview = model.Asked is { } asked ? await regrader.Preview(room, asked) : null, Done = done });
    }

    public static async Task<IResult> Apply(Classroom room, LessonShelf lessons, Regrader regrader, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var (model, reason) = (await Model(room, lessons, form["question"].ToString()), form["reason"].ToString().Trim());
        var asked = model.Asked ?? throw new MissingException("No such question.");
        try
        {
            var done = await regrader.Apply(room, asked, reason);
            return Results.LocalRedirect($"/c/{room.Run.Code}/regrade?question={Uri.EscapeDataString(asked.Question.Id)}&done={done}");
        }
        catch (RefusedException refused) when (refused.Refusal.Status == StatusCodes.Status422UnprocessableEntity)
        {
            return Show(
                model with
                {
                    Preview = await regrader.Preview(room, asked),
                    Reason = reason,
                    Refused = room.Visit.Words[refused.Refusal.Key],
                },
                refused.Refusal.Status
            );
        }
    }

    private static IResult Show(RegradeModel model, int status = StatusCodes.Status200OK) =>
        Page.Show(model.Room.Frame(model.Room.Visit.Words["regrade.title"], "gradebook"), RegradePage.Create(model), status);

    private static async Task<RegradeModel> Model(Classroom room, LessonShelf lessons, string? question)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team marks again.");
        var questions = await AskedQuestion.AllIn(room.Course, lessons);
        var asked = question is { Length: > 0 }
            ? questions.FirstOrDefault(one => one.Question.Id == question) ?? throw new MissingException("No such question.")
            : null;
        return new RegradeModel(room, questions, asked, null, null);
    }
}
