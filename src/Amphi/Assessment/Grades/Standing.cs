using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Grades;

/// <summary>Where a learner stands in a run: their marks, the result these make, and whether they have finished.</summary>
internal sealed record Standing(Classroom Room, Learner Learner, GradingPolicy Policy, MarkSheet Sheet, Overrides Overrides, int? FinishedOn)
{
    public Result Result { get; } = Policy.ResultOf(Sheet, Overrides);

    public Result If(IReadOnlyDictionary<string, Share> assumed) => Policy.ResultOf(Sheet, Overrides, assumed);

    public bool IntentReached => IntentRate.IsReached(Learner.Enrolment.Intent, Learner.Progress.DoneCount > 0, FinishedOn is not null, Result);

    public static async ValueTask<Standing> Of(Classroom room, Learner learner, HotReads reads, Gradebook gradebook)
    {
        var sheet = await reads.One(Tables.SheetOf, Tables.Sheet, room.Visit.Cancel, learner.Persona.ToBytes()) ?? new MarkSheet(learner.Persona, room.Run.Id);
        var set = await gradebook.OverridesIn(room.Run.Id, [learner.Persona], room.Visit.Cancel);
        var finished = await Finisher.DayOf(reads, learner.Persona, room.Visit.Cancel);
        var policy = GradingPolicy.Of(room.Course.For(learner.Enrolment.Audiences));
        return new Standing(room, learner, policy, sheet, set.GetValueOrDefault(learner.Persona) ?? Overrides.None, finished);
    }
}

/// <summary>One line of standing on the course home; the moment of having finished, when there is one.</summary>
internal sealed class StandingNotice(HotReads reads, Gradebook gradebook) : IHomeNotice
{
    public async ValueTask<HomeNotice?> For(Classroom room)
    {
        var words = room.Visit.Words;
        if (room.Learner is not { } learner)
            return room.IsTeam ? new HomeNotice(words["gradebook.notice"], $"/c/{room.Run.Code}/gradebook", words["gradebook.notice.do"]) : null;

        var standing = await Standing.Of(room, learner, reads, gradebook);
        var address = $"/c/{room.Run.Code}/result";
        if (standing.FinishedOn is { } day)
            return new HomeNotice(FinishedOn(day, words), address, words["result.notice.do"], IsMoment: true, Reached(standing, words));

        // A zero before anything was handed in tells nothing and discourages.
        return standing.Policy.IsGraded && (standing.Result.Override is not null || standing.Result.Pieces.Any(piece => piece.IsHandedIn))
            ? new HomeNotice(Said(standing.Result, words), address, words["result.notice.do"])
            : null;
    }

    internal static string FinishedOn(int day, Words words) => words.Say("result.finished", words.ShortDay(new Instant(day * 86_400_000L), "UTC"));

    // Against what they set out for, when they reached it.
    private static string Reached(Standing standing, Words words)
    {
        var reached = standing.IntentReached ? words.Say("result.intent.reached", words[$"intent.{standing.Learner.Enrolment.Intent}"]) : null;
        return string.Join(' ', new[] { reached, standing.Policy.IsGraded ? Said(standing.Result, words) : null }.OfType<string>());
    }

    private static string Said(Result result, Words words) =>
        result switch
        {
            { Level: { } level } => words.Say("result.line.level", words.Percent(result.Percent), level),
            { Policy.Pass: { } pass } => words.Say("result.line.pass", words.Percent(result.Percent), words.Percent(pass)),
            _ => words.Say("result.line", words.Percent(result.Percent)),
        };
}
