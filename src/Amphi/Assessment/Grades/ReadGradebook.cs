using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Grades;

/// <param name="Next">The address of the next page, or null.</param>
/// <param name="Rates">null until they are asked for: they count everyone.</param>
public sealed record GradebookModel(
    Classroom Room,
    GradingPolicy Policy,
    IReadOnlyList<GradedRow> Rows,
    string Searched,
    string Sort,
    string? Next,
    IReadOnlyList<IntentRate>? Rates
);

/// <summary>The team reads the marks of a run, by seat or by result. Who sits in a seat is told only by those who show their name.</summary>
internal static class ReadGradebook
{
    private const int PageSize = 50;

    public static async Task<IResult> See(Classroom room, Gradebook gradebook, IntentRates intents, string? q, string? sort, int? after, string? rates)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team reads the gradebook.");
        var searched = (q ?? "").Trim() is { Length: <= 200 } typed ? typed : "";
        var order = sort is "best" or "least" ? sort : "seat";
        var rows = await Rows(room, gradebook, searched, order, Math.Max(0, after ?? 0));
        var isFull = rows.Count > PageSize;
        if (isFull)
            rows.RemoveAt(PageSize);
        var next =
            !isFull ? null
            : order == "seat" ? $"/c/{room.Run.Code}/gradebook?q={Uri.EscapeDataString(searched)}&after={rows[^1].Learner.Seat}"
            : $"/c/{room.Run.Code}/gradebook?sort={order}&after={Math.Max(0, after ?? 0) + PageSize}";
        var model = new GradebookModel(room, GradingPolicy.Of(room.Course), rows, searched, order, next, rates is null ? null : await intents.Of(room));
        return Page.Show(room.Frame(room.Visit.Words["gradebook.title"], "gradebook"), GradebookPage.Create(model));
    }

    private static async Task<List<GradedRow>> Rows(Classroom room, Gradebook gradebook, string searched, string order, int after) =>
        searched.Length > 0 && int.TryParse(searched, out var seat) ? await gradebook.At(room, after == 0 ? [seat] : [])
        : searched.Length > 0 ? await gradebook.At(room, await gradebook.Named(room, searched, after, PageSize + 1))
        : order == "seat" ? await gradebook.After(room, after, PageSize + 1)
        : await gradebook.At(room, (await gradebook.ByResult(room, order == "best")).Skip(after).Take(PageSize + 1));
}
