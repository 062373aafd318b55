namespace Amphi.Assessment.Cases;

/// <summary>What a reader says of one criterion. The points are kept beside the level, because a rubric may change afterwards.</summary>
public sealed record Judgement(string Criterion, int Level, int Points, string? Comment);

/// <summary>What several readers make of one criterion.</summary>
public sealed record Middle(string Criterion, int Points, int Lowest, int Highest);

/// <summary>Brings readings together: for each criterion the median, so that one odd reader changes nothing.</summary>
public static class Medians
{
    /// <summary>The middle value; of an even number the mean of the two middle ones, rounded up.</summary>
    public static int Of(IReadOnlyCollection<int> values)
    {
        var sorted = values.Order().ToList();
        var upper = sorted[sorted.Count / 2];
        return sorted.Count % 2 == 1 ? upper : (sorted[(sorted.Count / 2) - 1] + upper + 1) / 2;
    }

    public static IReadOnlyList<Middle> Of(IEnumerable<IReadOnlyList<Judgement>> readings) =>
        [
            .. readings
                .SelectMany(reading => reading)
                .GroupBy(judgement => judgement.Criterion)
                .Select(all => new Middle(all.Key, Of([.. all.Select(one => one.Points)]), all.Min(one => one.Points), all.Max(one => one.Points))),
        ];

    /// <summary>How far a reading stands from the middle, in percent of what could be earned.</summary>
    public static int Distance(IReadOnlyList<Judgement> reading, IReadOnlyList<Middle> middles, int possible) =>
        possible == 0
            ? 0
            : Math.Min(
                100,
                reading.Sum(judgement =>
                    middles.FirstOrDefault(middle => middle.Criterion == judgement.Criterion) is { } middle ? Math.Abs(middle.Points - judgement.Points) : 0
                )
                    * 100
                    / possible
            );
}
