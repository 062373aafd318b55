using System.Text.Json;
using System.Text.Json.Serialization;
using Amphi.Ground;

namespace Amphi.Courses;

/// <summary>When a run lets one thing open and be due; null leaves it to the course.</summary>
public sealed record OwnDate(long? Opens, long? Due)
{
    public Instant? OpensAt => Opens is { } at ? new Instant(at) : null;
    public Instant? DueAt => Due is { } at ? new Instant(at) : null;
}

/// <summary>The dates that a run sets over its course's, and how far learners may move them.</summary>
public sealed record RunDates
{
    public const int UsualShift = 28;
    public static RunDates None { get; } = new();

    public IReadOnlyDictionary<string, OwnDate> Things { get; init; } = new Dictionary<string, OwnDate>();

    /// <summary>
    /// Days by which a learner may move their dates, also fixed ones; null lets only dates that are relative be moved,
    /// by <see cref="UsualShift"/>.
    /// </summary>
    public int? ShiftDays { get; init; }

    [JsonIgnore]
    public int MostShift => ShiftDays ?? UsualShift;

    /// <summary>The same with another date for one thing; an empty one gives it back to the course.</summary>
    public RunDates With(string thing, OwnDate date)
    {
        var things = new Dictionary<string, OwnDate>(Things);
        if (date is { Opens: null, Due: null })
            things.Remove(thing);
        else
            things[thing] = date;
        return this with { Things = things };
    }

    public string ToJson() => JsonSerializer.Serialize(this, RunDatesJson.Default.RunDates);

    public static RunDates FromJson(string json) => json.Length == 0 ? None : JsonSerializer.Deserialize(json, RunDatesJson.Default.RunDates)!;
}

[JsonSerializable(typeof(RunDates))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class RunDatesJson : JsonSerializerContext;
