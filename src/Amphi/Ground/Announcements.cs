using System.Data.Common;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Ground;

/// <summary>
/// Something that happened, told to the rooms below: written in the transaction of what it tells, delivered after it.
/// Its kind is a word of ours, never the name of a type that data could choose.
/// </summary>
public interface IAnnouncement
{
    static abstract string Kind { get; }
}

/// <summary>Hears announcements of a kind. Delivery is at least once, so hearing one twice must do no harm.</summary>
public interface IListener<in T>
    where T : IAnnouncement
{
    Task Hear(T announcement, CancellationToken cancel);
}

/// <summary>A row of the outbox, which is also the list of jobs: something due at a time.</summary>
public sealed class Announcement
{
    public long Id { get; private set; }
    public required string Kind { get; init; }
    public required string Body { get; init; }
    public required Instant DueAt { get; init; }

    /// <summary>What happened once is announced once: a second row with the same mark is dropped by whoever adds it.</summary>
    public string? Mark { get; init; }
    public int Tries { get; private set; }
    public Instant? LeasedUntil { get; private set; }
    public string? Failure { get; private set; }
}

public static class AnnouncementTables
{
    extension(Database db)
    {
        public DbSet<Announcement> Announcements => db.Set<Announcement>();

        /// <summary>Tells the rooms below, once what this unit of work does is on disk; or later, when it is a job.</summary>
        public void Announce<T>(T announcement, Instant due, string? mark = null)
            where T : IAnnouncement =>
            db.Announcements.Add(
                new Announcement
                {
                    Kind = T.Kind,
                    Body = JsonSerializer.Serialize(announcement, JsonSerializerOptions.Web),
                    DueAt = due,
                    Mark = mark,
                }
            );
    }

    public static void Map(ModelBuilder model) => model.Entity<Announcement>().ToTable("announcements");

    internal static string Lease(Engine engine) =>
        $"""
            update announcements set leased_until = $1, tries = tries + 1
            where id in (
                select id from announcements
                where due_at <= $2 and failure is null and (leased_until is null or leased_until < $2)
                order by due_at, id limit 32 {(engine.HasOneWriter ? "" : "for update skip locked")})
            returning id, kind, body, tries
            """;

    /// <summary>Adds an announcement to a transaction made of statements.</summary>
    internal const string Add = "insert into announcements (kind, body, due_at, tries) values ($1, $2, $3, 0)";
    internal const string Delivered = "delete from announcements where id = $1";
    internal const string Failed = "update announcements set leased_until = null, due_at = $2, failure = $3 where id = $1";

    internal static LeasedAnnouncement Leased(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3));
}

internal sealed record LeasedAnnouncement(long Id, string Kind, string Body, int Tries);
