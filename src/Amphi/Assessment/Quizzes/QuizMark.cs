using Amphi.Assessment.Grades;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>What a quiz is worth, and what a learner's answers to it are.</summary>
internal static class QuizMark
{
    /// <summary>Thousandths of a point for all that a machine marks, as often as the quiz weighs; 0 for what counts for nothing.</summary>
    public static int Possible(QuizBlock quiz, IEnumerable<Question> asked) =>
        quiz.Survey || quiz.Mode == QuizMode.Practice ? 0 : asked.Where(question => question.IsMarked).Sum(question => question.Points) * 1000 * quiz.Weight;

    /// <summary>What the answers make together; each keeps what its own hour left of it.</summary>
    public static BlockMark Of(OutlineBlock block, int weight, int possible, IReadOnlyCollection<GivenAnswer> given, Deadline deadline, Instant at)
    {
        var whole = given.Sum(answer => answer.Mark.Earned) * weight;
        var kept = (int)(given.Sum(answer => (long)answer.Mark.Earned * (deadline.KeptPercent(answer.At) ?? 0)) * weight / 100);
        return new BlockMark(block.Ordinal, Math.Min(possible, kept), possible, MarkState.Marked, whole == 0 ? 0 : 100 - (int)(kept * 100L / whole), at);
    }

    /// <summary>The best of a learner's attempts counts; null when nothing is marked.</summary>
    public static BlockMark? Best(OutlineBlock block, IEnumerable<Attempt> handedIn, LatePolicy late)
    {
        if (handedIn.MaxBy(one => (double)one.Earned * one.KeptPercent(late) / Math.Max(1, one.Possible)) is not { Possible: > 0 } best)
            return null;
        var kept = best.KeptPercent(late);
        var earned = (int)((long)best.Earned * kept / 100);
        return new BlockMark(block.Ordinal, earned, best.Possible, MarkState.Marked, 100 - kept, best.HandedInAt!.Value);
    }
}
