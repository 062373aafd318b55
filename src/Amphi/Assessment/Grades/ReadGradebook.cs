using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Grades;

/// <summary>What someone of the team wants to see of a gradebook.</summary>
/// <param name="Group">Those who do well or not, or who have finished; empty is everyone.</param>
/// <param name="Sort"><c>seat</c>, <c>best</c> or <c>least</c>.</param>
/// <param name="After">The seat before the page in the order of seats, else how many rows.</param>
public sealed record GradebookView(string Searched, string Group, string Sort, int After)
{
    public static readonly IReadOnlyList<string> Sorts = ["seat", "best", "least"];

    /// <summary>Without a pass mark nobody does well or badly.</summary>
    public static IReadOnlyList<string> GroupsOf(GradingPolicy policy) =>
        policy is { IsGraded: true, Pass: not null } ? ["passing", "way", "risk", "failing", "finished"] : ["finished"];

    public static GradebookView Of(GradingPolicy policy, string? q, string? group, string? sort, int? after) =>
        new(
            (q ?? "").Trim() is { Length: <= 200 } typed ? typed : "",
            group is not null && GroupsOf(policy).Contains(group) ? group : "",
            policy.IsGraded && sort is not null && Sorts.Contains(sort) ? sort : "seat",
            Math.Max(0, after ?? 0)
        );

    /// <summary>Whether a page can be read without computing the results of all.</summary>
    public bool IsBySeat => Group.Length == 0 && Sort == "seat";

    public string Query(int after) => $"?q={Uri.EscapeDataString(Searched)}&group={Group}&sort={Sort}&after={after}";

    public bool Shows(RankedSeat seat) =>
        Group switch
        {
            "passing" => seat.Group == GradeGroup.Passing,
            "way" => seat.Group == GradeGroup.OnTheWay,
            "risk" => seat.Group == GradeGroup.AtRisk,
            "failing" => seat.Group == GradeGroup.Failing,
            "finished" => seat.HasFinished,
            _ => true,
        };
}

/// <param name="Next">The address of the next page, or null.</param>
/// <param name="Rates">null until they are asked for: they count everyone.</param>
public sealed record GradebookModel(
    Classroom Room,
    GradingPolicy Policy,
    GradebookView View,
    IReadOnlyList<GradedRow> Rows,
    string? Next,
    IReadOnlyList<IntentRate>? Rates
);

/// <summary>The team reads the marks of a run, by seat or by result. Who sits in a seat is told only by those who show their name.</summary>
internal static class ReadGradebook
{
    private const int PageSize = 50;

    public static async Task<IResult> See(
        Classroom room,
        Gradebook gradebook,
        IntentRates intents,
        string? q,
        string? group,
        string? sort,
        int? after,
        string? rates
    )
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team reads the gradebook.");
        var policy = GradingPolicy.Of(room.Course);
        var view = GradebookView.Of(policy, q, group, sort, after);
        var rows = view.IsBySeat ? await BySeat(room, gradebook, view) : await Picked(room, gradebook, view);
        var isFull = rows.Count > PageSize;
        if (isFull)
            rows.RemoveAt(PageSize);
        var next = isFull ? $"/c/{room.Run.Code}/gradebook{view.Query(view.IsBySeat ? rows[^1].Learner.Seat : view.After + PageSize)}" : null;
        var model = new GradebookModel(room, policy, view, rows, next, rates is null ? null : await intents.Of(room));
        return Page.Show(room.Frame(room.Visit.Words["gradebook.title"], "gradebook"), GradebookPage.Create(model));
    }

    private static async Task<List<GradedRow>> BySeat(Classroom room, Gradebook gradebook, GradebookView view) =>
        view.Searched.Length == 0 ? await gradebook.After(room, view.After, PageSize + 1)
        : int.TryParse(view.Searched, out var seat) ? await gradebook.At(room, view.After == 0 ? [seat] : [])
        : await gradebook.At(room, await gradebook.Named(room, view.Searched, view.After, PageSize + 1));

    private static async Task<List<GradedRow>> Picked(Classroom room, Gradebook gradebook, GradebookView view)
    {
        var seats = (await gradebook.Ranked(room)).Where(view.Shows);
        if (int.TryParse(view.Searched, out var one))
            seats = seats.Where(seat => seat.Seat == one);
        else if (view.Searched.Length > 0)
        {
            var named = (await gradebook.Named(room, view.Searched, 0, int.MaxValue)).ToHashSet();
            seats = seats.Where(seat => named.Contains(seat.Seat));
        }

        var sorted = view.Sort switch
        {
            "best" => seats.Reverse(),
            "least" => seats,
            _ => seats.OrderBy(seat => seat.Seat),
        };
        return await gradebook.At(room, sorted.Skip(view.After).Take(PageSize + 1).Select(seat => seat.Seat));
    }
}
