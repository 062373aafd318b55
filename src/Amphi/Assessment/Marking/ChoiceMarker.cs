using Amphi.Formats.Courses;

namespace Amphi.Assessment.Marking;

internal static class ChoiceMarker
{
    public static Mark Mark(SingleQuestion question, Answer answer)
    {
        if (answer.Indices(question.Choices.Count) is not [var chosen])
            return Marking.Mark.Of(question.Points, 0);
        var choice = question.Choices[chosen];
        return Marking.Mark.Of(question.Points, choice.Correct ? 100 : choice.PartialPercent ?? 0) with { Feedback = choice.Feedback };
    }

    public static Mark Mark(MultipleQuestion question, Answer answer)
    {
        var chosen = answer.Indices(question.Choices.Count).Order().ToList();
        var parts = question.Choices.Select((choice, n) => choice.Correct == chosen.Contains(n)).ToList();
        var errors = parts.Count(right => !right);
        return Marking.Mark.Of(question.Points, Percent(question, errors)) with
        {
            Parts = parts,
            Feedback = question.Combinations.FirstOrDefault(combination => combination.Chosen.Order().SequenceEqual(chosen))?.Feedback,
        };
    }

    // Open edX: every decision counts alike; or each error halves, and more than two leave nothing.
    private static int Percent(MultipleQuestion question, int errors) =>
        question.Partial switch
        {
            PartialCredit.EveryDecision => (question.Choices.Count - errors) * 100 / question.Choices.Count,
            PartialCredit.Halves => errors switch
            {
                0 => 100,
                1 => 50,
                2 => 25,
                _ => 0,
            },
            _ => errors == 0 ? 100 : 0,
        };
}
