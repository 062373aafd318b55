using System.Text.Json;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;

namespace Amphi.Assessment.Cases;

/// <summary>What a reader said of one sample of a case.</summary>
public sealed class TrainingTry
{
    public required long RunId { get; init; }
    public required string Block { get; init; }
    public required PersonaId Persona { get; init; }

    /// <summary>The place of the sample in its case, from 0.</summary>
    public required int Sample { get; init; }
    public required string Judgements { get; init; }

    /// <summary>From the team's marks, in percent of the points.</summary>
    public required int Distance { get; init; }
    public required Instant DoneAt { get; init; }

    public IReadOnlyList<Judgement> Said => JsonSerializer.Deserialize<Judgement[]>(Judgements, JsonSerializerOptions.Web)!;
}

/// <summary>
/// How far a reader is in learning to read like the team: they are ready as soon as one sample was read nearly enough,
/// and in any case after the last.
/// </summary>
/// <param name="Tries">In the order of the samples.</param>
public sealed record Training(CaseStudy Study, IReadOnlyList<TrainingTry> Tries)
{
    public bool IsReady => Tries.Count >= Study.Samples.Count || Tries.Any(IsNear);

    public bool IsNear(TrainingTry one) => one.Distance <= Study.Tolerance;

    /// <summary>The criteria that a sample is marked for.</summary>
    public static IReadOnlyList<Criterion> Criteria(CaseStudy study, CaseSample sample) =>
        [.. study.Rubric.Where(criterion => sample.Marks.Any(mark => mark.Criterion == criterion.Id))];

    /// <summary>A reader's try at the next sample.</summary>
    public TrainingTry Try(PersonaId reader, IReadOnlyList<Judgement> said, Instant now)
    {
        var sample = Study.Samples[Tries.Count];
        var marks = sample.Marks.Select(mark => new Middle(mark.Criterion, mark.Points, mark.Points, mark.Points)).ToList();
        return new TrainingTry
        {
            RunId = Study.RunId,
            Block = Study.Id,
            Persona = reader,
            Sample = Tries.Count,
            Judgements = JsonSerializer.Serialize(said, JsonSerializerOptions.Web),
            Distance = Medians.Distance(said, marks, Criteria(Study, sample).Sum(CaseStudy.Most)),
            DoneAt = now,
        };
    }
}
