using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Learning;

/// <summary>
/// What a learner has done in a run, in one compact row: a bit for each lesson and block by its number, where they
/// stopped in each video, and the lessons they want to find again. 160,000 learners of 60 lessons are 16 MB.
/// </summary>
public sealed class Progress(PersonaId persona, long runId)
{
    private const int MostBookmarks = 200;

    private byte[] _done = [];

    // As they stand in the row; read only when they are asked for, which most pages never do.
    private string _stored = "";
    private Dictionary<string, VideoPlace>? _places;

    public PersonaId Persona { get; } = persona;
    public long RunId { get; } = runId;

    /// <summary>The lesson they were in last.</summary>
    public string? Lesson { get; private set; }
    public Instant SeenAt { get; private set; }

    public ReadOnlyMemory<byte> Done => _done;
    public int DoneCount { get; private set; }
    public IReadOnlyDictionary<string, VideoPlace> Places => Opened;
    public string PlacesJson =>
        _places is null ? _stored
        : _places.Count == 0 ? ""
        : JsonSerializer.Serialize(_places, ProgressJson.Default.DictionaryStringVideoPlace);

    /// <summary>Where they stopped in some videos, in milliseconds by block, as JSON.</summary>
    public string StopsJson(IReadOnlyList<string> videos)
    {
        var json = new StringBuilder("{");
        foreach (var video in videos)
            if (StopIn(video) is { } stop)
                json.Append(json.Length > 1 ? ",\"" : "\"").Append(video).Append("\":").Append(stop);
        return json.Append('}').ToString();
    }

    // Every lesson's page asks: found in the text as it was written, which is not read whole for a number.
    private long? StopIn(string video)
    {
        if (_places is not null)
            return _places.GetValueOrDefault(video)?.Position;
        var before = $"\"{video}\":{{\"position\":";
        var at = _stored.IndexOf(before, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var number = _stored.AsSpan(at + before.Length);
        return long.Parse(number[..number.IndexOfAny(',', '}')], CultureInfo.InvariantCulture);
    }

    private Dictionary<string, VideoPlace> Opened =>
        _places ??= _stored.Length > 2 ? JsonSerializer.Deserialize(_stored, ProgressJson.Default.DictionaryStringVideoPlace)! : [];

    public static Progress Stored(PersonaId persona, long runId, byte[] done, string places, string bookmarks, string? lesson, Instant seenAt) =>
        new(persona, runId)
        {
            _done = done,
            DoneCount = Count(done),
            _stored = places,
            Bookmarks = bookmarks,
            Lesson = lesson,
            SeenAt = seenAt,
        };

    private static int Count(ReadOnlySpan<byte> done)
    {
        var count = 0;
        foreach (var bits in done)
            count += BitOperations.PopCount(bits);
        return count;
    }

    public bool IsDone(int ordinal) => ordinal >> 3 < _done.Length && (_done[ordinal >> 3] & (1 << (ordinal & 7))) != 0;

    /// <summary>Marks a lesson or block; tells whether that is news.</summary>
    public bool Finish(int ordinal)
    {
        if (IsDone(ordinal))
            return false;
        if (ordinal >> 3 >= _done.Length)
            Array.Resize(ref _done, (ordinal >> 3) + 1);
        _done[ordinal >> 3] |= (byte)(1 << (ordinal & 7));
        DoneCount++;
        return true;
    }

    /// <summary>Whether the last lesson that the run asks for was finished since this was read.</summary>
    public bool HasCrossedTheLine { get; private set; }

    /// <summary>The same for a lesson, which may be the last one that finishes the run.</summary>
    public bool Finish(OutlineLesson lesson)
    {
        if (!Finish(lesson.Ordinal))
            return false;
        Measure(lesson.Goal);
        return true;
    }

    /// <summary>Sees whether a goal, as the numbers of its lessons, is reached.</summary>
    public void Measure(IReadOnlyList<int> goal) => HasCrossedTheLine |= goal.Count > 0 && goal.All(IsDone);

    /// <summary>Takes a mark back; tells whether there was one.</summary>
    public bool Reopen(int ordinal)
    {
        if (!IsDone(ordinal))
            return false;
        _done[ordinal >> 3] &= (byte)~(1 << (ordinal & 7));
        DoneCount--;
        return true;
    }

    /// <summary>The ids of lessons to find again, the latest first, a space between.</summary>
    public string Bookmarks { get; private set; } = "";

    public bool HasBookmark(string lesson) => Bookmarks.Length > 0 && Bookmarks.Split(' ').Contains(lesson);

    /// <summary>Puts a bookmark into a lesson, or takes it out.</summary>
    public void Bookmark(string lesson, bool isSet)
    {
        var others = Bookmarks.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(held => held != lesson);
        Bookmarks = string.Join(' ', isSet ? others.Prepend(lesson).Take(MostBookmarks) : others);
    }

    public void See(string lesson, Instant at) => (Lesson, SeenAt) = (lesson, at);

    /// <summary>Adds what was played of a video and where it stopped.</summary>
    public VideoPlace Watch(string block, IReadOnlyList<Segment> played, long position) =>
        Opened[block] = (Opened.GetValueOrDefault(block) ?? new VideoPlace(0, [])).With(played, position);
}

/// <summary>A part of a video that was played, in milliseconds.</summary>
public sealed record Segment(long From, long To);

/// <summary>Where someone stopped in a video, and which parts of it they have seen, in order and without overlaps.</summary>
public sealed record VideoPlace(long Position, IReadOnlyList<Segment> Seen)
{
    // What a seek skips by less than this is still one stretch.
    private const long Slack = 1_500;
    private const int MostSegments = 64;

    /// <summary>Milliseconds seen at least once.</summary>
    public long Watched => Seen.Sum(segment => segment.To - segment.From);

    /// <summary>Nine tenths count as the whole: nobody owes us the credits.</summary>
    public bool HasSeenAll(long duration) => duration > 0 && Watched >= duration * 9 / 10;

    public VideoPlace With(IReadOnlyList<Segment> played, long position)
    {
        var merged = new List<Segment>();
        foreach (var segment in Seen.Concat(played.Where(one => one.To > one.From)).OrderBy(one => one.From))
        {
            if (merged.Count > 0 && segment.From <= merged[^1].To + Slack)
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, segment.To) };
            else
                merged.Add(segment);
        }

        return new VideoPlace(position, merged.Count <= MostSegments ? merged : merged[^MostSegments..]);
    }
}

[JsonSerializable(typeof(Dictionary<string, VideoPlace>))]
[JsonSerializable(typeof(string))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ProgressJson : JsonSerializerContext;
