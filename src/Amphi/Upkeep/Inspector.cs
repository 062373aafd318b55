using System.Security.Cryptography;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Upkeep;

/// <summary>Something that was looked at, and what is wrong with it; null when nothing is.</summary>
public sealed record Finding(string What, string? Wrong);

/// <summary>Looks whether everything that is kept is whole: databases, schema, audit chain, vault and files. Changes nothing.</summary>
public sealed class Inspector(Engine engine, VaultEngine vault, Keys keys, Database db, SiteFolders folders)
{
    public async IAsyncEnumerable<Finding> Check([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        yield return await Found("database", () => Integrity(engine, cancel));
        yield return await Found("schema", () => Scripts(engine, "0", cancel));
        yield return await Found("audit log", () => AuditChain(cancel));
        yield return await Found("vault", () => Integrity(vault.Engine, cancel));
        yield return await Found("vault schema", () => Scripts(vault.Engine, "vault_", cancel));
        yield return await Found("vault key", () => VaultKey.Fault(vault, keys, cancel));
        yield return await Found("files", () => Files(cancel));
    }

    // A database that is no database is a finding too.
    private static async Task<Finding> Found(string what, Func<Task<string?>> look)
    {
        try
        {
            return new Finding(what, await look());
        }
        catch (System.Data.Common.DbException fault)
        {
            return new Finding(what, $"cannot be read: {fault.Message}");
        }
    }

    private static async Task<string?> Integrity(Engine engine, CancellationToken cancel)
    {
        // PostgreSQL checks its pages itself (data checksums); reading the schema tells whether it answers.
        if (engine is not SqliteEngine)
            return null;
        var wrong = (await Words(engine, UpkeepTables.Integrity, cancel)).Where(word => word != "ok").ToList();
        if (wrong.Count > 0)
            return $"is damaged: {wrong[0]}";
        var loose = await Words(engine, UpkeepTables.ForeignKeys, cancel);
        return loose.Count > 0 ? $"{loose.Count} rows point to rows that are not there, the first in {loose[0]}" : null;
    }

    private static async Task<string?> Scripts(Engine engine, string prefix, CancellationToken cancel)
    {
        var known = Schema.Scripts(engine.Name, prefix).Select(script => script.Name).ToHashSet();
        var run = await Words(engine, UpkeepTables.Scripts, cancel);
        return run.Except(known).Any() ? $"is of a newer Amphi: {run.Except(known).First()}"
            : known.Except(run).Any() ? $"is of an older Amphi: the next start brings it up to date ({known.Except(run).Order().First()})"
            : null;
    }

    private async Task<string?> AuditChain(CancellationToken cancel) =>
        await db.FirstBrokenAuditEntry(cancel) is { } broken ? $"entry {broken} was changed, removed or moved" : null;

    private async Task<string?> Files(CancellationToken cancel)
    {
        var named = (await Words(engine, UpkeepTables.VersionFiles, cancel)).SelectMany(json => CourseFiles.FromJson(json).Assets.Values).ToHashSet();
        foreach (var path in Kept())
        {
            var name = Path.GetFileName(Path.GetDirectoryName(path)) + Path.GetFileName(path);
            await using var file = File.OpenRead(path);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancel)) != name)
                return $"{path} was changed";
            named.Remove(name);
        }

        return named.Count > 0 ? $"{named.Count} that courses show are not there, the first {named.Order().First()}" : null;
    }

    private IEnumerable<string> Kept() =>
        Directory.Exists(folders.Files)
            ? Directory.EnumerateFiles(folders.Files, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".part", StringComparison.Ordinal))
            : [];

    private static async Task<List<string>> Words(Engine engine, string sql, CancellationToken cancel)
    {
        var words = new List<string>();
        await using var connection = await engine.Open(cancel);
        await using var command = connection.Statement(sql);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            words.Add(rows.GetString(0));
        return words;
    }
}
