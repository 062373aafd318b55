using Amphi.Assessment.Marking;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>How a learner stands in a quiz: what they answered, which questions are theirs, and what they may see.</summary>
/// <param name="Seed">Whose, and of which attempt: the same seed always shuffles and draws alike.</param>
internal sealed record QuizStand(string Seed, IReadOnlyDictionary<string, GivenAnswer> Given)
{
    public static QuizStand Of(PersonaId persona, IReadOnlyDictionary<string, GivenAnswer> given) => new(persona.ToString(), given);

    /// <summary>When each quiz is due, by its id; one that is missing here is not past due.</summary>
    public IReadOnlyDictionary<string, Deadline> Deadlines { get; init; } = new Dictionary<string, Deadline>();
    public Instant Now { get; init; }

    /// <summary>The answer to a question; null while there is none.</summary>
    public GivenAnswer? To(string question) => Given.TryGetValue(question, out var answer) && answer.Tries > 0 ? answer : null;

    /// <summary>The numbers that this learner has in a question: those frozen with their answer, else drawn by lot; null when it draws none.</summary>
    public IReadOnlyDictionary<string, string>? Numbers(Question question)
    {
        if (question.Drawn.Count == 0)
            return null;
        if (Given.TryGetValue(question.Id, out var given) && given.Drawn is { } frozen)
            return frozen;

        // A draw for which something cannot be worked out is drawn again; the reader of courses lets hardly any through.
        var lot = new Lot($"{Seed} {question.Id} numbers");
        for (var draws = 0; draws < 100; draws++)
            if (Variant.Draw(question.Drawn, lot.Below) is { } drawn)
                return drawn;
        return new Dictionary<string, string>();
    }

    /// <summary>The question as this learner has it.</summary>
    /// <param name="point">The decimal sign of its texts.</param>
    public Question Theirs(Question question, string point = ".") => Numbers(question) is { } numbers ? Variant.Fill(question, numbers, point) : question;

    /// <summary>How many hints the learner took to a question or quiz.</summary>
    public int Hints(string thing) => Given.TryGetValue(thing, out var answer) ? answer.Hints : 0;

    /// <summary>With the hints that were taken, which an attempt does not know.</summary>
    public QuizStand With(IReadOnlyList<GivenAnswer> hints)
    {
        if (hints.Count == 0)
            return this;
        var given = new Dictionary<string, GivenAnswer>(Given);
        foreach (var hint in hints)
            given[hint.Question] = (given.GetValueOrDefault(hint.Question) ?? hint) with { Hints = hint.Hints };
        return this with { Given = given };
    }

    /// <summary>
    /// Whether a question's right answer and its explanation may be seen. While counted tries are left, an answer that is
    /// not right leaves them hidden even where they are shown « once answered »; past the due date, until an answer given
    /// then earns nothing any more.
    /// </summary>
    public bool Shows(QuizBlock quiz, GivenAnswer? given) =>
        quiz.ShowAnswer switch
        {
            ShowAnswer.Always => true,
            ShowAnswer.Never => false,
            ShowAnswer.PastDue => given is not null && IsOver(quiz, given),
            ShowAnswer.CorrectOrPastDue => given is not null && (IsOver(quiz, given) || given.Mark.Verdict == Verdict.Right),
            ShowAnswer.Answered => given is not null && (quiz.Tries is null || IsClosed(quiz, given)),
            _ => given is not null && IsClosed(quiz, given),
        };

    private bool IsOver(QuizBlock quiz, GivenAnswer given) =>
        Deadlines.TryGetValue(quiz.Id!, out var deadline)
        && deadline.IsPast(Now)
        && (IsClosed(quiz, given) || !quiz.Counts || deadline.KeptPercent(Now) is null or 0);

    public static bool IsClosed(QuizBlock quiz, GivenAnswer given) =>
        !quiz.Survey && (given.Mark.Verdict == Verdict.Right || (quiz.Tries is { } tries && given.Tries >= tries));

    /// <summary>
    /// The questions that this learner gets of a bank: so many groups, first those they have begun, then those they saw
    /// least, then by lot. A question that comes into the bank later changes nothing of what was begun.
    /// </summary>
    public IReadOnlyList<Question> Drawn(QuizBlock quiz, Func<string, int>? seen = null)
    {
        if (quiz.Draw is not { } draw)
            return quiz.Questions;
        var groups = quiz.Questions.GroupBy(Group).ToList();
        if (draw >= groups.Count)
            return quiz.Questions;

        var drawn = groups
            .OrderByDescending(group => group.Any(question => To(question.Id) is not null))
            .ThenBy(group => seen is null ? 0 : group.Max(question => seen(question.Id)))
            .ThenBy(group => new Lot($"{Seed} {group.Key}").Next())
            .Take(draw)
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
        return [.. quiz.Questions.Where(question => drawn.Contains(Group(question)))];
    }

    /// <summary>The choices of a question as this learner sees them, by their places among all.</summary>
    public IReadOnlyList<int> Shown(QuizBlock quiz, Question question)
    {
        var choices = ItemFigures.Choices(question);
        var places =
            quiz.Shuffle || question is SingleQuestion { Shuffle: true } or SingleQuestion { Pool: not null } or MultipleQuestion { Shuffle: true }
                ? Shuffled(question.Id, choices)
                : Enumerable.Range(0, choices.Count).ToArray();
        if (question is not SingleQuestion { Pool: { } pool })
            return places;

        // Drawn by a lot of their own, so that no place is likelier to hold the right one.
        var lot = Enumerable.Range(0, choices.Count).ToArray();
        new Lot($"{Seed} {question.Id} pool").Shuffle(lot);
        var drawn = lot.OrderByDescending(n => choices[n].Fixed).ToLookup(n => choices[n].Correct);
        var kept = drawn[true].Take(1).Concat(drawn[false].Take(pool - 1)).ToHashSet();
        // What was answered stays in sight when the pool has changed since.
        kept.UnionWith(To(question.Id)?.Answer.Indices(choices.Count) ?? []);
        return [.. places.Where(kept.Contains)];
    }

    // Fixed ones stay where they are.
    private int[] Shuffled(string question, IReadOnlyList<Choice> choices)
    {
        var places = Enumerable.Range(0, choices.Count).ToArray();
        var free = places.Where(n => !choices[n].Fixed).ToArray();
        var shuffled = free.ToArray();
        new Lot($"{Seed} {question}").Shuffle(shuffled);
        for (var n = 0; n < free.Length; n++)
            places[free[n]] = shuffled[n];
        return places;
    }

    private static string Group(Question question) => question.Group is { } group ? $"group {group}" : question.Id;
}
