using System.Data.Common;
using System.Text.Json;
using Amphi.Assessment.Marking;
using Amphi.Assessment.Quizzes;
using Amphi.Discretion;
using Amphi.Ground;
using Npgsql;

namespace Amphi.Assessment;

public static class Tables
{
    private const string Columns = "question, block, tries, answer, earned, possible, verdict, answered_at, hints, drawn, version_id";

    /// <summary>A learner's answers in some blocks; there are as many as the lesson has questions.</summary>
    internal static string AnswersOf(int blocks) =>
        $"select {Columns} from answers where persona = $1 and block in ({string.Join(", ", Enumerable.Range(2, blocks).Select(n => $"${n}"))})";

    /// <summary>What learners of a run, those who left too, answered before a moment: learner by learner, as time went.</summary>
    internal const string FirstAnswers = """
        select s.persona, s.object, s.result, s.at from enrolments e join statements s on s.persona = e.persona
        where e.run_id = $1 and s.at < $2 and s.verb = 5 and s.result is not null order by s.persona, s.at
        """;

    private const string AnswersInRun = $"""
        select e.persona, {Columns} from enrolments e join answers a on a.persona = e.persona where e.run_id = $1 and a.question = $2 and a.tries > 0
        """;

    /// <summary>All answers to a question of a run.</summary>
    internal static async Task<List<(PersonaId Persona, GivenAnswer Given)>> AnswersTo(
        DbConnection connection,
        DbTransaction? transaction,
        long runId,
        string question
    )
    {
        await using var command = connection.Statement(AnswersInRun, transaction);
        command.Bind(runId, question);
        await using var rows = await command.ExecuteReaderAsync();
        var answers = new List<(PersonaId, GivenAnswer)>();
        while (await rows.ReadAsync())
            answers.Add((PersonaId.From(rows.GetFieldValue<byte[]>(0)), Given(rows, 1)));
        return answers;
    }

    private const string AnswersInBlock = $"select {Columns} from answers where persona = $1 and block = $2";
    private const string AnswersInBlocks = $"""
        select persona, {Columns} from answers
        where (persona, block) in (select * from unnest($1::bytea[], $2::text[]))
        """;

    private const string KeepOne = """
        insert into answers (persona, question, block, tries, answer, earned, possible, verdict, answered_at, drawn, version_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (persona, question) do update set tries = excluded.tries, answer = excluded.answer, earned = excluded.earned,
          possible = excluded.possible, verdict = excluded.verdict, answered_at = excluded.answered_at, drawn = excluded.drawn, version_id = excluded.version_id
        """;

    private const string KeepMany = """
        insert into answers (persona, question, block, tries, answer, earned, possible, verdict, answered_at, drawn, version_id)
        select * from unnest(
          $1::bytea[], $2::text[], $3::text[], $4::int[], $5::text[], $6::int[], $7::int[], $8::text[], $9::bigint[], $10::text[], $11::bigint[])
        on conflict (persona, question) do update set tries = excluded.tries, answer = excluded.answer, earned = excluded.earned,
          possible = excluded.possible, verdict = excluded.verdict, answered_at = excluded.answered_at, drawn = excluded.drawn, version_id = excluded.version_id
        """;

    /// <summary>One more hint, up to as many as there are; an answer of no tries keeps the count until there is one.</summary>
    internal const string TakeHint = """
        insert into answers (persona, question, block, tries, answer, earned, possible, verdict, answered_at, hints) values ($1, $2, $3, 0, '[]', 0, 0, 'Unmarked', $4, 1)
        on conflict (persona, question) do update set hints = answers.hints + 1 where answers.hints < $5
        """;

    internal static GivenAnswer Given(DbDataReader row) => Given(row, 0);

