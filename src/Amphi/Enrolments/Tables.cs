using System.Data.Common;
using System.Security.Cryptography;
using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Enrolments;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<Enrolment> Enrolments => db.Set<Enrolment>();

        public Task<Enrolment?> EnrolmentOf(PersonaId persona, CancellationToken cancel) =>
            db.Enrolments.SingleOrDefaultAsync(enrolment => enrolment.Persona == persona, cancel);

        /// <summary>A seat of the run that nobody had: drawn from a room at least twice as large as the crowd.</summary>
        public async Task<int> FreeSeat(long runId, CancellationToken cancel)
        {
            var largest = await db.Enrolments.Where(enrolment => enrolment.RunId == runId).MaxAsync(enrolment => (int?)enrolment.Seat, cancel) ?? 0;
            var room = Math.Max(400, largest);
            for (var tries = 0; ; tries++)
            {
                // A full room grows by half.
                if (tries > 0 && tries % 8 == 0)
                    room += room / 2;
                var seat = RandomNumberGenerator.GetInt32(1, room + 1);
                if (!await db.Enrolments.AnyAsync(enrolment => enrolment.RunId == runId && enrolment.Seat == seat, cancel))
                    return seat;
            }
        }
    }

    public static void Map(ModelBuilder model) =>
        model.Entity<Enrolment>(enrolment =>
        {
            enrolment.ToTable("enrolments").HasKey(e => e.Persona);
            enrolment.Property(e => e.Intent).HasConversion<string>();
        });

    internal const string EnrolmentByPersona = "select seat, shown_name, intent, has_acted from enrolments where persona = $1 and left_on is null";

    internal static EnrolmentFacts Facts(DbDataReader row) =>
        new(row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1), Enum.Parse<Intent>(row.GetString(2)), row.GetBoolean(3));
}

/// <summary>What every learning page reads of its learner's enrolment.</summary>
public sealed record EnrolmentFacts(int Seat, string? ShownName, Intent Intent, bool HasActed)
{
    public bool IsDiscreet => ShownName is null;
}
