using System.Data.Common;
using System.Text.Json;
using Amphi.Assessment.Quizzes;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Assessment;

/// <summary>The attempts at tests.</summary>
internal static class AttemptTables
{
    private const string Columns =
        "persona, block, number, run_id, version_id, started_at, closes_at, handed_in_at, questions, answers, earned, possible, due_at, drawn, rekeyed";

    /// <summary>A learner's attempts at one test, in order; there are few.</summary>
    internal const string OfLearner = $"select {Columns} from quiz_attempts where persona = $1 and block = $2 order by number";

    /// <summary>Some that ran out of time and were not handed in.</summary>
    internal const string Due = $"select {Columns} from quiz_attempts where handed_in_at is null and closes_at < $1 order by closes_at limit 200";

    /// <summary>The first attempts in a run that were handed in before a moment.</summary>
    internal const string First = $"select {Columns} from quiz_attempts where run_id = $1 and number = 1 and handed_in_at < $2";

    private const string KeepOne = $"""
        insert into quiz_attempts ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        on conflict (persona, block, number) do update set handed_in_at = excluded.handed_in_at, answers = excluded.answers,
          earned = excluded.earned, possible = excluded.possible, due_at = excluded.due_at,
          rekeyed = excluded.rekeyed
        """;

    internal static Task<List<Attempt>> Of(DbConnection connection, DbTransaction transaction, PersonaId persona, string block) =>
        All(connection, transaction, OfLearner, persona.ToBytes(), block);

    /// <summary>All attempts at a test of a run.</summary>
    internal static Task<List<Attempt>> OfRun(DbConnection connection, DbTransaction? transaction, long runId, string block) =>
        All(connection, transaction, $"select {Columns} from quiz_attempts where run_id = $1 and block = $2 order by persona, number", runId, block);

    private static async Task<List<Attempt>> All(DbConnection connection, DbTransaction? transaction, string sql, params object?[] values)
    {
        await using var command = connection.Statement(sql, transaction);
        command.Bind(values);
        await using var rows = await command.ExecuteReaderAsync();
        var attempts = new List<Attempt>();
        while (await rows.ReadAsync())
            attempts.Add(Attempt(rows));
        return attempts;
    }

    internal static Task<int> Keep(DbConnection connection, DbTransaction transaction, Attempt attempt) =>
        connection.Run(
            KeepOne,
            transaction,
            CancellationToken.None,
            attempt.Persona.ToBytes(),
            attempt.Block,
            attempt.Number,
            attempt.RunId,
            attempt.VersionId,
            attempt.StartedAt.Milliseconds,
            attempt.ClosesAt?.Milliseconds,
            attempt.HandedInAt?.Milliseconds,
            JsonSerializer.Serialize(attempt.Questions),
            JsonSerializer.Serialize(attempt.Answers),
            attempt.Earned,
            attempt.Possible,
            attempt.DueAt?.Milliseconds,
            JsonSerializer.Serialize(attempt.Drawn),
            JsonSerializer.Serialize(attempt.Rekeyed)
        );

    internal static Attempt Attempt(DbDataReader row) =>
        new()
        {
            Persona = PersonaId.From(row.GetFieldValue<byte[]>(0)),
            Block = row.GetString(1),
            Number = row.GetInt32(2),
            RunId = row.GetInt64(3),
            VersionId = row.GetInt64(4),
            StartedAt = new Instant(row.GetInt64(5)),
            ClosesAt = row.IsDBNull(6) ? null : new Instant(row.GetInt64(6)),
            HandedInAt = row.IsDBNull(7) ? null : new Instant(row.GetInt64(7)),
            Questions = JsonSerializer.Deserialize<string[]>(row.GetString(8))!,
            Answers = JsonSerializer.Deserialize<Dictionary<string, SavedAnswer>>(row.GetString(9))!,
            Earned = row.GetInt32(10),
            Possible = row.GetInt32(11),
            DueAt = row.IsDBNull(12) ? null : new Instant(row.GetInt64(12)),
            Drawn = JsonSerializer.Deserialize<Dictionary<string, IReadOnlyDictionary<string, string>>>(row.GetString(13))!,
            Rekeyed = JsonSerializer.Deserialize<Dictionary<string, long>>(row.GetString(14))!,
        };
}
