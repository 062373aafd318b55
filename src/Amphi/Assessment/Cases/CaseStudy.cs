using Amphi.Courses;
using Amphi.Formats.Courses;

namespace Amphi.Assessment.Cases;

/// <summary>A case study of a run: what is asked, along which rubric it is read, and by whom.</summary>
public sealed record CaseStudy(long RunId, OutlineBlock Place, CaseBlock Block)
{
    private const int UsualReadings = 3;
    private const int UsualTolerance = 20;

    public string Id => Block.Id!;

    /// <summary>Until the number of readings that are needed falls to one, and no reader is waited for any longer.</summary>
    public TimeSpan Patience => TimeSpan.FromMinutes(Block.Patience ?? CaseBlock.UsualPatience);

    /// <summary>After it there is a result, whatever others did.</summary>
    public TimeSpan Promise => TimeSpan.FromMinutes(Block.Promise ?? CaseBlock.UsualPromise);
    public CaseStep? Peers => Block.Steps.FirstOrDefault(step => step.Kind == "peer");

    /// <summary>Copies an author reads.</summary>
    public int MustGive => Peers is { } step ? step.MustGive ?? UsualReadings : 0;

    /// <summary>Readings a copy gets; 0 when only the team reads.</summary>
    public int MustGet => Peers is { } step ? step.MustGet ?? UsualReadings : 0;

    /// <summary>How many hand in together; null is each alone.</summary>
    public TeamSize? Team => Block.Team;

    /// <summary>Copies to train on before the first peer's; empty where nobody trains.</summary>
    public IReadOnlyList<CaseSample> Samples => Block.Steps.Any(step => step.Kind == "training") ? Block.Samples : [];

    /// <summary>How far from the team's marks is near enough, in percent of the points.</summary>
    public int Tolerance => Block.Steps.FirstOrDefault(step => step.Kind == "training")?.Tolerance ?? UsualTolerance;

    /// <summary>Its author's own reading is all that is asked for.</summary>
    public bool IsSelfOnly => HasSelf && Peers is null && !Block.Steps.Any(step => step.Kind == "staff");
    public bool HasSelf => Block.Steps.Any(step => step.Kind == "self");

    /// <summary>What is asked, part by part; one part without words when the case has no prompts.</summary>
    public IReadOnlyList<string> Prompts =>
        Block.Text == Wanted.No ? []
        : Block.Prompts.Count > 0 ? [.. Block.Prompts.Select(prompt => prompt.Text)]
        : [""];

    /// <summary>The criteria to judge by. A case without a rubric is judged as a whole, in four levels.</summary>
    public IReadOnlyList<Criterion> Rubric => Block.Rubric.Count > 0 ? Block.Rubric : AsAWhole;

    /// <summary>The most points a copy can earn.</summary>
    public int Possible => Rubric.Sum(Most);

    /// <summary>The runs of words of what everyone was asked and shown: in a copy they are nobody's own.</summary>
    public static HashSet<long> WordsOf(CaseBlock written) =>
        Winnowing.Grams(
            string.Join(
                '\n',
                written
                    .Prompts.Select(prompt => prompt.Text)
                    .Concat(written.Samples.Select(sample => sample.Text))
                    .Concat(written.Rubric.Select(criterion => $"{criterion.Title}\n{criterion.Text}"))
                    .Concat(written.Rubric.SelectMany(criterion => criterion.Levels).Select(level => level.Title))
                    .Append(written.Body)
                    .Append(written.Solution)
            )
        );

    public static int Most(Criterion criterion) => criterion.Levels.Select(level => level.Points).DefaultIfEmpty(0).Max();

    // Its words stand in the language files, under case.whole.
    private static readonly IReadOnlyList<Criterion> AsAWhole =
    [
        new("whole", "", null, [.. Enumerable.Range(0, 4).Select(points => new CriterionLevel("", points))]),
    ];
}
