namespace Amphi.Formats.Courses;

/// <summary>One question of a quiz. All texts are Markdown unless said otherwise.</summary>
public abstract record Question
{
    public required string Id { get; init; }

    /// <summary>What is asked.</summary>
    public string Text { get; init; } = "";

    /// <summary>Points for a right answer.</summary>
    public int Points { get; init; } = 1;

    /// <summary>Questions of one group are drawn together from a bank.</summary>
    public string? Group { get; init; }
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Shown with the right answer.</summary>
    public string? Explanation { get; init; }

    /// <summary>What is drawn for each learner, in numeric and formula questions: see <see cref="Variant"/>.</summary>
    public IReadOnlyList<DrawnNumber> Drawn { get; init; } = [];

    /// <summary>The question type's name in a lesson file and in the import report.</summary>
    public abstract string Type { get; }

    /// <summary>Whether a machine marks it.</summary>
    public bool IsMarked => this is not (InfoQuestion or EssayQuestion);
}

/// <summary>One choice. <see cref="PartialPercent"/> is what choosing it alone earns when partial credit is by points.</summary>
public sealed record Choice(string Text, bool Correct = false, string? Feedback = null, int? PartialPercent = null)
{
    /// <summary>Keeps its place when the others are shuffled.</summary>
    public bool Fixed { get; init; }

    /// <summary>Said when the choice was left unticked, in multiple choice.</summary>
    public string? FeedbackWhenLeft { get; init; }
}

/// <summary>One right choice (<c>single</c>), or true against false (<c>truefalse</c>).</summary>
public sealed record SingleQuestion : Question
{
    public override string Type => TrueFalse ? "truefalse" : "single";

    public bool TrueFalse { get; init; }
    public bool Shuffle { get; init; }

    /// <summary>How many choices a learner sees, one of them right, drawn by lot; null is all of them.</summary>
    public int? Pool { get; init; }
    public required IReadOnlyList<Choice> Choices { get; init; }
}

/// <summary>Any number of right choices.</summary>
public sealed record MultipleQuestion : Question
{
    public override string Type => "multiple";

    public bool Shuffle { get; init; }
    public PartialCredit Partial { get; init; }
    public required IReadOnlyList<Choice> Choices { get; init; }

    /// <summary>Feedback for exact combinations of choices, by their indices from 0.</summary>
    public IReadOnlyList<CombinationFeedback> Combinations { get; init; } = [];
}

public sealed record CombinationFeedback(IReadOnlyList<int> Chosen, string Feedback);

/// <summary>How a half-right multiple choice is marked.</summary>
public enum PartialCredit
{
    /// <summary>All or nothing.</summary>
    None,

    /// <summary>Every decision counts (ticked or rightly left): Open edX "EDC".</summary>
    EveryDecision,

    /// <summary>Half for each mistake: Open edX "halves".</summary>
    Halves,
}

/// <summary>A short text.</summary>
public sealed record TextQuestion : Question
{
    public override string Type => "text";

    public required IReadOnlyList<TextAnswer> Answers { get; init; }
    public bool CaseSensitive { get; init; }

    /// <summary>True when the answers are regular expressions, matched whole with a time limit.</summary>
    public bool Pattern { get; init; }

    /// <summary>Feedback for foreseen wrong answers.</summary>
    public IReadOnlyList<TextAnswer> Foreseen { get; init; } = [];

    /// <summary>Plain text after the box, such as a unit.</summary>
    public string? Suffix { get; init; }
}

public sealed record TextAnswer(string Text, string? Feedback = null);

/// <summary>A number. Answers and bounds keep the author's own writing (<c>"1.5e-3"</c>), so nothing is lost to rounding.</summary>
public sealed record NumericQuestion : Question
{
    public override string Type => "numeric";

    public required IReadOnlyList<NumericAnswer> Answers { get; init; }

    /// <summary>Percent of the points for an answer within twice the tolerance; null is none.</summary>
    public int? PartialPercent { get; init; }

    /// <summary>Plain text after the box, such as a unit.</summary>
    public string? Suffix { get; init; }
}

