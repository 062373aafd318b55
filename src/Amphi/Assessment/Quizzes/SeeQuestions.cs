using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.AspNetCore.Html;

namespace Amphi.Assessment.Quizzes;

public sealed record QuestionsModel(Classroom Room, Instant Until, IReadOnlyList<AskedItem> Items);

/// <summary>The figures of a question, with its words as clean HTML.</summary>
public sealed record AskedItem(ItemFigures Figures, HtmlString Text, IReadOnlyList<HtmlString> Choices);

/// <summary>The team sees how the questions of a run do: which are too hard, which mislead those who know.</summary>
internal static class SeeQuestions
{
    public static async Task<IResult> See(Classroom room, ItemAnalyst analyst, Assets assets)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team sees how questions do.");
        var (until, figures) = await analyst.Of(room);
        var model = new QuestionsModel(room, until, [.. figures.Where(one => one.Learners >= ItemFigures.Fewest).Select(one => Asked(one, room, assets))]);
        return Page.Show(room.Frame(room.Visit.Words["items.title"], "gradebook"), QuestionsPage.Create(model));
    }

    private static AskedItem Asked(ItemFigures figures, Classroom room, Assets assets)
    {
        var desk = new LessonDesk(figures.Course, figures.Lesson, room.Visit.Words, assets);
        return new AskedItem(
            figures,
            new HtmlString(desk.Inline(AskedQuestion.Text(figures.Question))),
            [
                .. ItemFigures
                    .Choices(figures.Question)
                    .Select(choice => new HtmlString(choice.Text is "true" or "false" ? desk.Words[$"quiz.{choice.Text}"] : desk.Inline(choice.Text))),
            ]
        );
    }
}
