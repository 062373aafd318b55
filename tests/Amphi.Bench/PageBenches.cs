using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Amphi.Courses;
using Amphi.Ground;
using Amphi.Simulation;

namespace Amphi.Bench;

/// <summary>Pages, as a ratio to Kestrel alone serving the same bytes in the same minute.</summary>
internal static partial class PageBenches
{
    private const int Rounds = 5;
    private const string Lesson = "l11";
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    public static async Task Lessons()
    {
        await using var stand = await Stand.Open();
        await Page("lesson, SQLite", stand, $"/c/{stand.Run}/l/{Lesson}", stand.Cookie, 0.40);
        await Size(stand);
        await Page("catalogue, anonymous", stand, "/", null, 0.50);
        await Page("landing page, anonymous", stand, "/courses/conduire-un-projet", null, 0.50);
    }

    public static async Task LessonsOnPostgres()
    {
        if (!BenchPostgres.IsHere)
        {
            Console.WriteLine("lesson, PostgreSQL: not measured, the package postgresql is not installed");
            return;
        }

        await using var postgres = await BenchPostgres.Start();
        await using var stand = await Stand.Open(postgres.Connection);
        await Page("lesson, PostgreSQL", stand, $"/c/{stand.Run}/l/{Lesson}", stand.Cookie, 0.18);
    }

    /// <summary>The same page in a run with a crowd, beside the small run of the same house.</summary>
    public static async Task Crowd()
    {
        await using var stand = await Stand.Open();
        var big = await stand.With<RunOffice, string>(office =>
            office.Open(new Slug("conduire-un-projet"), new NewRun("Promo 160000", null, null), CancellationToken.None)
        );
        await stand.Services.GetRequiredService<Simulator>().Fill(big, 160_000, seed: 1, null, CancellationToken.None);
        await stand.Enrol(big);

        var (small, crowded) = (At(stand, $"/c/{stand.Run}/l/{Lesson}"), At(stand, $"/c/{big}/l/{Lesson}"));
        Load.Full(small, stand.Cookie, Time);
        Load.Full(crowded, stand.Cookie, Time);
        var ratios = Enumerable.Range(0, Rounds).Select(_ => Load.Full(crowded, stand.Cookie, Time).Rate / Load.Full(small, stand.Cookie, Time).Rate).ToList();
        Figures.AtLeast("lesson among 160,000 learners", Figures.Median(ratios), 0.90, "× the run with 1,840 learners");

        var (inSmall, inCrowd) = (await Cost(stand, small), await Cost(stand, crowded));
        Figures.AtMost(
            "statements of one lesson page, crowd against small",
            (double)inCrowd.Statements / inSmall.Statements,
            1,
            $"{inCrowd.Statements} statements, {inCrowd.Rows} rows"
        );
    }

    private static async Task Page(string name, Stand stand, string path, string? cookie, double bound)
    {
        var address = At(stand, path);
        var body = await Body(address, cookie);
        await using var bare = await BareKestrel.Answering(body);
        Load.Full(bare.Address, cookie, Time);
        Load.Full(address, cookie, Time);

        var (ratios, allocated, rates) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var limit = Load.Full(bare.Address, cookie, Time);
            var ours = Load.Full(address, cookie, Time);
            ratios.Add(ours.Rate / limit.Rate);
            rates.Add(ours.Rate);
            allocated.Add(ours.Allocated);
        }

        Figures.AtLeast(name, Figures.Median(ratios), bound, $"× bare Kestrel with the same {body.Length / 1024.0:0.0} KB; {Figures.Median(rates):0} pages/s");
        if (cookie is null)
            return;
        Figures.AtMost($"{name}: allocated", Figures.Median(allocated) / 1024, 8, "KB a request");
        var half = Load.At(address, cookie, TimeSpan.FromSeconds(4), Figures.Median(rates) / 2);
        Figures.AtMost($"{name}: 99 % at half load", half.P99, 20, $"ms; median {half.P50:0.00} ms at {half.Rate:0} pages/s");
    }

    private static async Task Size(Stand stand)
    {
        var html = await Body(At(stand, $"/c/{stand.Run}/l/{Lesson}"), stand.Cookie);
        var text = Encoding.UTF8.GetString(html);
        var assets = Asset().Matches(text).Select(match => match.Groups[1].Value).Distinct().ToList();
        var total = Packed(html);
        foreach (var asset in assets.Where(asset => !asset.EndsWith(".woff2", StringComparison.Ordinal)))
            total += (await Body(At(stand, asset), null, "br")).Length;
        Figures.AtMost(
            "lesson: HTML, CSS and JavaScript, compressed",
            total / 1024.0,
            60,
            $"KB; the HTML is {html.Length / 1024.0:0.0} KB, {Packed(html) / 1024.0:0.0} KB packed"
        );
        Figures.AtMost("lesson: requests named in the page", assets.Count + 1, 12, "before media");
    }

    private static async Task<(long Statements, long Rows)> Cost(Stand stand, Uri address)
    {
        await Body(address, stand.Cookie);
        var (statements, rows) = Reads(stand);
        await Body(address, stand.Cookie);
        var after = Reads(stand);
        return (after.Statements - statements, after.Rows - rows);
    }

    private static (long Statements, long Rows) Reads(Stand stand) => stand.Services.GetRequiredService<HotReads>().Read;

    private static Uri At(Stand stand, string path) => new(stand.Address, path);

    private static long Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            brotli.Write(bytes);
        return packed.Length;
    }

    private static async Task<byte[]> Body(Uri address, string? cookie, string? encoding = null)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Language", "fr");
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        if (encoding is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsByteArrayAsync();
    }

    [GeneratedRegex("(?:href|src)=\"(/build/[^\"#]+)[\"#]", RegexOptions.NonBacktracking)]
    private static partial Regex Asset();
}
