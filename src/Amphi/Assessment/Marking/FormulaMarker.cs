using Amphi.Formats.Courses;
using Amphi.Formats.Expressions;

namespace Amphi.Assessment.Marking;

/// <summary>Compares formulas by their values at sample points, always the same ones for a question.</summary>
internal static class FormulaMarker
{
    public static Mark Mark(FormulaQuestion question, Answer answer) =>
        IsSame(question, question.Answer, answer.Text)
            ? Marking.Mark.Of(question.Points, 100)
            : Marking.Mark.Of(question.Points, 0) with
            {
                Feedback = question.Foreseen.FirstOrDefault(one => IsSame(question, one.Text, answer.Text))?.Feedback,
            };

    private static bool IsSame(FormulaQuestion question, string meant, string typed)
    {
        var (expectedText, typedText) = question.CaseSensitive ? (meant, typed) : (meant.ToLowerInvariant(), typed.ToLowerInvariant());
        if (!Expression.TryParse(expectedText, out var expected) || !Expression.TryParse(typedText.Replace(',', '.'), out var given))
            return false;

        var lot = new Lot(question.Id);
        for (var sample = 0; sample < question.Samples; sample++)
        {
            var point = question.Variables.ToDictionary(
                variable => question.CaseSensitive ? variable.Name : variable.Name.ToLowerInvariant(),
                variable => Drawn(variable, lot)
            );
            if (!expected.TryEvaluate(point, out var want) || !given.TryEvaluate(point, out var got) || !Agree(want, got, question.Tolerance))
                return false;
        }

        return true;
    }

    private static bool Agree(double want, double got, string? tolerance)
    {
        // Where the right formula has no value, nothing can be compared.
        if (!double.IsFinite(want))
            return true;
        var slack = string.IsNullOrWhiteSpace(tolerance) ? Math.Abs(want) * 1e-5 : NumberMarker.Tolerance(tolerance, want);
        return Math.Abs(want - got) <= slack + 1e-9;
    }

    private static double Drawn(FormulaVariable variable, Lot lot)
    {
        NumberMarker.TryRead(variable.From, out var from);
        NumberMarker.TryRead(variable.To, out var to);
        return from + ((to - from) * lot.Share());
    }
}
