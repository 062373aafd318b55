using System.Data;
using System.Data.Common;
using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Assessment.Cases;

/// <summary>
/// Hands copies out to readers: one at a time, never one's own, never the same twice, to two readers at once only when a
/// copy wants both. What a reader began comes back to them, also when its time ran out.
/// </summary>
public sealed class ReadingRoom(Engine engine, WriteQueue queue)
{
    /// <summary>The code of the reading to write, or null when there is nothing to read.</summary>
    public Task<string?> Next(long runId, string block, PersonaId reader, string language, Instant now, CancellationToken cancel) =>
        queue.Alone(() => Take(new Wish(runId, block, reader.ToBytes(), language, now), cancel), cancel);

    private async Task<string?> Take(Wish wish, CancellationToken cancel)
    {
        await using var connection = await engine.Open(cancel);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);
        await EndLapsed(wish, connection, transaction, cancel);
        var code = await TakeUp(wish, connection, transaction, cancel) ?? await Begin(wish, connection, transaction, cancel);
        await transaction.CommitAsync(cancel);
        return code;
    }

    private static async Task EndLapsed(Wish wish, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        var lapsed = new List<(long Review, long Submission)>();
        await using (var command = connection.Statement(Tables.Lapsed, transaction))
        {
            command.Bind(wish.RunId, wish.Block, wish.Now.Milliseconds);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            while (await rows.ReadAsync(cancel))
                lapsed.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        foreach (var (review, submission) in lapsed)
            if (await connection.Run(Tables.EndLease, transaction, cancel, review, wish.Now.Milliseconds) > 0)
                await connection.Run(Tables.GiveBack, transaction, cancel, submission);
    }

    private static async Task<string?> TakeUp(Wish wish, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        await using var command = connection.Statement(Tables.Unfinished, transaction);
        command.Bind(wish.RunId, wish.Block, wish.Reader);
        (long Id, string Code, long Submission, bool IsLent) held;
        await using (var rows = await command.ExecuteReaderAsync(cancel))
        {
            if (!await rows.ReadAsync(cancel))
                return null;
            held = (rows.GetInt64(0), rows.GetString(1), rows.GetInt64(2), !rows.IsDBNull(3));
        }

        await connection.Run(Tables.Lend, transaction, cancel, held.Id, (wish.Now + Review.Lease).Milliseconds);
        if (!held.IsLent)
            await connection.Run(Tables.Take, transaction, cancel, held.Submission);
        return held.Code;
    }

    private async Task<string?> Begin(Wish wish, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        var submission =
            await Choose(Tables.Next(engine), wish, connection, transaction, cancel)
            ?? await Choose(Tables.NextInAnyLanguage(engine), wish, connection, transaction, cancel)
            ?? await Choose(Tables.NextOfAll(engine), wish, connection, transaction, cancel);
        if (submission is null)
            return null;

        var code = RandomWord.Code(10);
        var begun = await connection.Run(
            Tables.Begin,
            transaction,
            cancel,
            code,
            submission,
            wish.RunId,
            wish.Block,
            wish.Reader,
            wish.Now.Milliseconds,
            (wish.Now + Review.Lease).Milliseconds
        );

        // The same reader asked in another tab at the same moment, and has got a copy there.
        if (begun == 0)
            return await TakeUp(wish, connection, transaction, cancel);
        await connection.Run(Tables.Take, transaction, cancel, submission);
        var ending = JsonSerializer.Serialize(new LeaseEnding(code), JsonSerializerOptions.Web);
        await connection.Run(
            AnnouncementTables.Add,
            transaction,
            cancel,
            LeaseEnding.Kind,
            ending,
            (wish.Now + Review.Lease - LeaseEnding.Before).Milliseconds
        );
        return code;
    }

    private static async Task<long?> Choose(string sql, Wish wish, DbConnection connection, DbTransaction transaction, CancellationToken cancel)
    {
        await using var command = connection.Statement(sql, transaction);
        if (sql.Contains("$4", StringComparison.Ordinal))
            command.Bind(wish.RunId, wish.Block, wish.Reader, wish.Language);
        else
            command.Bind(wish.RunId, wish.Block, wish.Reader);
        return await command.ExecuteScalarAsync(cancel) is long id ? id : null;
    }

    private sealed record Wish(long RunId, string Block, byte[] Reader, string Language, Instant Now);
}
