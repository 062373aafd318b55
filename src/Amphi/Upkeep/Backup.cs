using System.Globalization;
using System.Text.RegularExpressions;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Upkeep;

/// <summary>What a backup took along, or a restore laid out.</summary>
/// <param name="Missing">What only a person can bring back, a sentence each.</param>
public sealed record BackupReport(string File, int Files, bool HasKeys, IReadOnlyList<string> Missing);

/// <summary>
/// Takes the data folder into one file while the site serves. The database comes first, then the vault, then the files:
/// whoever is enrolled in the one is in the other, and what it names is there. The keys stay behind unless they are
/// asked for, because a backup with both tells who learns what.
/// </summary>
public static partial class Backup
{
    private const string Database = "amphi.db";
    private const string Vault = "vault.db";

    public static async Task<BackupReport> Take(string data, string file, bool withKeys, IProgress<(int Done, int Of)> progress, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(data, Database)))
            throw new SettingsException($"{data} holds no Amphi: name its folder with --data");
        if (File.Exists(file))
            throw new SettingsException($"{file} is there already: name a file that is not");

        var spool = Path.Combine(data, "spool", $"backup-{RandomWord.Code(8)}");
        Directory.CreateDirectory(spool);
        try
        {
            var files = new List<(string Name, string Path)>();
            foreach (var name in new[] { Database, Vault })
                files.Add((name, await Snapshot(data, name, spool, cancel)));
            files.AddRange(FilesIn(data, "files"));
            if (withKeys)
                files.AddRange(FilesIn(data, "keys"));
            await BackupFile.Write(file, files, progress, cancel);
            return new BackupReport(file, files.Count, withKeys, []);
        }
        finally
        {
            Directory.Delete(spool, recursive: true);
        }
    }

    /// <summary>Leaves a line in the audit log, so that whoever answers for the data sees when the last backup is old.</summary>
    public static Task<bool> Note(Ground.Database db, BackupReport report, Instant now, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                await db.Audit(now, actor: null, AuditLog.BackupTaken, Path.GetFileName(report.File), new { report.Files, report.HasKeys }, cancel);
                return await db.SaveChangesAsync(cancel) > 0;
            },
            cancel
        );

    /// <summary>Lays a backup out in a folder that is empty or not there yet; a backup that is refused leaves nothing.</summary>
    public static async Task<BackupReport> Restore(string file, string data, CancellationToken cancel)
    {
        if (!File.Exists(file))
            throw new SettingsException($"{file} is not there");
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
            throw new SettingsException($"{data} is not empty: name an empty folder with --data");

        await BackupFile.Verify(file, cancel);
        var draft = $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))}.restoring";
        try
        {
            var files = await BackupFile.Extract(file, draft, name => Known().IsMatch(name), cancel);
            if (Directory.Exists(data))
                Directory.Delete(data);
            Directory.Move(draft, data);
            var hasKey = File.Exists(Path.Combine(data, "keys", "vault.key"));
            return new BackupReport(
                file,
                files,
                hasKey,
                hasKey
                    ? []
                    :
                    [
                        $"keys/vault.key is not in this backup: put yours into {Path.Combine(data, "keys")} before you serve, or nobody finds their courses again",
                    ]
            );
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>What to type where the database is PostgreSQL's, which has a tool of its own.</summary>
    public static SettingsException ByPostgres(string connection, string data)
    {
        var to = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        var where = $"--host={to.Host} --port={to.Port.ToString(CultureInfo.InvariantCulture)} --username={to.Username}";
        return new SettingsException(
            $"With PostgreSQL, type: pg_dump {where} --format=custom --file=amphi.dump {to.Database} && tar -cf files.tar -C {data} files  "
                + $"(back: pg_restore {where} --clean --if-exists --dbname={to.Database} amphi.dump && tar -xf files.tar -C {data})"
        );
    }

    // A copy as of one moment, while others write: SQLite reads from a snapshot of its write-ahead log.
    private static async Task<string> Snapshot(string data, string name, string spool, CancellationToken cancel)
    {
        var copy = Path.Combine(spool, name);
        await using var engine = new SqliteEngine(Path.Combine(data, name));
        await using var connection = await engine.Open(cancel);
        await connection.Run(UpkeepTables.Copy, null, cancel, copy);
        return copy;
    }

    private static IEnumerable<(string Name, string Path)> FilesIn(string data, string folder) =>
        Directory.Exists(Path.Combine(data, folder))
            ? Directory
                .EnumerateFiles(Path.Combine(data, folder), "*", SearchOption.AllDirectories)
                .Select(path => (Name: Path.GetRelativePath(data, path).Replace('\\', '/'), path))
                .Where(one => Known().IsMatch(one.Name))
                .OrderBy(one => one.Name, StringComparer.Ordinal)
            : [];

    [GeneratedRegex(@"^(amphi\.db|vault\.db|files/[0-9a-f]{2}/[0-9a-f]{62}|keys/[a-z]+\.key)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Known();
}
