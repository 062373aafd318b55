using Amphi.Assessment.Grades;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;

namespace Amphi.Assessment.Quizzes;

/// <summary>What a quiz is worth, and what a learner's answers to it are.</summary>
internal static class QuizMark
{
    /// <summary>Thousandths of a point for all that a machine marks, as often as the quiz weighs; 0 for what counts for nothing.</summary>
    public static int Possible(QuizBlock quiz, IEnumerable<Question> asked) =>
        quiz.Survey || quiz.Mode == QuizMode.Practice ? 0 : asked.Where(IsMarked).Sum(question => question.Points) * 1000 * quiz.Weight;

    public static bool IsMarked(Question question) => question is not (InfoQuestion or EssayQuestion);

    public static BlockMark Of(OutlineBlock block, int weight, int possible, IEnumerable<GivenAnswer> given, Instant at)
    {
        var earned = Math.Min(possible, given.Sum(answer => answer.Mark.Earned) * weight);
        return new BlockMark(block.Ordinal, earned, possible, MarkState.Marked, 0, at);
    }
}
