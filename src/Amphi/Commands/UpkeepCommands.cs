using System.CommandLine;
using Amphi.Ground;
using Amphi.Upkeep;

namespace Amphi.Commands;

internal static class UpkeepCommands
{
    public static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "the file to write, which must not exist yet" };
        var keys = new Option<bool>("--with-keys") { Description = "take the keys along: whoever has the file can then tell who learns what" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("backup", "Takes database, vault and files into one file, also while the site serves.") { file, keys, data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (parsed.GetValue(database) is { } connection)
                    throw Upkeep.Backup.ByPostgres(connection, parsed.GetValue(data)!);
                var progress = new Progress("backup", parsed.GetValue(json));
                var report = await Upkeep.Backup.Take(parsed.GetValue(data)!, parsed.GetValue(file)!, parsed.GetValue(keys), progress, cancel);
                await Shared.InHouse(
                    parsed.GetValue(data)!,
                    database: null,
                    async house =>
                        await Upkeep.Backup.Note(house.GetRequiredService<Database>(), report, house.GetRequiredService<TimeProvider>().Now(), cancel),
                    cancel,
                    prepares: false
                );
                var kept = report.HasKeys ? "with the keys: keep it as you keep those" : "without the keys: keep those elsewhere";
                return parsed.Answer(json, report, $"{report.Files} files in {report.File}, {kept}");
            }
        );
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("file") { Description = "what backup wrote" };
        var (data, json) = (Shared.Data(), Shared.Json());
        var command = new Command("restore", "Lays a backup out in an empty folder, unless a single byte of it has changed.") { file, data, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var report = await Upkeep.Backup.Restore(parsed.GetValue(file)!, parsed.GetValue(data)!, cancel);
                return parsed.Answer(json, report, string.Join('\n', [$"{report.Files} files in {parsed.GetValue(data)}", .. report.Missing]));
            }
        );
        return command;
    }

    public static Command Check()
    {
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("check", "Looks whether database, audit log, vault, key and files are whole; changes nothing.") { data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (parsed.GetValue(database) is null && !File.Exists(Path.Combine(parsed.GetValue(data)!, "amphi.db")))
                    throw new SettingsException($"{parsed.GetValue(data)} holds no Amphi: name its folder with --data");
                var findings = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => Look(house.GetRequiredService<Inspector>(), new Progress("check", parsed.GetValue(json)), cancel),
                    cancel,
                    prepares: false
                );
                var isWhole = findings.All(finding => finding.Wrong is null);
                parsed.Answer(json, new { isWhole, findings }, string.Join('\n', findings.Select(one => $"{one.What}: {one.Wrong ?? "whole"}")));
                return isWhole ? 0 : 1;
            }
        );
        return command;
    }

    private static async Task<List<Finding>> Look(Inspector inspector, Progress progress, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        await foreach (var finding in inspector.Check(cancel))
        {
            findings.Add(finding);
            progress.Report(finding.What);
        }

        return findings;
    }
}
