using Amphi.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Grades;

/// <summary>Tells what learners have reached, from their marks and what the team set in their place; read only for courses in which a lesson waits for it.</summary>
internal sealed class ScoreBoard(HotReads reads, Gradebook gradebook) : IScoreBoard
{
    public async ValueTask<IScores> Of(Learner learner, OpenCourse course, CancellationToken cancel)
    {
        var (persona, run) = (learner.Persona, learner.Progress.RunId);
        var sheet = await reads.One(Tables.SheetOf, Tables.Sheet, cancel, persona.ToBytes()) ?? new MarkSheet(persona, run);
        var set = await gradebook.OverridesIn(run, [persona], cancel);
        return new Scores(course.For(learner.Enrolment.Audiences), sheet, set.GetValueOrDefault(persona) ?? Overrides.None);
    }

    private sealed class Scores(OpenCourse course, MarkSheet sheet, Overrides set) : IScores
    {
        public int Of(string thing)
        {
            if (course.LessonOf(thing) is not { } lesson)
                return 0;
            if (lesson.Id == thing)
            {
                var piece = Grading.Of(GradingPolicy.PieceOf(course.Lesson(thing)), sheet, set.Pieces.GetValueOrDefault(thing));
                return piece.State == PieceState.Excused ? 100 : piece.Earned.Percent;
            }

            return sheet.Of(course.Block(thing).Block.Ordinal) switch
            {
                { State: MarkState.Excused } => 100,
                { State: MarkState.Marked, Possible: > 0 } mark => Share.Of(mark.Earned, mark.Possible).Percent,
                _ => 0,
            };
        }
    }
}
