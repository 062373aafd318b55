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

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Bookmarks_of_a_table_of_their_own_are_in_the_learners_row_after_migrating(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        byte[] persona = [1, 2, 3];
        await amphi.With<Database, int>(async db =>
        {
            await db.Database.ExecuteSqlRawAsync(
                "alter table progress drop column bookmarks; create table bookmarks (persona bytea, block text, lesson text, at bigint); delete from schema_scripts where name = '0022_bookmarks'"
            );
            await db.Database.ExecuteSqlAsync(
                $"insert into progress (persona, run_id, done, done_count, places, seen_at) values ({persona}, 1, {Array.Empty<byte>()}, 0, '', 0)"
            );
            return await db.Database.ExecuteSqlAsync(
                $"insert into bookmarks (persona, block, lesson, at) values ({persona}, 'l1', 'l1', 1), ({persona}, 'l2', 'l2', 2)"
            );
        });

        await amphi.With<Engine, bool>(async house =>
        {
            await Schema.Migrate(house, "0", TestContext.Current.CancellationToken);
            return true;
        });

        var kept = await amphi.With<Database, string>(db =>
            db.Database.SqlQuery<string>($"select bookmarks as \"Value\" from progress where persona = {persona}").SingleAsync()
        );
        Assert.Equal(["l1", "l2"], kept.Split(' ').Order());
    }

    private static string Select(IEntityType entity) =>
        $"select {string.Join(", ", entity.GetProperties().Select(property => property.GetColumnName()))} from {entity.GetTableName()} limit 0";
}
