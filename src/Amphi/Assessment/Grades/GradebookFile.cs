using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using Amphi.Look;
using MiniExcelLibs;
using MiniExcelLibs.Csv;
using MiniExcelLibs.OpenXml;

namespace Amphi.Assessment.Grades;

/// <summary>
/// The gradebook as a file. No cell can be a formula: in CSV what a spreadsheet would run gets an apostrophe before it,
/// in XLSX every text is stored as text. Reading takes the apostrophe off again.
/// </summary>
internal static class GradebookFile
{
    private const string Running = "=+-@\t\r\n|%＝＋－＠'";
    private const long LargestUnpacked = 400L << 20;

    public static IEnumerable<object> Header(GradingPolicy policy, Words words) =>
        policy
            .Pieces.Select(piece => $"{piece.Title} [{piece.Lesson}]")
            .Prepend(words["gradebook.column.level"])
            .Prepend(words["gradebook.result"])
            .Prepend(words["gradebook.column.name"])
            .Prepend(words["gradebook.column.seat"]);

    /// <summary>The cells of one learner: a number, a text, or nothing.</summary>
    public static IEnumerable<object?> Cells(GradingPolicy policy, GradedRow row) =>
        row.Result.Along(policy).Select(Cell).Prepend(row.Result.Level).Prepend(row.Result.Percent).Prepend(row.Learner.ShownName).Prepend(row.Learner.Seat);

    public static async Task WriteCsv(IAsyncEnumerable<IEnumerable<object?>> rows, Stream stream)
    {
        // With the mark that tells spreadsheets it is UTF-8.
        await using var writer = new StreamWriter(stream, new UTF8Encoding(true), 1 << 16, leaveOpen: true);
        var line = new StringBuilder(1024);
        await foreach (var row in rows)
        {
            line.Clear();
            foreach (var cell in row)
                Append(line.Length == 0 ? line : line.Append(','), cell);
            await writer.WriteAsync(line.Append("\r\n"));
        }
    }

    public static async Task WriteXlsx(IAsyncEnumerable<IEnumerable<object?>> rows, Stream stream) =>
        await stream.SaveAsAsync(
            rows.Select(row => row.Index().ToDictionary(one => $"c{one.Index}", one => one.Item)),
            printHeader: false,
            configuration: new OpenXmlConfiguration { TableStyles = TableStyles.None, AutoFilter = false }
        );

    /// <summary>The rows of a file, as text.</summary>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static IEnumerable<string[]> Read(Stream file)
    {
        var isXlsx = IsZip(file);
        return file.Query(useHeaderRow: false, excelType: isXlsx ? ExcelType.XLSX : ExcelType.CSV, configuration: isXlsx ? null : Csv(file))
            .Cast<IDictionary<string, object?>>()
            .Select(row => row.Values.Select(cell => Text(cell, isXlsx)).ToArray());
    }

    private static object? Cell(PieceResult? piece) =>
        piece?.State switch
        {
            PieceState.Excused => "X",
            PieceState.Marked => piece!.Earned.Hundredths / 100m,
            _ => null,
        };

    private static void Append(StringBuilder line, object? cell)
    {
        if (cell is not string text)
        {
            line.Append(CultureInfo.InvariantCulture, $"{cell}");
            return;
        }

        // An apostrophe of the text's own gets another, so that reading takes off the right one.
        line.Append('"');
        if (text.Length > 0 && Running.Contains(text[0], StringComparison.Ordinal))
            line.Append('\'');
        line.Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static string Text(object? cell, bool isXlsx)
    {
        var text = Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "";
        return !isXlsx && text.StartsWith('\'') ? text[1..] : text;
    }

    // A French spreadsheet saves with semicolons, and in Windows-1252; ours has commas, in UTF-8.
    private static CsvConfiguration Csv(Stream file)
    {
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        file.Position = 0;
        var encoding = Utf8.IsValid(bytes) ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        // Between the cells of the first row; what stands within quotes is of a title.
        var parts = encoding.GetString(bytes).Split('"').Where((_, n) => n % 2 == 0);
        var first = string.Concat(parts).Split('\n')[0];
        return new CsvConfiguration
        {
            Seperator = first.Count(letter => letter == ';') > first.Count(letter => letter == ',') ? ';' : ',',
            StreamReaderFunc = stream => new StreamReader(stream, encoding),
        };
    }

    private static bool IsZip(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        var isZip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8);
        file.Position = 0;
        if (!isZip)
            return false;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Sum(entry => entry.Length) > LargestUnpacked)
            throw new InvalidDataException("Too large when unpacked.");
        file.Position = 0;
        return true;
    }
}
