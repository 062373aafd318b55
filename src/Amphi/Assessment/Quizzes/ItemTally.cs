namespace Amphi.Assessment.Quizzes;

/// <summary>What a learner made of a question at first: when, their share of its points, and of the quiz's other ones.</summary>
/// <param name="Rest">null when they answered none of the others.</param>
internal sealed record FirstAnswer(long At, double Share, double? Rest, IReadOnlyList<int> Chosen);

/// <summary>
/// Sums up the first answers to a question as they stream by. Learners count by fives, in the order in which they
/// answered: so two readings differ by nobody or by five at least, and none tells what one learner answered.
/// </summary>
internal sealed class ItemTally
{
    private const int Step = 5;
    private readonly List<FirstAnswer> _latest = [];
    private readonly Dictionary<int, int> _chosen = [];
    private double _shares;
    private (int Count, double X, double Y, double XX, double YY, double XY) _pairs;

    public int Learners { get; private set; }

    public void Add(FirstAnswer answer)
    {
        _latest.Add(answer);
        if (_latest.Count < Step)
            return;
        var earliest = _latest.MinBy(one => one.At)!;
        _latest.Remove(earliest);
        Count(earliest);
    }

    /// <summary>Nothing is added any more: those who make no five are left out.</summary>
    public void Close()
    {
        foreach (var answer in _latest.OrderBy(one => one.At).Take((Learners + _latest.Count) / Step * Step - Learners).ToList())
            Count(answer);
        _latest.Clear();
    }

    /// <summary>How easy it was: the mean share of its points, in percent.</summary>
    public int Facility => Learners == 0 ? 0 : (int)Math.Round(_shares * 100 / Learners);

    /// <summary>
    /// How well it tells apart those who know the rest of the quiz: the item–rest correlation, which for a question that is
    /// right or wrong is the point-biserial one corrected for the question's own part (Henrysson, « Correction of item-total
    /// correlations in item analysis », Psychometrika 28, 1963). null where everyone did alike.
    /// </summary>
    public double? Discrimination
    {
        get
        {
            var (count, x, y, xx, yy, xy) = _pairs;
            var spread = ((count * xx) - (x * x)) * ((count * yy) - (y * y));
            return count > 1 && spread > 1e-9 ? ((count * xy) - (x * y)) / Math.Sqrt(spread) : null;
        }
    }

    public int Chose(int choice) => _chosen.GetValueOrDefault(choice);

    private void Count(FirstAnswer answer)
    {
        Learners++;
        _shares += answer.Share;
        foreach (var choice in answer.Chosen)
            _chosen[choice] = Chose(choice) + 1;
        if (answer.Rest is { } rest)
            _pairs = (
                _pairs.Count + 1,
                _pairs.X + answer.Share,
                _pairs.Y + rest,
                _pairs.XX + (answer.Share * answer.Share),
                _pairs.YY + (rest * rest),
                _pairs.XY + (answer.Share * rest)
            );
    }
}
