namespace Amphi.Formats.Courses;

/// <summary>A piece of a lesson. <see cref="Id"/> is null only for prose between directives.</summary>
public abstract record Block
{
    public string? Id { get; init; }

    /// <summary>Plain text.</summary>
    public string? Title { get; init; }

    /// <summary>The ids of the tracks and paths whose learners see it; empty is everyone.</summary>
    public IReadOnlyList<string> For { get; init; } = [];

    /// <summary>The directive's name in a lesson file, and the key of the import report.</summary>
    public abstract string Kind { get; }
}

/// <summary>Markdown. Admonitions, notes in the margin, details and figures are inside it.</summary>
public sealed record TextBlock(string Markdown) : Block
{
    public override string Kind => "text";
}

/// <summary>A video, hosted with the course or on YouTube. Times are whole milliseconds.</summary>
public sealed record VideoBlock : Block
{
    public override string Kind => "video";

    /// <summary>Paths in the course folder or absolute https addresses, best first.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The 11 characters of a YouTube video.</summary>
    public string? YouTube { get; init; }

    /// <summary>An identifier in another platform's video store, kept when nothing else tells where the video is.</summary>
    public string? ForeignId { get; init; }
    public string? Poster { get; init; }
    public long? Duration { get; init; }

    /// <summary>The part to play.</summary>
    public long? Start { get; init; }
    public long? End { get; init; }
    public IReadOnlyList<CaptionFile> Captions { get; init; } = [];
    public IReadOnlyList<Chapter> Chapters { get; init; } = [];

    /// <summary>The slides or another file to download beside the video.</summary>
    public string? Handout { get; init; }
}

/// <summary>Subtitles of a video: WebVTT, SubRip or the JSON of Open edX (<c>.srt.sjson</c>).</summary>
public sealed record CaptionFile(string Language, string Path);

/// <summary>A named moment of a video, in milliseconds from its start.</summary>
public sealed record Chapter(long At, string Title);

/// <summary>Questions answered one by one, each with its feedback.</summary>
public sealed record QuizBlock : Block
{
    public override string Kind => "quiz";

    /// <summary>What is said before the questions.</summary>
    public string? Intro { get; init; }

    /// <summary>Where it is answered, and whether it counts.</summary>
    public QuizMode Mode { get; init; }

    /// <summary>Tries at each question, or in a test at the whole; null is without limit, and in a test one.</summary>
    public int? Attempts { get; init; }

    /// <summary>The tries that count: practice has no end, and a test is taken once unless it says otherwise.</summary>
    public int? Tries =>
        Survey || Mode == QuizMode.Practice ? null
        : Mode == QuizMode.Test ? Attempts ?? 1
        : Attempts;

    /// <summary>How long a test may last from its start; null is as long as one likes.</summary>
    public int? Minutes { get; init; }

    /// <summary>When the answers are shown.</summary>
    public ShowAnswer ShowAnswer { get; init; } = ShowAnswer.Answered;

    /// <summary>How much it counts in its lesson; 1 unless said, 0 for a poll.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>True for polls and surveys: there is no right answer.</summary>
    public bool Survey { get; init; }

    /// <summary>How many <see cref="Question.Group"/>s (or questions without one) a learner gets; null is all.</summary>
    public int? Draw { get; init; }
    public bool Shuffle { get; init; }

    /// <summary>Hints for the whole quiz, shown one after the other.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    /// <summary>Shown with the answers: the worked solution of the whole quiz.</summary>
    public string? Solution { get; init; }
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>Whether answers to it can earn anything.</summary>
    public bool Counts => !Survey && Mode != QuizMode.Practice && Questions.Any(question => question is { IsMarked: true, Points: > 0 });
}

/// <summary>How a quiz is taken.</summary>
public enum QuizMode
{
    /// <summary>In the lesson, question by question.</summary>
    Lesson,

    /// <summary>The same without end, and it counts for nothing.</summary>
    Practice,

    /// <summary>On a page of its own: started, answered, handed in, and only then marked.</summary>
    Test,
}

/// <summary>When a learner may see the right answers.</summary>
public enum ShowAnswer
{
    /// <summary>As soon as the question was answered.</summary>
    Answered,

    /// <summary>When it was answered rightly or no attempt is left.</summary>
    Finished,

    /// <summary>When it was answered rightly or its date is past.</summary>
    CorrectOrPastDue,

    /// <summary>When its date is past.</summary>
    PastDue,
    Always,
    Never,
}

