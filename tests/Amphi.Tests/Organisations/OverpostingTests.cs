using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Organisations;

/// <summary>A form that is sent with every column there is changes only what its page offers (T20).</summary>
public sealed class OverpostingTests
{
    [Theory]
    [InlineData("/me", "/me", "persons.name persons.searched persons.language persons.time_zone")]
    [InlineData("/c/{code}/place", "/c/{code}/place", "enrolments.shown_name enrolments.intent")]
    [InlineData("/c/{code}/l/l2", "/c/{code}/l/l2/bookmark", "")]
    public async Task Only_what_the_page_offers_changes(string page, string action, string mayChange)
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.Offer();
        using var amina = await amphi.SignedIn("Amina");
        await amina.Enrol();
        var before = await Cells(amphi);
        var form = (await amina.Visit(page.Replace("{code}", code, StringComparison.Ordinal))).Document;
        var word = form.QuerySelector("input[name=_word]")!.GetAttribute("value")!;

        var fields = await amphi.With<Database, List<string>>(db =>
            Task.FromResult(
                db.Model.GetEntityTypes()
                    .SelectMany(entity => entity.GetProperties())
                    .SelectMany(property => new[] { property.Name, property.GetColumnName() })
                    .Distinct()
                    .ToList()
            )
        );
        string[] meant = ["name", "language", "zone", "appearance", "intent", "_word"];
        await amina.Post(
            action.Replace("{code}", code, StringComparison.Ordinal),
            [
                .. fields.Where(field => !meant.Contains(field, StringComparer.OrdinalIgnoreCase)).Select(field => (field, "1")),
                ("name", "Nina"),
                ("language", "en"),
                ("zone", "Asia/Tokyo"),
                ("appearance", "named"),
                ("intent", "LookAround"),
                ("_word", word),
            ]
        );

        var after = await Cells(amphi);
        var changed = before.Where(cell => after.GetValueOrDefault(cell.Key) != cell.Value).Select(cell => cell.Key.Split('#')[0]).Distinct().Order();
        Assert.Equal(mayChange.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), changed);
    }

    // Every cell of the tables that forms could reach, by table, column and row.
    private static Task<Dictionary<string, string>> Cells(Amphitheatre amphi) =>
        amphi.With<Engine, Dictionary<string, string>>(async engine =>
        {
            var cells = new Dictionary<string, string>();
            await using var connection = await engine.Open(CancellationToken.None);
            foreach (var table in new[] { "persons", "memberships", "sessions", "enrolments", "course_runs", "courses", "organisations", "audit_entries" })
            {
                await using var command = connection.Statement($"select * from {table} order by 1");
                await using var reader = await command.ExecuteReaderAsync();
                for (var row = 0; await reader.ReadAsync(); row++)
                for (var column = 0; column < reader.FieldCount; column++)
                    cells[$"{table}.{reader.GetName(column)}#{row}"] =
                        reader.IsDBNull(column) ? ""
                        : reader.GetValue(column) is byte[] bytes ? Convert.ToHexString(bytes)
                        : reader.GetValue(column).ToString()!;
            }

            return cells;
        });
}
