using Amphi.Ground;

namespace Amphi.Assessment.Grades;

/// <summary>A mark or a result that the team set by hand, with why.</summary>
/// <param name="Share">null lets the learner off.</param>
public sealed record MarkOverride(Share? Share, string Reason, Instant At);

/// <summary>What the team set for one learner: by lesson, and for the result as a whole.</summary>
public sealed record Overrides(IReadOnlyDictionary<string, MarkOverride> Pieces, MarkOverride? Result)
{
    public static Overrides None { get; } = new(new Dictionary<string, MarkOverride>(), null);
}

/// <summary>
/// Makes a result of marks. A piece is the share earned of its blocks, each by its weight; a category the mean of its
/// pieces but the lowest; the result what the categories bring by their weights, at most the whole.
/// </summary>
public static class Grading
{
    /// <param name="assumed">What an open piece is taken to earn, by lesson: for « what if ».</param>
    public static Result ResultOf(this GradingPolicy policy, MarkSheet sheet, Overrides? overrides = null, IReadOnlyDictionary<string, Share>? assumed = null)
    {
        var set = overrides ?? Overrides.None;
        var categories = new List<CategoryResult>(policy.Categories.Count);
        foreach (var category in policy.Categories)
            categories.Add(Categorised(category, [.. category.Pieces.Select(Marked)]));

        var missing = categories
            .SelectMany(category => category.Pieces)
            .Where(piece => policy.Required.Contains(piece.Piece.Lesson) && !piece.IsHandedIn)
            .Select(piece => piece.Piece);
        var of = Remaining(categories);
        categories = [.. categories.Select(category => category with { Of = of })];
        var total = categories.Sum(category => (long)category.Mean.Millionths * category.Category.Weight);
        return new Result(policy, categories, Share.Of(total * 100, of * Share.Whole.Millionths), set.Result, [.. missing]);

        PieceResult Marked(Piece piece) =>
            assumed is not null && assumed.TryGetValue(piece.Lesson, out var share)
                ? new PieceResult(piece, PieceState.Marked, share, false, 0, null)
                : Of(piece, sheet, set.Pieces.GetValueOrDefault(piece.Lesson));
    }

    /// <summary>What one piece earned, before its category drops any.</summary>
    internal static PieceResult Of(Piece piece, MarkSheet sheet, MarkOverride? set)
    {
        if (set is not null)
            return new PieceResult(piece, set.Share is null ? PieceState.Excused : PieceState.Marked, set.Share ?? Share.None, false, 0, set);

        var (earned, weight, penalty, marked, waiting, excused) = (0L, 0, 0, 0, 0, 0);
        foreach (var block in piece.Blocks)
        {
            if (sheet.Of(block.Ordinal) is not { } mark)
            {
                weight += block.Weight;
                continue;
            }

            switch (mark.State)
            {
                case MarkState.Excused:
                    excused++;
                    continue;
                case MarkState.Waiting:
                    waiting++;
                    break;
                default:
                    marked++;
                    if (mark.Possible > 0)
                        earned += (long)Share.Of(mark.Earned, mark.Possible).Millionths * block.Weight;
                    penalty = Math.Max(penalty, mark.PenaltyPercent);
                    break;
            }

            weight += block.Weight;
        }

        var state =
            excused > 0 && excused == piece.Blocks.Count ? PieceState.Excused
            : waiting > 0 ? PieceState.Waiting
            : marked > 0 ? PieceState.Marked
            : PieceState.Open;
        return new PieceResult(piece, state, weight == 0 ? Share.None : Share.Of(earned, (long)weight * Share.Whole.Millionths), false, penalty, null);
    }

    // Where a learner is let off a whole category, its weight goes to the others, extra credit never more than what lacks of 100.
    // Hundredths of a percent, so that a policy of less than 100 keeps its own whole.
    private static long Remaining(List<CategoryResult> categories)
    {
        var whole = Math.Min(100, categories.Sum(category => category.Category.Weight));
        var counted = Math.Min(100, categories.Where(category => !category.IsLetOff).Sum(category => category.Category.Weight));
        return whole == counted || counted == 0 ? 10_000 : 10_000L * counted / whole;
    }

    private static CategoryResult Categorised(PolicyCategory category, List<PieceResult> pieces)
    {
        var excused = pieces.Count(piece => piece.State == PieceState.Excused);
        var there = pieces.Count - excused;
        var counted = Math.Max(category.Count - excused, there);
        if (counted <= 0)
            return new CategoryResult(category, pieces, 0, 0, Share.None);

        // Zeros that are not there yet go first; one piece always stays.
        var missing = counted - there;
        var drop = Math.Min(category.Drop, counted - 1);
        var lowest = pieces
            .Index()
            .Where(one => one.Item.State != PieceState.Excused)
            .OrderBy(one => one.Item.Earned.Millionths)
            .Take(Math.Max(0, drop - missing))
            .Select(one => one.Index)
            .ToHashSet();
        var sum = 0L;
        for (var n = 0; n < pieces.Count; n++)
            if (lowest.Contains(n))
                pieces[n] = pieces[n] with { IsDropped = true };
            else if (pieces[n].State != PieceState.Excused)
                sum += pieces[n].Earned.Millionths;

        var mean = Share.Of(sum, (long)(counted - drop) * Share.Whole.Millionths);
        return new CategoryResult(category, pieces, Math.Max(0, missing - drop), counted - drop, mean);
    }
}