/// <summary>
/// Either a value with a tolerance (<c>"5"</c> or <c>"5%"</c>, null is exact) or a range such as <c>[1,10)</c>.
/// A value may be a constant expression (<c>"2*pi"</c>). <see cref="PartialPercent"/> is what it earns when it is not the
/// right one: half-right, or at 0 a mistake that was foreseen.
/// </summary>
public sealed record NumericAnswer(string? Value, string? Tolerance = null, string? Range = null, string? Feedback = null, int? PartialPercent = null)
{
    public bool IsRight => PartialPercent is null;
}

/// <summary>An algebraic expression compared at sample points.</summary>
public sealed record FormulaQuestion : Question
{
    public override string Type => "formula";

    /// <summary>The right expression, plain text: <c>+ - * / ^</c>, functions and the variables.</summary>
    public required string Answer { get; init; }
    public required IReadOnlyList<FormulaVariable> Variables { get; init; }

    /// <summary>Number of sample points.</summary>
    public int Samples { get; init; } = 10;
    public string? Tolerance { get; init; }
    public bool CaseSensitive { get; init; }

    /// <summary>Feedback for foreseen wrong expressions.</summary>
    public IReadOnlyList<TextAnswer> Foreseen { get; init; } = [];
}

/// <summary>A variable and the range its samples are drawn from, as the author wrote it.</summary>
public sealed record FormulaVariable(string Name, string From, string To);

/// <summary>A text with gaps: <see cref="Question.Text"/> holds <c>[[1]]</c>, <c>[[2]]</c> … for <see cref="Gaps"/>.</summary>
public sealed record GapQuestion : Question
{
    public override string Type => "gap";

    public required IReadOnlyList<Gap> Gaps { get; init; }
}

/// <summary>A gap to fill: by a choice of <see cref="Options"/>, or by typing one of the right texts when there is none.</summary>
public sealed record Gap
{
    public IReadOnlyList<Choice> Options { get; init; } = [];
    public IReadOnlyList<string> Answers { get; init; } = [];
}

/// <summary>Pairs to bring together; <see cref="Distractors"/> are right-hand sides that belong to none.</summary>
public sealed record MatchQuestion : Question
{
    public override string Type => "match";

    public required IReadOnlyList<MatchPair> Pairs { get; init; }
    public IReadOnlyList<string> Distractors { get; init; } = [];

    /// <summary>An image that the right-hand sides are places of, when the foreign question had one.</summary>
    public string? Image { get; init; }
}

public sealed record MatchPair(string Left, string Right, string? Feedback = null);

/// <summary>Items to put into the order in which they are written.</summary>
public sealed record OrderQuestion : Question
{
    public override string Type => "order";

    public required IReadOnlyList<string> Items { get; init; }
}

/// <summary>A place to point at on an image.</summary>
public sealed record HotspotQuestion : Question
{
    public override string Type => "hotspot";

    public required string Image { get; init; }

    /// <summary>Plain text: what the image shows.</summary>
    public string? Alt { get; init; }

    /// <summary>Pixels of the image as the author knew it.</summary>
    public int? Width { get; init; }
    public int? Height { get; init; }
    public required IReadOnlyList<HotspotRegion> Regions { get; init; }
}

/// <summary>A right region: the corner points of a polygon (a rectangle has four), in the image's pixels.</summary>
public sealed record HotspotRegion(IReadOnlyList<(int X, int Y)> Points, string? Label = null);

/// <summary>Text between questions; nothing is asked.</summary>
public sealed record InfoQuestion : Question
{
    public override string Type => "info";
}

/// <summary>A free text that no machine marks. <see cref="Source"/> keeps what another platform would have run.</summary>
public sealed record EssayQuestion : Question
{
    public override string Type => "essay";

    /// <summary>Why no machine marks it, when the foreign question had a marker; null for a plain essay.</summary>
    public string? Why { get; init; }

    /// <summary>The package's own source: kept, shown to the team, never executed.</summary>
    public string? Source { get; init; }
}
