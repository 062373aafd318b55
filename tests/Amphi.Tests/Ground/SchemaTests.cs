using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Amphi.Tests.Ground;

public sealed class SchemaTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_mapped_column_is_in_the_migrated_schema(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);

        await amphi.With<Database, bool>(async db =>
        {
            foreach (var entity in db.Model.GetEntityTypes())
                await db.Database.ExecuteSqlRawAsync(Select(entity));
            return true;
        });
    }

    private static string Select(IEntityType entity) =>
        $"select {string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName()))} from {entity.GetTableName()} limit 0";
}
