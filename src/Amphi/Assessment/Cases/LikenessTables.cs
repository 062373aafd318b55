using System.Data.Common;
using Amphi.Ground;
using Npgsql;

namespace Amphi.Assessment.Cases;

/// <summary>A copy and its fingerprints.</summary>
internal sealed record PrintedCopy(long RunId, string Block, long Id, long[] Prints);

/// <summary>Statements on fingerprints: many rows for each copy, found by their hash.</summary>
internal static class LikenessTables
{
    private const string Forget = "delete from case_fingerprints where submission_id = $1";
    private const string AddOne = "insert into case_fingerprints (run_id, block, hash, submission_id) values ($1, $2, $3, $4)";
    private const string AddMany = "insert into case_fingerprints (run_id, block, hash, submission_id) select $1, $2, hash, $4 from unnest($3::bigint[]) hash";
    private const string Count = "select count(*) from case_fingerprints where submission_id = $1";

    private static readonly string HoldersOfOne =
        $"select submission_id from case_fingerprints where run_id = $1 and block = $2 and hash = $3 limit {Likeness.Common + 2}";

    private static readonly string HoldersOfMany = $"""
        select wanted.hash, held.submission_id from unnest($3::bigint[]) wanted (hash) cross join lateral (
          select submission_id from case_fingerprints where run_id = $1 and block = $2 and hash = wanted.hash limit {Likeness.Common + 2}) held
        """;

    /// <summary>Keeps the fingerprints of a copy in the place of those it had.</summary>
    public static async Task Replace(DbConnection connection, DbTransaction transaction, PrintedCopy copy, CancellationToken cancel)
    {
        await connection.Run(Forget, transaction, cancel, copy.Id);
        if (connection is NpgsqlConnection)
            await connection.Run(AddMany, transaction, cancel, copy.RunId, copy.Block, copy.Prints, copy.Id);
        else
            foreach (var print in copy.Prints)
                await connection.Run(AddOne, transaction, cancel, copy.RunId, copy.Block, print, copy.Id);
    }

    /// <summary>The copies that share enough fingerprints with one to be looked at: how many, and how many each has.</summary>
    public static async Task<IReadOnlyList<(long Other, int Shared, int Prints)>> Sharing(
        DbConnection connection,
        DbTransaction transaction,
        PrintedCopy copy,
        CancellationToken cancel
    )
    {
        var shared = new Dictionary<long, int>();
        foreach (var holders in await Holders(connection, transaction, copy, cancel))
            if (holders.Count <= Likeness.Common + 1)
                foreach (var other in holders.Where(other => other != copy.Id))
                    shared[other] = shared.GetValueOrDefault(other) + 1;

        var found = new List<(long, int, int)>();
        foreach (var (other, count) in shared.Where(one => one.Value >= Likeness.Fewest))
        {
            await using var counted = connection.Statement(Count, transaction);
            counted.Bind(other);
            found.Add((other, count, Convert.ToInt32(await counted.ExecuteScalarAsync(cancel))));
        }

        return found;
    }

    private static async Task<IEnumerable<IReadOnlyList<long>>> Holders(
        DbConnection connection,
        DbTransaction transaction,
        PrintedCopy copy,
        CancellationToken cancel
    )
    {
        var holders = copy.Prints.ToDictionary(print => print, _ => new List<long>());
        await using var command = connection.Statement(connection is NpgsqlConnection ? HoldersOfMany : HoldersOfOne, transaction);
        if (connection is NpgsqlConnection)
        {
            command.Bind(copy.RunId, copy.Block, copy.Prints);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                holders[rows.GetInt64(0)].Add(rows.GetInt64(1));
            return holders.Values;
        }

        foreach (var print in copy.Prints)
        {
            command.Bind(copy.RunId, copy.Block, print);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                holders[print].Add(rows.GetInt64(0));
        }

        return holders.Values;
    }
}