/// <summary>A case study: work handed in, read by peers, by oneself or by the team.</summary>
public sealed record CaseBlock : Block
{
    /// <summary>Minutes: seven days.</summary>
    public const int UsualPatience = 7 * 24 * 60;

    /// <summary>Minutes: fourteen days.</summary>
    public const int UsualPromise = 14 * 24 * 60;

    public override string Kind => "case";

    public string Body { get; init; } = "";

    /// <summary>What is asked, in parts; each is answered apart.</summary>
    public IReadOnlyList<CasePrompt> Prompts { get; init; } = [];
    public IReadOnlyList<Criterion> Rubric { get; init; } = [];
    public IReadOnlyList<CaseStep> Steps { get; init; } = [];

    /// <summary>Whether text is handed in: no, optional, required.</summary>
    public Wanted Text { get; init; } = Wanted.Required;
    public Wanted Files { get; init; } = Wanted.No;

    /// <summary>Lower-case extensions without a dot; empty is any.</summary>
    public IReadOnlyList<string> FileTypes { get; init; } = [];
    public DateRule? Opens { get; init; }
    public DateRule? Due { get; init; }

    /// <summary>Minutes for which all readings are waited for; after them one is enough. null is seven days.</summary>
    public int? Patience { get; init; }

    /// <summary>Minutes after which there is a result, whatever others did. null is fourteen days.</summary>
    public int? Promise { get; init; }

    /// <summary>How many hand in together; null is each alone.</summary>
    public TeamSize? Team { get; init; }

    /// <summary>Copies with the marks they deserve, to learn reading on before the first peer's.</summary>
    public IReadOnlyList<CaseSample> Samples { get; init; } = [];

    /// <summary>The worked example shown afterwards.</summary>
    public string? Solution { get; init; }
}

/// <summary>How many learners a team has.</summary>
public sealed record TeamSize(int Least, int Most)
{
    public static TeamSize Usual { get; } = new(2, 5);
}

/// <summary>A copy that the team has read.</summary>
/// <param name="Text">Plain.</param>
public sealed record CaseSample(string Text, IReadOnlyList<SampleMark> Marks);

/// <summary>What the team gives a sample for one criterion, and why.</summary>
/// <param name="Points">Those of one of the criterion's levels.</param>
public sealed record SampleMark(string Criterion, int Points, string? Why = null);

public enum Wanted
{
    No,
    Optional,
    Required,
}

public sealed record CasePrompt(string Text);

/// <summary>One line of a rubric with its levels, lowest first or as the author ordered them.</summary>
public sealed record Criterion(string Id, string Title, string? Text, IReadOnlyList<CriterionLevel> Levels, Wanted Comment = Wanted.Optional);

public sealed record CriterionLevel(string Title, int Points, string? Text = null);

/// <summary>A step of reading: <c>training</c>, <c>peer</c>, <c>self</c> or <c>staff</c>.</summary>
public sealed record CaseStep
{
    public required string Kind { get; init; }

    /// <summary>Copies a learner must read.</summary>
    public int? MustGive { get; init; }

    /// <summary>Reviews a copy must get.</summary>
    public int? MustGet { get; init; }

    /// <summary>Of training: how far from the team's marks is near enough, in percent of the points.</summary>
    public int? Tolerance { get; init; }
    public DateRule? Opens { get; init; }
    public DateRule? Due { get; init; }
}

/// <summary>A place to talk about this part of the lesson.</summary>
public sealed record DiscussionBlock : Block
{
    public override string Kind => "discussion";

    public string? Category { get; init; }
    public string? Prompt { get; init; }
}

/// <summary>A file to take away.</summary>
public sealed record FileBlock(string Path) : Block
{
    public override string Kind => "file";
}

/// <summary>A foreign page in a sandboxed frame, loaded after a click.</summary>
public sealed record EmbedBlock(string Address) : Block
{
    public override string Kind => "embed";

    /// <summary>CSS pixels.</summary>
    public int? Height { get; init; }
}

/// <summary>An external tool (LTI, SCORM, cmi5). Keys and secrets are never part of a course.</summary>
public sealed record ToolBlock(string Standard, string Address) : Block
{
    public override string Kind => "tool";
}

/// <summary>What the course had and Amphi cannot run: shown as such, with its source kept.</summary>
public sealed record PlaceholderBlock : Block
{
    public override string Kind => "placeholder";

    /// <summary>The element's own name in its package.</summary>
    public required string Element { get; init; }

    /// <summary>Why it was not taken over, in English, one sentence.</summary>
    public required string Why { get; init; }

    /// <summary>The package's own source of it.</summary>
    public string? Source { get; init; }
}
