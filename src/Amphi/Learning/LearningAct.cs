using System.Text.Json;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Journal;

namespace Amphi.Learning;

/// <summary>Something a learner did in a lesson: it changes their progress and leaves a line in the journal.</summary>
/// <param name="Id">Made where the learner acted, so that an act sent again after a lost answer counts once.</param>
public abstract record LearningAct(Guid Id, PersonaId Persona, long RunId, Instant At)
{
    /// <summary>The line the journal gets.</summary>
    public abstract Statement Statement { get; }

    /// <summary>Changes the progress and tells what follows from it, such as a lesson that this completes.</summary>
    public abstract IEnumerable<Statement> ApplyTo(Progress progress);

    private protected Statement Said(Verb verb, string thing, string? result = null) => new(Id, RunId, Persona, verb, thing, result, At);
}

/// <summary>Opened a lesson.</summary>
public sealed record SawLesson(Guid Id, PersonaId Persona, long RunId, Instant At, OutlineLesson Lesson) : LearningAct(Id, Persona, RunId, At)
{
    public override Statement Statement => Said(Verb.Experienced, Lesson.Id);

    public override IEnumerable<Statement> ApplyTo(Progress progress)
    {
        progress.See(Lesson.Id, At);
        return [];
    }
}

/// <summary>Chose a path and tracks. What was done already may be all that they ask for.</summary>
/// <param name="Goal">The numbers of the lessons that finish the course from then on.</param>
public sealed record Chose(Guid Id, PersonaId Persona, long RunId, Instant At, Audience Audience, IReadOnlyList<int> Goal) : LearningAct(Id, Persona, RunId, At)
{
    public override Statement Statement => Said(Verb.Chose, Statement.Run, JsonSerializer.Serialize(Audience.Ids, ProgressJson.Default.String));

    public override IEnumerable<Statement> ApplyTo(Progress progress)
    {
        progress.Measure(Goal);
        return [];
    }
}

/// <summary>Said « J'ai lu cette leçon », or took it back.</summary>
public sealed record MarkedLesson(Guid Id, PersonaId Persona, long RunId, Instant At, OutlineLesson Lesson, bool IsDone) : LearningAct(Id, Persona, RunId, At)
{
    public override Statement Statement => Said(IsDone ? Verb.Completed : Verb.Reopened, Lesson.Id);

    public override IEnumerable<Statement> ApplyTo(Progress progress)
    {
        progress.See(Lesson.Id, At);
        if (IsDone)
            progress.Finish(Lesson);
        else
            progress.Reopen(Lesson.Ordinal);
        return [];
    }
}

/// <summary>Played parts of a video.</summary>
public sealed record Watched(
    Guid Id,
    PersonaId Persona,
    long RunId,
    Instant At,
    OutlineLesson Lesson,
    OutlineBlock Block,
    IReadOnlyList<Segment> Played,
    long Position,
    long Duration
) : LearningAct(Id, Persona, RunId, At)
{
    public override Statement Statement =>
        Said(Verb.Played, Block.Id, JsonSerializer.Serialize(new VideoPlace(Position, Played), ProgressJson.Default.VideoPlace));

    public override IEnumerable<Statement> ApplyTo(Progress progress)
    {
        progress.See(Lesson.Id, At);
        var place = progress.Watch(Block.Id, Played, Position);
        return place.HasSeenAll(Duration) ? progress.Complete(Lesson, Block.Id, Block.Ordinal, Id, At) : [];
    }
}

/// <summary>Put a bookmark into a lesson, or took it out.</summary>
public sealed record Bookmarked(Guid Id, PersonaId Persona, long RunId, Instant At, OutlineLesson Lesson, bool IsSet) : LearningAct(Id, Persona, RunId, At)
{
    public override Statement Statement => Said(IsSet ? Verb.Bookmarked : Verb.Unbookmarked, Lesson.Id);

    public override IEnumerable<Statement> ApplyTo(Progress progress)
    {
        progress.Bookmark(Lesson.Id, IsSet);
        return [];
    }
}
