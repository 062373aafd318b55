using System.Data.Common;
using System.Diagnostics;
using Amphi.Assessment.Cases;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Bench;

/// <summary>What looking for shared passages costs when a copy is handed in beside 23,000 others, some of them copied.</summary>
internal static class LikenessBenches
{
    private const int Copies = 23_000;
    private const int Prints = 60;
    private const int HandedIn = 200;

    public static async Task Sqlite()
    {
        await using var stand = await Stand.Open();
        var run = (await stand.Services.GetRequiredService<RunBoard>().RunAt(stand.Run, CancellationToken.None))!.Id;
        await using var connection = await stand.Services.GetRequiredService<Engine>().Open(CancellationToken.None);
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            for (var copy = 0; copy < Copies; copy++)
                await LikenessTables.Replace(connection, transaction, await Add(connection, transaction, run, copy), CancellationToken.None);
            await transaction.CommitAsync();
        }

        var (times, found) = (new List<double>(), 0);
        for (var copy = Copies; copy < Copies + HandedIn; copy++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var handedIn = await Add(connection, transaction, run, copy);
            var watch = Stopwatch.StartNew();
            await LikenessTables.Replace(connection, transaction, handedIn, CancellationToken.None);
            found += (await LikenessTables.Sharing(connection, transaction, handedIn, CancellationToken.None)).Count;
            await transaction.CommitAsync();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        Figures.AtMost($"a copy compared with 23,000 ({found} likenesses found), SQLite", Figures.Median(times), 20, "ms at the median");
    }

    // Every fiftieth has the text of one of twenty.
    private static async Task<PrintedCopy> Add(DbConnection connection, DbTransaction transaction, long run, int copy)
    {
        await using var add = connection.Statement(
            """
            insert into case_submissions (code, run_id, block, ordinal, persona, language, parts, revision, changed_at, state, late_percent, must_give, needed, taken, received, possible)
            values ($1, $2, 'bench', 1, $3, 'fr', '[]', 1, 0, 'WithPeers', 0, 3, 1, 0, 0, 10) returning id
            """,
            transaction
        );
        add.Bind(RandomWord.Code(), run, PersonaId.New().ToBytes());
        var id = Convert.ToInt64(await add.ExecuteScalarAsync());
        var dice = new Random(copy % 50 == 0 ? copy / 50 % 20 : copy + 1_000);
        return new PrintedCopy(run, "bench", id, [.. Enumerable.Range(0, Prints).Select(_ => dice.NextInt64()).Distinct()]);
    }
}
