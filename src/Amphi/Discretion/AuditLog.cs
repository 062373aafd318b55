using System.Security.Cryptography;
using System.Text.Json;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Discretion;

/// <summary>
/// An entry of the audit log. Each entry's hash covers the one before it, so that an entry changed, removed or moved
/// breaks the chain from there on.
/// </summary>
public sealed class AuditEntry
{
    public required long Sequence { get; init; }
    public required Instant At { get; init; }

    /// <summary>Who did it, as staff; null when the installation did it itself. Never a learner's act in a course.</summary>
    public long? ActorPersonId { get; init; }

    /// <summary>A word such as <c>role.granted</c>.</summary>
    public required string Act { get; init; }

    /// <summary>What it was done to, such as <c>person:81…</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>JSON.</summary>
    public required string Detail { get; init; }
    public required byte[] Previous { get; init; }
    public required byte[] Hash { get; init; }

    internal static byte[] HashOf(long sequence, Instant at, long? actor, string act, string subject, string detail, byte[] previous) =>
        SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(new object?[] { Convert.ToHexString(previous), sequence, at.Milliseconds, actor, act, subject, detail })
        );

    internal bool IsWhole => Hash.AsSpan().SequenceEqual(HashOf(Sequence, At, ActorPersonId, Act, Subject, Detail, Previous));
}

/// <summary>Writes and checks the audit log.</summary>
public static class AuditLog
{
    /// <summary>The act of a backup, whose subject is the file's name.</summary>
    public const string BackupTaken = "backup.taken";

    extension(Database db)
    {
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        /// <summary>Adds an entry to this unit of work, which must be one that runs alone.</summary>
        public async Task Audit(Instant at, long? actor, string act, string subject, object detail, CancellationToken cancel)
        {
            var last = await db.AuditEntries.OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancel);
            var sequence = (last?.Sequence ?? 0) + 1;
            var previous = last?.Hash ?? new byte[32];
            var words = JsonSerializer.Serialize(detail);
            db.AuditEntries.Add(
                new AuditEntry
                {
                    Sequence = sequence,
                    At = at,
                    ActorPersonId = actor,
                    Act = act,
                    Subject = subject,
                    Detail = words,
                    Previous = previous,
                    Hash = AuditEntry.HashOf(sequence, at, actor, act, subject, words, previous),
                }
            );
        }

        /// <summary>When the last backup was taken; null when none was.</summary>
        public Task<Instant?> LastBackup(CancellationToken cancel) =>
            db
                .AuditEntries.Where(entry => entry.Act == BackupTaken)
                .OrderByDescending(entry => entry.Sequence)
                .Select(entry => (Instant?)entry.At)
                .FirstOrDefaultAsync(cancel);

        /// <summary>The first entry that does not fit the chain, or null when all do.</summary>
        public async Task<long?> FirstBrokenAuditEntry(CancellationToken cancel)
        {
            var previous = new byte[32];
            var expected = 1L;
            await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(entry => entry.Sequence).AsAsyncEnumerable().WithCancellation(cancel))
            {
                if (entry.Sequence != expected || !entry.Previous.AsSpan().SequenceEqual(previous) || !entry.IsWhole)
                    return expected;
                previous = entry.Hash;
                expected++;
            }

            return null;
        }
    }
}
