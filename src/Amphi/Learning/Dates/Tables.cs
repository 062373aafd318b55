using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning.Dates;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<Arrangement> Arrangements => db.Set<Arrangement>();
        public DbSet<ExtensionRequest> ExtensionRequests => db.Set<ExtensionRequest>();

        /// <summary>What was arranged with a learner, to be changed; begun when there is nothing yet.</summary>
        public async Task<Arrangement> ArrangementOf(PersonaId persona, long runId, CancellationToken cancel)
        {
            if (await db.Arrangements.SingleOrDefaultAsync(arranged => arranged.Persona == persona, cancel) is { } known)
                return known;
            return db.Arrangements.Add(Arrangement.None(persona, runId)).Entity;
        }
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Arrangement>(arranged =>
        {
            arranged.ToTable("arrangements").HasKey(one => one.Persona);
            arranged.Ignore(one => one.ExtraTime).Ignore(one => one.Extensions);
            arranged.Property(one => one.Extended).UsePropertyAccessMode(PropertyAccessMode.Property);
        });
        model.Entity<ExtensionRequest>().ToTable("extension_requests");
    }
}
