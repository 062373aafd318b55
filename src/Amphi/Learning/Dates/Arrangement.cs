using System.Data.Common;
using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Learning.Dates;

/// <summary>
/// What was arranged with one learner of a run: dates they moved, more time they were given, for one thing or for all.
/// One row, read with everything else a lesson reads.
/// </summary>
public sealed class Arrangement
{
    public const int MostExtraDays = 60;
    private Dictionary<string, int> _extensions = [];

    public required PersonaId Persona { get; init; }
    public required long RunId { get; init; }

    /// <summary>Days by which the learner moved the dates that may be moved.</summary>
    public int ShiftDays { get; private set; }

    /// <summary>Days more for everything, given by the team.</summary>
    public int ExtraDays { get; private set; }
    public int ExtraPercent { get; private set; }
    public int ExtraMinutes { get; private set; }

    /// <summary>JSON: a thing's id to the days by which it was extended.</summary>
    public string Extended
    {
        get => _extensions.Count == 0 ? "" : JsonSerializer.Serialize(_extensions);
        private set => _extensions = value.Length == 0 ? [] : JsonSerializer.Deserialize<Dictionary<string, int>>(value)!;
    }

    public ExtraTime ExtraTime => new(ExtraPercent, ExtraMinutes);
    public IReadOnlyDictionary<string, int> Extensions => _extensions;

    /// <summary>What there is for someone with whom nothing was arranged.</summary>
    public static Arrangement None(PersonaId persona, long runId) => new() { Persona = persona, RunId = runId };

    /// <exception cref="RefusedException">Further than the run lets dates be moved.</exception>
    public void Move(int days, int most)
    {
        if (days < 0 || days > most)
            throw new RefusedException(new Refusal("dates.refused.toofar", most));
        ShiftDays = days;
    }

    /// <summary>So many days more for one thing, on top of any it had.</summary>
    public void Extend(string thing, int days) => _extensions[thing] = Math.Clamp(_extensions.GetValueOrDefault(thing) + days, 0, 365);

    /// <exception cref="RefusedException">More than anyone is given.</exception>
    public void Allow(int days, ExtraTime time)
    {
        if (days is < 0 or > MostExtraDays || time.Percent is < 0 or > 200 || time.Minutes is < 0 or > 600)
            throw new RefusedException(new Refusal("dates.refused.allowance"));
        (ExtraDays, ExtraPercent, ExtraMinutes) = (days, time.Percent, time.Minutes);
    }

    /// <summary>Reads shift, extra days, extra percent, extra minutes and extensions from five columns.</summary>
    internal static Arrangement Read(DbDataReader row, int first, PersonaId persona, long runId) =>
        row.IsDBNull(first)
            ? None(persona, runId)
            : new()
            {
                Persona = persona,
                RunId = runId,
                ShiftDays = row.GetInt32(first),
                ExtraDays = row.GetInt32(first + 1),
                ExtraPercent = row.GetInt32(first + 2),
                ExtraMinutes = row.GetInt32(first + 3),
                Extended = row.GetString(first + 4),
            };
}

/// <summary>More time where time is limited: so many percent of the limit, and so many minutes on top.</summary>
public readonly record struct ExtraTime(int Percent, int Minutes)
{
    /// <summary>A limit with this on top.</summary>
    public TimeSpan On(TimeSpan limit) => limit + (limit * Percent / 100) + TimeSpan.FromMinutes(Minutes);
}
