using System.Collections.Concurrent;
using System.Text;
using Amphi.Courses;
using Amphi.Look;
using Microsoft.AspNetCore.Html;

namespace Amphi.Learning;

/// <summary>What a lesson's page takes from whoever reads it, beside what it looks like for all.</summary>
public sealed record LessonReader
{
    public required Classroom Room { get; init; }
    public required string Nonce { get; init; }

    /// <summary>What the body's live parts draw from, by kind.</summary>
    public required IReadOnlyDictionary<string, object?> Live { get; init; }
    public Progress? Progress => Room.Learner?.Progress;
}

/// <summary>What a lesson's page is drawn from: nothing in it is one reader's own, but through gaps.</summary>
public sealed class LessonPageModel(StencilMaker<LessonReader> stencil)
{
    public required LessonLook Look { get; init; }
    public required OpenCourse Course { get; init; }
    public required LessonPlace Place { get; init; }
    public required LessonBody Body { get; init; }
    public required LessonPlace? Before { get; init; }
    public required LessonPlace? After { get; init; }

    public IEnumerable<OutlineLesson> Shown(OutlineSection section) => section.Lessons.Where(lesson => Look.IsTeam || lesson.IsOpenToLearners);

    /// <summary>Where the reader stopped in each video of the lesson, as JSON: milliseconds by block.</summary>
    public string Places
    {
        get
        {
            var videos = Place.Lesson.Blocks.Where(block => block.Kind == "video").Select(block => block.Id).ToList();
            return videos.Count == 0 ? "{}" : stencil.Gap(reader => reader.Progress?.StopsJson(videos) ?? "{}");
        }
    }

    /// <summary>What seals the reader's unsent acts.</summary>
    public string Outbox => stencil.Gap(reader => reader.Room.Visit.OutboxKey);

    /// <summary>One of two pieces of markup, by whether the reader is done with a lesson.</summary>
    public HtmlString Done(OutlineLesson lesson, HtmlString done, HtmlString open)
    {
        var (yes, no) = (Encoding.UTF8.GetBytes(done.Value!), Encoding.UTF8.GetBytes(open.Value!));
        return new(stencil.Gap((reader, page) => page.Add(reader.Progress?.IsDone(lesson.Ordinal) == true ? yes : no)));
    }

    /// <summary>When the lesson is due for whoever reads it.</summary>
    public HtmlString Due(HtmlString icon)
    {
        var lesson = Place.Lesson;
        return new(
            stencil.Gap(
                (reader, page) =>
                {
                    if (reader.Room.Calendar.Due(lesson.Id, lesson.Due) is not { } due)
                        return;
                    page.AddHtml($"<span>{icon.Value} ");
                    page.AddText(reader.Room.Visit.Words.Say("dates.due", reader.Room.Visit.Words.DayAndTime(due, reader.Room.Visit.TimeZone)));
                    page.AddHtml("</span>");
                }
            )
        );
    }

    public HtmlString Live(LivePart part) => new(stencil.Gap((reader, page) => page.AddHtml(part.Draw(reader.Live.GetValueOrDefault(part.Kind)))));
}

/// <summary>What readers have in common to whom a lesson's page looks alike.</summary>
public readonly record struct LessonLook
{
    public required string Run { get; init; }
    public required long Version { get; init; }
    public required string Lesson { get; init; }
    public required string Language { get; init; }

    /// <summary>What the course is for; null where it is for all or whole.</summary>
    public required string? Audiences { get; init; }
    public required bool IsTeam { get; init; }
    public required bool IsViewing { get; init; }
    public required bool IsLearner { get; init; }
    public required bool IsDiscreet { get; init; }
    public required bool IsDone { get; init; }
    public required bool IsBookmarked { get; init; }

    public static LessonLook Of(Classroom room, OutlineLesson lesson) =>
        new()
        {
            Run = room.Run.Code,
            Version = room.Course.VersionId,
            Lesson = lesson.Id,
            Language = room.Visit.Language,
            Audiences = room.Course.Audience?.Ids,
            IsTeam = room.IsTeam,
            IsViewing = room.IsViewing,
            IsLearner = room.Learner is not null,
            IsDiscreet = room.IsDiscreet,
            IsDone = room.Learner?.Progress.IsDone(lesson.Ordinal) == true,
            IsBookmarked = room.Learner?.Progress.HasBookmark(lesson.Id) == true,
        };
}

/// <summary>The pages of lessons that people are reading, each drawn once for those to whom it looks alike.</summary>
public sealed class LessonPages
{
    private const int Most = 1_500;
    private readonly ConcurrentDictionary<LessonLook, Stencil<LessonReader>> _drawn = new();

    public async ValueTask<Stencil<LessonReader>> Page(Classroom room, LessonPlace place, LessonBody body)
    {
        var look = LessonLook.Of(room, place.Lesson);
        if (_drawn.TryGetValue(look, out var known))
            return known;

        if (_drawn.Count >= Most)
            _drawn.Clear();
        return _drawn[look] = await Draw(look, room, place, body);
    }

    private static Task<Stencil<LessonReader>> Draw(LessonLook look, Classroom room, LessonPlace place, LessonBody body)
    {
        var stencil = new StencilMaker<LessonReader>();
        var (before, after) = room.Course.Beside(place.Lesson);
        var model = new LessonPageModel(stencil)
        {
            Look = look,
            Course = room.Course,
            Place = place,
            Body = body,
            Before = before,
            After = after,
        };
        return stencil.Cut(Frame(stencil, room, place, body), LessonPage.Create(model));
    }

    private static Frame Frame(StencilMaker<LessonReader> stencil, Classroom room, LessonPlace place, LessonBody body)
    {
        var lesson = stencil.Gap(reader => reader.Room.LessonToOpen);
        var seat = stencil.Gap(reader => reader.Room.Learner!.Enrolment.Seat.ToString());
        var word = stencil.Gap(reader => reader.Room.Visit.FormWord);
        var nonce = stencil.Gap(reader => reader.Nonce);
        return room.Frame(place.Lesson.Title, "lesson", lesson, seat) with
        {
            SignedInAs = stencil.Gap(reader => reader.Room.Visit.Person.Name),
            FormWord = () => word,
            Nonce = () => nonce,
            Path = $"/c/{room.Run.Code}/l/{place.Lesson.Id}",
            Scripts = body.HasMath ? ["lesson.js", "math.js"] : ["lesson.js"],
            Styles = body.HasMath ? ["math.css"] : [],
        };
    }
}
