using System.Data;
using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Amphi.Ground;

/// <summary>
/// The unit of work of a request. Rooms map their tables in their own <c>Tables.cs</c>; the house lists the rooms.
/// On SQLite every save takes its turn in the <see cref="WriteQueue"/>.
/// </summary>
public abstract class Database(DbContextOptions options) : DbContext(options)
{
    private bool _hasTurn;

    // Asked for rather than handed over: a pooled context is made from its options alone.
    private WriteQueue Queue => this.GetService<WriteQueue>();

    /// <summary>Saves what changed, in one transaction, in this request's turn.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        _hasTurn
            ? await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken)
            : await Queue.Alone(() => base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken), cancellationToken);

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Saving waits for its turn: use SaveChangesAsync.");

    /// <summary>
    /// Reads and writes that must not interleave with others'. The work starts from what is stored (nothing tracked) and
    /// may run again when PostgreSQL asks for it, so it does nothing outside the database.
    /// </summary>
    public Task<T> Alone<T>(Func<Task<T>> work, CancellationToken cancel) => Queue.Alone(() => InTransaction(work, cancel), cancel);

    public Task Alone(Func<Task> work, CancellationToken cancel) =>
        Alone(
            async () =>
            {
                await work();
                return true;
            },
            cancel
        );

    /// <summary>The transaction of work that runs <see cref="Alone{T}"/>, for statements of a room's own in it.</summary>
    internal (DbConnection Connection, DbTransaction Transaction) Open =>
        (base.Database.GetDbConnection(), base.Database.CurrentTransaction!.GetDbTransaction());

    private async Task<T> InTransaction<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        ChangeTracker.Clear();
        await using var transaction = await base.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancel);
        _hasTurn = true;
        try
        {
            var result = await work();
            await transaction.CommitAsync(cancel);
            return result;
        }
        finally
        {
            _hasTurn = false;
        }
    }

    protected abstract void MapRooms(ModelBuilder model);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapRooms(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
            NameColumns(entity);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Slug>().HaveConversion<SlugConverter>();
    }

    private static void NameColumns(IMutableEntityType entity)
    {
        foreach (var property in entity.GetProperties())
            property.SetColumnName(Snake(property.Name));
    }

    internal static string Snake(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
