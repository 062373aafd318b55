using Microsoft.EntityFrameworkCore;

namespace Amphi.Discretion;

public static class Tables
{
    public static void Map(ModelBuilder model) =>
        model.Entity<AuditEntry>(entry =>
        {
            entry.ToTable("audit_entries").HasKey(e => e.Sequence);
            entry.Property(e => e.Sequence).ValueGeneratedNever();
        });
}
