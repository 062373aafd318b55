using System.Data.Common;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Theatre;

/// <summary>
/// While it is there, every form that a browser posts is sent again, three times at once, as an impatient thumb or a proxy
/// does; what that changes in the database is noted.
/// </summary>
public sealed class Echo : IDisposable
{
    private const int Times = 3;
    private static readonly AsyncLocal<Echo?> Around = new();

    public Echo() => Around.Value = this;

    public static Echo? Here => Around.Value;

    /// <summary>The paths of the forms that were sent again.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>What a repetition changed, a sentence each; empty when nothing counted twice.</summary>
    public List<string> Changes { get; } = [];

    public async Task Repeat(Amphitheatre amphi, Browser browser, string path, IReadOnlyList<(string Name, string Value)> fields)
    {
        var before = await Tables(amphi);
        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => browser.SendForm(path, fields)));
        var after = await Tables(amphi);

        Heard.Add(path);
        Changes.AddRange(after.Where(table => before[table.Key] != table.Value).Select(table => $"{path} again changed {table.Key}"));
        Changes.AddRange(answers.Where(answer => answer.StatusCode >= HttpStatusCode.InternalServerError).Select(_ => $"{path} again broke"));
    }

    public void Dispose() => Around.Value = null;

    // A digest of the rows of each table.
    private static async Task<Dictionary<string, string>> Tables(Amphitheatre amphi)
    {
        await amphi.DeliverAnnouncements();
        var engine = amphi.Services.GetRequiredService<Engine>();
        await using var connection = await engine.Open(TestContext.Current.CancellationToken);
        var names =
            engine is SqliteEngine
                ? "select name from sqlite_master where type = 'table'"
                : "select table_name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'";
        var tables = new Dictionary<string, string>();
        foreach (var name in await Lines(connection, names))
        {
            var rows = await Lines(connection, $"select * from \"{name}\"");
            tables[name] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows.Order(StringComparer.Ordinal)))));
        }

        return tables;
    }

    private static async Task<List<string>> Lines(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Said(reader.GetValue(column)))));
        return lines;
    }

    private static string Said(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : $"{value}";
}
