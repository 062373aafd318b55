using Amphi.Formats.Courses;

namespace Amphi.Courses;

/// <summary>What a learner belongs to in a course: one of its paths, and the tracks they chose. What is for others is missing for them.</summary>
public sealed class Audience
{
    private readonly HashSet<string> _ids;

    private Audience(TrackDocument? path, IReadOnlyList<TrackDocument> tracks)
    {
        (Path, Tracks) = (path, tracks);
        _ids = [.. tracks.Select(track => track.Id)];
        if (path is not null)
            _ids.Add(path.Id);
        Ids = string.Join(' ', new[] { path }.OfType<TrackDocument>().Concat(tracks).Select(one => one.Id));
    }

    /// <summary>null in a course without paths.</summary>
    public TrackDocument? Path { get; }

    /// <summary>In the order of the course.</summary>
    public IReadOnlyList<TrackDocument> Tracks { get; }

    /// <summary>All ids, a space between; one text for one audience.</summary>
    public string Ids { get; }

    /// <summary>What some ids make in a course: the first path unless one is named; what the course no longer has is left out.</summary>
    public static Audience In(Outline course, IReadOnlyCollection<string> ids) =>
        new(
            course.Paths.FirstOrDefault(path => ids.Contains(path.Id)) ?? (course.Paths.Count > 0 ? course.Paths[0] : null),
            [.. course.Tracks.Where(track => ids.Contains(track.Id))]
        );

    public static Audience In(Outline course, string ids) => In(course, ids.Split(' '));

    public bool Has(string id) => _ids.Contains(id);

    internal bool Sees(OutlineSection section) => (section.Track is null || Has(section.Track)) && Sees(section.For);

    internal bool Sees(OutlineLesson lesson) => Sees(lesson.For);

    internal bool MayLeaveOut(OutlineLesson lesson) => lesson.Optional || lesson.OptionalFor.Any(Has);

    internal bool Sees(OutlineBlock block) => Sees(block.For);

    internal bool Sees(Block block) => Sees(block.For);

    /// <summary>What makes a result for it.</summary>
    internal GradingDocument Of(GradingDocument grading) =>
        grading with
        {
            Categories = [.. grading.Categories.Where(category => Sees(category.For))],
            Levels = [.. grading.Levels.Where(level => Sees(level.For))],
        };

    private bool Sees(IReadOnlyList<string> audiences) => audiences.Count == 0 || audiences.Any(Has);
}