    internal static async Task<Dictionary<(PersonaId, string), GivenAnswer>> AnswersIn(
        DbConnection connection,
        DbTransaction transaction,
        IEnumerable<(PersonaId Persona, string Block)> wanted
    )
    {
        var answers = new Dictionary<(PersonaId, string), GivenAnswer>();
        if (connection is NpgsqlConnection)
        {
            var all = wanted.ToList();
            await using var many = connection.Statement(AnswersInBlocks, transaction);
            many.Bind(all.ConvertAll(one => one.Persona.ToBytes()).ToArray(), all.ConvertAll(one => one.Block).ToArray());
            await using var rows = await many.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                answers[(PersonaId.From(rows.GetFieldValue<byte[]>(0)), rows.GetString(1))] = Given(rows, 1);
            return answers;
        }

        using var command = connection.Statement(AnswersInBlock, transaction);
        foreach (var (persona, block) in wanted)
        {
            command.Bind(persona.ToBytes(), block);
            using var rows = command.ExecuteReader();
            while (rows.Read())
                answers[(persona, rows.GetString(0))] = Given(rows, 0);
        }

        return answers;
    }

    internal static async Task Keep(DbConnection connection, DbTransaction transaction, Dictionary<(PersonaId Persona, string Question), GivenAnswer> answers)
    {
        if (answers.Count == 0)
            return;
        if (connection is not NpgsqlConnection)
        {
            using var one = connection.Statement(KeepOne, transaction);
            foreach (var ((persona, question), given) in answers)
            {
                one.Bind(
                    persona.ToBytes(),
                    question,
                    given.Block,
                    given.Tries,
                    JsonSerializer.Serialize(given.Answer.Values),
                    given.Mark.Earned,
                    given.Mark.Possible,
                    given.Mark.Verdict.ToString(),
                    given.At.Milliseconds,
                    Json(given.Drawn),
                    given.VersionId
                );
                one.ExecuteNonQuery();
            }

            return;
        }

        var sorted = answers.OrderBy(pair => pair.Key.Persona.Bits).ThenBy(pair => pair.Key.Question, StringComparer.Ordinal).ToList();
        await using var many = connection.Statement(KeepMany, transaction);
        many.Bind(
            sorted.ConvertAll(pair => pair.Key.Persona.ToBytes()).ToArray(),
            sorted.ConvertAll(pair => pair.Key.Question).ToArray(),
            sorted.ConvertAll(pair => pair.Value.Block).ToArray(),
            sorted.ConvertAll(pair => pair.Value.Tries).ToArray(),
            sorted.ConvertAll(pair => JsonSerializer.Serialize(pair.Value.Answer.Values)).ToArray(),
            sorted.ConvertAll(pair => pair.Value.Mark.Earned).ToArray(),
            sorted.ConvertAll(pair => pair.Value.Mark.Possible).ToArray(),
            sorted.ConvertAll(pair => pair.Value.Mark.Verdict.ToString()).ToArray(),
            sorted.ConvertAll(pair => pair.Value.At.Milliseconds).ToArray(),
            sorted.ConvertAll(pair => Json(pair.Value.Drawn)).ToArray(),
            sorted.ConvertAll(pair => pair.Value.VersionId).ToArray()
        );
        await many.ExecuteNonQueryAsync();
    }

    private static GivenAnswer Given(DbDataReader row, int from) =>
        new(
            row.GetString(from),
            row.GetString(from + 1),
            row.GetInt32(from + 2),
            new Answer(JsonSerializer.Deserialize<string[]>(row.GetString(from + 3))!),
            new Mark(Enum.Parse<Verdict>(row.GetString(from + 6)), row.GetInt32(from + 4), row.GetInt32(from + 5)),
            new Instant(row.GetInt64(from + 7)),
            row.GetInt32(from + 8)
        )
        {
            Drawn = row.IsDBNull(from + 9) ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(from + 9)),
            VersionId = row.GetInt64(from + 10),
        };

    private static string? Json(IReadOnlyDictionary<string, string>? drawn) => drawn is null ? null : JsonSerializer.Serialize(drawn);
}
