using System.Text.RegularExpressions;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;

namespace Amphi.Assessment.Grades;

/// <param name="Faults">What is wrong with the file; then nothing was kept.</param>
public sealed record GradebookImportModel(Classroom Room, int People, int Changes, bool IsKept, IReadOnlyList<Refusal> Faults);

/// <summary>The team brings a gradebook back from a spreadsheet: what was changed in it becomes marks set by hand, all or none.</summary>
internal static partial class GradebookImport
{
    public const int MostChanges = 20_000;
    private const int MostFaults = 20;
    private const long LargestFile = 20L << 20;

    public static async Task<IResult> Take(Classroom room, Gradebook gradebook, MarkOffice office, HttpContext context)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team reads the gradebook.");
        var form = await context.Request.ReadFormAsync(room.Visit.Cancel);
        var faults = new List<Refusal>();
        var sheet = form.Files.GetFile("file") is { Length: > 0 and <= LargestFile } file ? Read(file, faults) : [];
        if (sheet.Count == 0 && faults.Count == 0)
            faults.Add(new Refusal("gradebook.fault.empty"));
        var wishes = faults.Count == 0 ? await Wishes(room, gradebook, sheet, faults) : [];
        if (wishes.Count > MostChanges)
            faults.Add(new Refusal("gradebook.fault.many", MostChanges));

        var isKept = form["do"] == "keep" && faults.Count == 0;
        if (isKept && wishes.Count > 0)
            await office.Change(room, wishes, form["reason"].ToString().Trim());
        var model = new GradebookImportModel(room, Math.Max(0, sheet.Count - 1), wishes.Count, isKept, faults);
        return Page.Show(
            room.Frame(room.Visit.Words["gradebook.import"], "gradebook"),
            GradebookImportPage.Create(model),
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity
        );
    }

    // Whatever a damaged file makes its reader throw, it is one sentence for whoever brought it.
    private static List<string[]> Read(IFormFile file, List<Refusal> faults)
    {
        try
        {
            using var stream = file.OpenReadStream();
            return [.. GradebookFile.Read(stream)];
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            faults.Add(new Refusal("gradebook.fault.unread"));
            return [];
        }
    }

    private static async Task<List<MarkWish>> Wishes(Classroom room, Gradebook gradebook, List<string[]> sheet, List<Refusal> faults)
    {
        var pieces = GradingPolicy.Of(room.Course).Pieces.Select(piece => piece.Lesson).ToHashSet(StringComparer.Ordinal);
        var columns = sheet[0]
            .Index()
            .Select(cell => (cell.Index, Lesson: LessonOf(cell.Item)))
            .Where(column => column.Lesson is not null && pieces.Contains(column.Lesson))
            .ToList();
        if (columns.Count == 0)
            faults.Add(new Refusal("gradebook.fault.columns"));

        var lines = new Dictionary<int, int>();
        for (var n = 1; n < sheet.Count && faults.Count < MostFaults; n++)
            if (!int.TryParse(sheet[n][0], out var seat))
                faults.Add(new Refusal("gradebook.fault.seat", n + 1, sheet[n][0]));
            else if (!lines.TryAdd(seat, n))
                faults.Add(new Refusal("gradebook.fault.twice", n + 1, seat.ToString()));

        var wishes = new List<MarkWish>();
        await foreach (var row in gradebook.All(room))
            if (lines.Remove(row.Learner.Seat, out var line))
                foreach (var (column, lesson) in columns.Where(column => column.Index < sheet[line].Length))
                    if (Wish(row, lesson!, sheet[line][column].Trim(), line + 1, faults) is { } wish)
                        wishes.Add(wish);
        faults.AddRange(lines.Select(nobody => new Refusal("gradebook.fault.seat", nobody.Value + 1, nobody.Key.ToString())));
        if (faults.Count > MostFaults)
            faults.RemoveRange(MostFaults, faults.Count - MostFaults);
        return wishes;
    }

    private static MarkWish? Wish(GradedRow row, string lesson, string typed, int line, List<Refusal> faults)
    {
        if (typed.Length == 0)
            return null;
        var piece = row.Result.Pieces.First(piece => piece.Piece.Lesson == lesson);
        var (persona, seat) = (row.Learner.Persona, row.Learner.Seat);
        if (typed is "X" or "x")
            return piece.State == PieceState.Excused ? null : new MarkWish(persona, seat, lesson, MarkChangeKind.Excused, null);
        if (MarkOffice.Hundredths(typed) is not { } hundredths)
        {
            faults.Add(new Refusal("gradebook.fault.mark", line, typed.Length > 40 ? typed[..40] : typed));
            return null;
        }

        return piece.State == PieceState.Marked && piece.Earned.Hundredths == hundredths
            ? null
            : new MarkWish(persona, seat, lesson, MarkChangeKind.Set, hundredths);
    }

    private static string? LessonOf(string title) => Bracketed().Match(title) is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex(@"\[([A-Za-z0-9_.-]{1,64})\]\s*$", RegexOptions.None, 1000)]
    private static partial Regex Bracketed();
}
