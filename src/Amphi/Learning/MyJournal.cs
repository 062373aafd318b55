using System.Text.Json;
using Amphi.Ground;
using Amphi.Journal;

namespace Amphi.Learning;

public sealed record MyJournalModel(Classroom Room, IReadOnlyList<Statement> Statements, string? Next);

/// <summary>A learner reads and takes away the record of what they did in a run.</summary>
internal static class MyJournal
{
    private const int PageSize = 100;
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public static async Task<IResult> Read(Classroom room, HotReads reads, string? after)
    {
        var statements = await Page(room, reads, after);
        var model = new MyJournalModel(room, statements, statements.Count == PageSize ? Mark(statements[^1]) : null);
        return Amphi.Look.Page.Show(room.Frame(room.Visit.Words["journal.title"], "journal"), MyJournalPage.Create(model));
    }

    /// <summary>All of it, as xAPI statements (IEEE 9274.1.1), one JSON object a line; streamed, however long it is.</summary>
    public static IResult Download(Classroom room, HotReads reads)
    {
        var persona = room.Acting.Persona;
        return Results.Stream(
            async stream =>
            {
                string? after = null;
                do
                {
                    var statements = await Page(room, reads, after);
                    foreach (var statement in statements)
                    {
                        await JsonSerializer.SerializeAsync(stream, Xapi(statement, persona.ToString(), room.Run.Code));
                        await stream.WriteAsync(LineEnd);
                    }

                    after = statements.Count == PageSize ? Mark(statements[^1]) : null;
                } while (after is not null);
            },
            "application/x-ndjson",
            "journal.jsonl"
        );
    }

    private static async Task<IReadOnlyList<Statement>> Page(Classroom room, HotReads reads, string? after)
    {
        var parts = after?.Split('.') ?? [];
        var (at, id) =
            parts.Length == 2 && long.TryParse(parts[0], out var time) && Guid.TryParse(parts[1], out var guid) ? (time, guid) : (long.MinValue, Guid.Empty);
        return await reads.All(
            Journal.Tables.OfPersona,
            Journal.Tables.Statement,
            room.Visit.Cancel,
            room.Acting.Persona.ToBytes(),
            at,
            id.ToByteArray(bigEndian: true),
            PageSize
        );
    }

    private static string Mark(Statement statement) => $"{statement.At.Milliseconds}.{statement.Id}";

    private static Dictionary<string, object?> Xapi(Statement statement, string persona, string run) =>
        new()
        {
            ["id"] = statement.Id,
            ["actor"] = new { objectType = "Agent", account = new { homePage = "urn:amphi", name = persona } },
            ["verb"] = new { id = statement.Verb.Iri() },
            ["object"] = new { objectType = "Activity", id = statement.IsOfRun ? $"urn:amphi:run:{run}" : $"urn:amphi:block:{statement.Object}" },
            ["result"] = statement.Result is null
                ? null
                : new { extensions = new Dictionary<string, object?> { ["urn:amphi:result"] = JsonSerializer.Deserialize<JsonElement>(statement.Result) } },
            ["timestamp"] = statement.At.ToString(),
        };
}
