using System.Text;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Cases;

/// <summary>Case studies in a lesson: what is asked and how it is read, where the learner stands, and the way to its own page.</summary>
public sealed class CaseKind(HotReads reads) : IBlockKind
{
    public string Kind => "case";

    public IEnumerable<BodyPart> Draw(Block block, LessonDesk desk)
    {
        var study = (CaseBlock)block;
        var words = desk.Words;
        yield return new FixedPart(Encoding.UTF8.GetBytes(Head(study, desk)));
        if (study.Id is null)
            yield return new FixedPart("</section>"u8.ToArray());
        else
            yield return new LivePart(
                Kind,
                standings => Foot(study, (standings as IEnumerable<CaseStanding>)?.FirstOrDefault(one => one.Block == study.Id), words)
            );
    }

    public async ValueTask<object?> Read(Classroom room, OutlineLesson lesson)
    {
        if (room.Learner is not { } learner)
            return null;
        var standings = new List<CaseStanding>();
        foreach (var block in lesson.Blocks.Where(block => block.Kind == Kind))
            if (await reads.One(Tables.StandingOf, Tables.Standing, room.Visit.Cancel, room.Run.Id, learner.Persona.ToBytes(), block.Id) is { } standing)
                standings.Add(standing);
        return standings;
    }

    private static string Foot(CaseBlock study, CaseStanding? standing, Words words)
    {
        var (key, action) = standing?.State switch
        {
            null => ("case.stands.none", "case.open"),
            SubmissionState.Draft => ("case.stands.draft", "case.open"),
            SubmissionState.Settled => ("case.stands.settled", "case.see"),
            _ => ("case.stands.read", "case.see"),
        };
        return $"<p class=\"small soft\">{words[key]}</p><p><a class=\"btn\" href=\"../case/{study.Id}\">{words[action]}</a></p></section>";
    }

    private static string Head(CaseBlock study, LessonDesk desk)
    {
        var words = desk.Words;
        var html = new StringBuilder(
            $"<section class=\"sheet case flow\"{(study.Id is null ? "" : $" id=\"b-{study.Id}\"")}><p class=\"kicker\">{words["block.case"]}</p><h2>{LessonDesk.Plain(study.Title ?? words["block.case"])}</h2>"
        );
        html.Append($"<div class=\"prose\">{desk.Text(study.Body, $"{study.Id}-")}</div>");
        if (study.Prompts.Count > 0)
            html.Append("<ol class=\"prose\">")
                .AppendJoin("", study.Prompts.Select((prompt, n) => $"<li>{desk.Text(prompt.Text, $"{study.Id}-{n}-")}</li>"))
                .Append("</ol>");
        if (study.Rubric.Count > 0)
            html.Append(Rubric(study, desk));
        return html.ToString();
    }

    private static string Rubric(CaseBlock study, LessonDesk desk)
    {
        var words = desk.Words;
        var html = new StringBuilder($"<details class=\"more\"><summary>{words["block.case.rubric"]}</summary><dl class=\"rubric\">");
        foreach (var criterion in study.Rubric)
            html.Append(
                    $"<div><dt>{LessonDesk.Plain(criterion.Title)}</dt><dd>{(criterion.Text is null ? "" : desk.Text(criterion.Text, $"{criterion.Id}-"))}<ul>"
                )
                .AppendJoin(
                    "",
                    criterion.Levels.Select(level =>
                        $"<li><b>{LessonDesk.Plain(level.Title)}</b>, {words.Say("block.case.points", level.Points)}{(level.Text is null ? "" : $". {desk.Inline(level.Text)}")}</li>"
                    )
                )
                .Append("</ul></dd></div>");
        return html.Append("</dl></details>").ToString();
    }
}
