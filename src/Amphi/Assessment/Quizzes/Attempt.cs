using Amphi.Assessment.Marking;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning.Dates;

namespace Amphi.Assessment.Quizzes;

/// <summary>An answer as it was last saved, and the acts that saved it: one sent again changes nothing.</summary>
public sealed record SavedAnswer(IReadOnlyList<string> Values, IReadOnlyList<Guid> Acts);

/// <summary>One go at a test: begun, answered, handed in. It knows no way back, and only the server's clock.</summary>
public sealed record Attempt
{
    private const int KeptActs = 16;

    public required PersonaId Persona { get; init; }
    public required string Block { get; init; }

    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }
    public required long RunId { get; init; }

    /// <summary>The version its questions stay in, whatever is published meanwhile.</summary>
    public required long VersionId { get; init; }
    public required Instant StartedAt { get; init; }

    /// <summary>The last moment for an answer; null has none.</summary>
    public required Instant? ClosesAt { get; init; }
    public Instant? HandedInAt { get; init; }

    /// <summary>When it was due for its learner, as they last saw it.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>The ids of what was drawn, in order.</summary>
    public required IReadOnlyList<string> Questions { get; init; }

    /// <summary>The numbers that were drawn for its questions, by their ids.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Drawn { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Questions that are marked by a corrected key, and the version that has it.</summary>
    public IReadOnlyDictionary<string, long> Rekeyed { get; init; } = new Dictionary<string, long>();
    public IReadOnlyDictionary<string, SavedAnswer> Answers { get; init; } = new Dictionary<string, SavedAnswer>();
    public int Earned { get; init; }
    public int Possible { get; init; }

    public bool IsTimeUp(Instant now) => ClosesAt is { } closes && now > closes;

    public bool IsOpen(Instant now) => HandedInAt is null && !IsTimeUp(now);

    /// <summary>Seeds what is drawn and shuffled: the same for this attempt, another for the next.</summary>
    public string Seed => SeedOf(Persona, Block, Number);

    public static string SeedOf(PersonaId persona, string block, int number) => $"{persona} {block} {number}";

    /// <summary>Draws the questions of a learner's next attempt, and says until when they are open.</summary>
    /// <param name="before">Their earlier attempts: what they saw least comes first.</param>
    public static Attempt Begin(BeganTest act, IReadOnlyList<Attempt> before)
    {
        var (quiz, block, number) = (act.Test.Quiz, act.Test.Block.Id, before.Count + 1);
        var stand = new QuizStand(SeedOf(act.Persona, block, number), new Dictionary<string, GivenAnswer>());
        var drawn = stand.Drawn(quiz, question => before.Count(one => one.Questions.Contains(question)));
        return new Attempt
        {
            Persona = act.Persona,
            Block = block,
            Number = number,
            RunId = act.RunId,
            VersionId = act.Test.Course.VersionId,
            StartedAt = act.At,
            ClosesAt = Earlier(act.Lasts is { } lasts ? act.At + lasts : null, act.Deadline.Closes),
            DueAt = act.Deadline.Due,
            Questions = [.. drawn.Select(question => question.Id)],
            Drawn = drawn.Where(question => question.Drawn.Count > 0).ToDictionary(question => question.Id, question => stand.Numbers(question)!),
        };
    }

    /// <exception cref="RefusedException">It was handed in, or its time is up.</exception>
    public Attempt Save(Guid act, Instant at, IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        if (!IsOpen(at))
            throw new RefusedException(new Refusal(HandedInAt is null ? "test.refused.late" : "test.refused.handedin"));

        var answers = new Dictionary<string, SavedAnswer>(Answers);
        foreach (var (question, values) in given)
        {
            if (!Questions.Contains(question))
                throw new RefusedException(new Refusal("test.refused.question") { Status = StatusCodes.Status422UnprocessableEntity });
            var before = answers.GetValueOrDefault(question);
            if (before?.Acts.Contains(act) != true)
                answers[question] = new SavedAnswer(values, [.. (before?.Acts ?? []).TakeLast(KeptActs - 1), act]);
        }

        return this with
        {
            Answers = answers,
        };
    }

    /// <summary>Marks what was saved; at the latest as its time ended. Again, it changes nothing.</summary>
    public Attempt HandIn(QuizBlock quiz, Instant at)
    {
        return HandedInAt is null ? (this with { HandedInAt = IsTimeUp(at) ? ClosesAt : at }).Marked(quiz) : this;
    }

    /// <summary>With what its answers earn in a test that was handed in.</summary>
    public Attempt Marked(QuizBlock quiz)
    {
        var asked = quiz.Questions.Where(question => Questions.Contains(question.Id)).ToList();
        var possible = QuizMark.Possible(quiz, asked);
        return this with
        {
            Possible = possible,
            Earned = Math.Min(possible, asked.Where(question => question.IsMarked).Sum(question => MarkOf(question).Earned) * quiz.Weight),
        };
    }

    /// <summary>What lateness leaves of what it earned.</summary>
    public int KeptPercent(LatePolicy late) => HandedInAt is { } at ? new Deadline(DueAt, late).KeptPercent(at) ?? 0 : 100;

    public Answer AnswerTo(string question) => new(Answers.TryGetValue(question, out var saved) ? saved.Values : []);

    public Mark MarkOf(Question question) => Marker.Mark(Theirs(question), AnswerTo(question.Id));

    /// <summary>A question with the numbers of this attempt.</summary>
    /// <param name="point">The decimal sign of its texts.</param>
    public Question Theirs(Question question, string point = ".") =>
        Drawn.TryGetValue(question.Id, out var numbers) ? Variant.Fill(question, numbers, point) : question;

    /// <summary>How the learner stands to its questions; marks only once it is handed in.</summary>
    internal QuizStand Stand(QuizBlock quiz, int used) =>
        new(
            Seed,
            quiz.Questions.Where(question => Questions.Contains(question.Id) && (HandedInAt is not null || Answers.ContainsKey(question.Id)))
                .ToDictionary(
                    question => question.Id,
                    question => new GivenAnswer(
                        question.Id,
                        Block,
                        used,
                        AnswerTo(question.Id),
                        HandedInAt is null ? Mark.Unmarked : MarkOf(question),
                        StartedAt
                    )
                )
        );

    private static Instant? Earlier(Instant? one, Instant? other) =>
        one is null ? other
        : other is null || one < other ? one
        : other;
}
