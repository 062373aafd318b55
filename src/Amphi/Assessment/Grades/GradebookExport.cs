using Amphi.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Grades;

/// <summary>The team takes the whole gradebook away, streamed in the order of seats.</summary>
internal static class GradebookExport
{
    public static IResult Csv(Classroom room, Gradebook gradebook) =>
        room.IsTeam
            ? Results.Stream(stream => GradebookFile.WriteCsv(Rows(room, gradebook), stream), "text/csv; charset=utf-8", Named(room, "csv"))
            : throw new MissingException("Only the team reads the gradebook.");

    /// <summary>A spreadsheet is a zip, whose directory comes last: it is made in a file that goes when it is sent.</summary>
    public static async Task<IResult> Xlsx(Classroom room, Gradebook gradebook, SiteFolders folders)
    {
        if (!room.IsTeam)
            throw new MissingException("Only the team reads the gradebook.");
        Directory.CreateDirectory(folders.Spool);
        var file = new FileStream(
            Path.Combine(folders.Spool, $"{Guid.NewGuid():N}.xlsx"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous
        );
        await GradebookFile.WriteXlsx(Rows(room, gradebook), file);
        file.Position = 0;
        return Results.Stream(file, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Named(room, "xlsx"));
    }

    private static async IAsyncEnumerable<IEnumerable<object?>> Rows(Classroom room, Gradebook gradebook)
    {
        var policy = GradingPolicy.Of(room.Course);
        yield return GradebookFile.Header(policy, room.Visit.Words);
        await foreach (var row in gradebook.All(room))
            yield return GradebookFile.Cells(policy, row);
    }

    private static string Named(Classroom room, string kind) => $"{room.Run.Code}.{kind}";
}
