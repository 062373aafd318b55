using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Staff;

/// <param name="FirstBroken">The first entry that does not fit the chain, or null.</param>
/// <param name="Next">The number before which older entries stand; null on the last page.</param>
/// <param name="Backup">What there is to say of backups; null where the database has a tool of its own for them.</param>
public sealed record AuditPageModel(
    IReadOnlyList<AuditLine> Lines,
    long Total,
    long? FirstBroken,
    long? Next,
    BackupStanding? Backup,
    Instant Now,
    string TimeZone
);

/// <summary>How old the last backup is. One a night, and two hours to spare, is soon enough.</summary>
public sealed record BackupStanding(Instant? LastAt, Instant Now)
{
    public bool IsOld => LastAt is not { } last || Now - last > TimeSpan.FromHours(26);
}

/// <summary>An entry of the audit log in plain words.</summary>
public sealed record AuditLine(long Number, Instant At, string Who, string What);

/// <summary>An administrator reads who changed whose rights, and whether the log is whole. Nothing here can be changed.</summary>
internal static class ReadAuditLog
{
    private const int PageSize = 50;

    public static async Task<IResult> Read(Visit visit, Database db, Engine engine, long? before)
    {
        var first = before ?? long.MaxValue;
        var entries = await db
            .AuditEntries.AsNoTracking()
            .Where(entry => entry.Sequence < first)
            .OrderByDescending(entry => entry.Sequence)
            .Take(PageSize)
            .ToListAsync(visit.Cancel);
        var names = await NamesIn(entries, db, visit.Cancel);
        var model = new AuditPageModel(
            [.. entries.Select(entry => new AuditLine(entry.Sequence, entry.At, Who(entry, names, visit.Words), What(entry, names, visit.Words)))],
            await db.AuditEntries.CountAsync(visit.Cancel),
            await db.FirstBrokenAuditEntry(visit.Cancel),
            entries.Count == PageSize && entries[^1].Sequence > 1 ? entries[^1].Sequence : null,
            engine is SqliteEngine ? new BackupStanding(await db.LastBackup(visit.Cancel), visit.Now) : null,
            visit.Now,
            visit.TimeZone
        );
        return Page.Show(visit.Frame(visit.Words["audit.title"]), AuditPage.Create(model));
    }

    private static async Task<Dictionary<long, string>> NamesIn(List<AuditEntry> entries, Database db, CancellationToken cancel)
    {
        var people = entries.SelectMany(entry => new[] { entry.ActorPersonId, SubjectOf(entry) }).OfType<long>().Distinct().ToList();
        return await db.People.Where(person => people.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.Name, cancel);
    }

    private static string Who(AuditEntry entry, Dictionary<long, string> names, Words words) =>
        entry.ActorPersonId is { } actor ? names.GetValueOrDefault(actor) ?? words["audit.gone"] : words["audit.installation"];

    private static string What(AuditEntry entry, Dictionary<long, string> names, Words words)
    {
        var about = SubjectOf(entry) is { } person ? names.GetValueOrDefault(person) ?? words["audit.gone"] : entry.Subject;
        using var detail = JsonDocument.Parse(entry.Detail);
        var role = Text(detail, "role") is { } named && words.Knows($"role.{named}") ? words[$"role.{named}"] : "";
        var key = $"audit.act.{entry.Act}";
        return Text(detail, "course") is { } course && words.Knows($"{key}.course") ? words.Say($"{key}.course", about, role, course)
            : words.Knows(key) ? words.Say(key, about, role)
            : $"{entry.Act}, {about}";
    }

    private static long? SubjectOf(AuditEntry entry) =>
        entry.Subject.StartsWith("person:", StringComparison.Ordinal) && long.TryParse(entry.Subject["person:".Length..], out var person) ? person : null;

    private static string? Text(JsonDocument detail, string name) =>
        detail.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
