using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;

namespace Amphi.Ground;

/// <summary>A kind of small write that shares a commit with others of its kind.</summary>
public abstract class GroupedWrite<TAct, TResult>
{
    /// <summary>
    /// Applies the acts in their order and returns a result for each. Runs inside a transaction and must leave nothing
    /// behind but rows: a batch that fails is tried again act by act.
    /// </summary>
    public abstract Task<TResult[]> Apply(IReadOnlyList<TAct> acts, DbConnection connection, DbTransaction transaction);
}

/// <summary>
/// The one fair queue that every write passes on SQLite: large writes run alone, small ones are committed in groups and
/// acknowledged only after the commit. On PostgreSQL, whose rows have locks of their own, only the small writes queue.
/// </summary>
public sealed class WriteQueue : IAsyncDisposable
{
    private const int LargestGroup = 512;
    private readonly Engine _engine;
    private readonly Channel<Turn> _turns = Channel.CreateBounded<Turn>(
        new BoundedChannelOptions(16_384) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }
    );
    private readonly SemaphoreSlim _few = new(8);
    private readonly Task _loop;
    private DbConnection? _connection;

    public WriteQueue(Engine engine)
    {
        _engine = engine;
        _loop = Task.Run(Serve);
    }

    /// <summary>
    /// Runs work that others' writes do not interleave with. On SQLite it waits for its turn; on PostgreSQL a few run at
    /// once and one that meets another's rows runs again, so work does nothing outside the database.
    /// </summary>
    public async Task<T> Alone<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        if (!_engine.HasOneWriter)
            return await AmongOthers(work, cancel);

        var turn = new AloneTurn<T>(work, cancel);
        Enqueue(turn);
        return await turn.Done.Task;
    }

    private async Task<T> AmongOthers<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        const int tries = 16;
        await _few.WaitAsync(cancel);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await work();
                }
                catch (Exception fault) when (attempt < tries && IsConflict(fault))
                {
                    await Task.Delay(Random.Shared.Next(1, 5 * attempt), cancel);
                }
            }
        }
        finally
        {
            _few.Release();
        }
    }

    // Npgsql and EF each wrap what PostgreSQL says.
    private static bool IsConflict(Exception? fault) =>
        fault is not null && (fault is Npgsql.PostgresException { SqlState: "40001" or "40P01" } || IsConflict(fault.InnerException));

    /// <summary>Writes an act together with others; completes when it is on disk.</summary>
    public Task<TResult> Join<TAct, TResult>(GroupedWrite<TAct, TResult> group, TAct act)
    {
        var turn = new GroupTurn<TAct, TResult>(group, act);
        Enqueue(turn);
        return turn.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _turns.Writer.TryComplete();
        await _loop;
        _few.Dispose();
        if (_connection is not null)
            await _connection.DisposeAsync();
    }

    private void Enqueue(Turn turn)
    {
        if (!_turns.Writer.TryWrite(turn))
            throw new OverloadedException();
    }

    private async Task Serve()
    {
        var group = new List<Turn>(LargestGroup);
        while (await _turns.Reader.WaitToReadAsync())
        {
            while (_turns.Reader.TryPeek(out var next))
            {
                if (next.Group is null)
                {
                    _turns.Reader.TryRead(out _);
                    await next.RunAlone();
                    continue;
                }

                group.Clear();
                while (group.Count < LargestGroup && _turns.Reader.TryPeek(out var same) && same.Group == next.Group)
                {
                    _turns.Reader.TryRead(out _);
                    group.Add(same);
                }

                await Commit(group);
            }
        }
    }

    private async Task Commit(List<Turn> group)
    {
        try
        {
            await CommitAt(group);
        }
        catch (Exception fault) when (fault is not UnreachableException)
        {
            // One act in the group cannot be written; the others must not suffer for it. Without a database none can.
            if (group.Count == 1 || Outage.IsBehind(fault))
                group.ForEach(turn => turn.Fail(fault));
            else
                foreach (var turn in group)
                    await Commit([turn]);
        }
    }

    private async Task CommitAt(List<Turn> group)
    {
        var connection = await Connection();
        try
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var complete = await group[0].Apply(group, connection, transaction);
            await transaction.CommitAsync();
            complete();
        }
        catch (DbException)
        {
            // The connection may be what is broken: the next group opens another.
            await connection.DisposeAsync();
            _connection = null;
            throw;
        }
    }

    private async ValueTask<DbConnection> Connection() => _connection ??= await _engine.Open(CancellationToken.None);

    private abstract class Turn
    {
        /// <summary>The kind of write it may share a commit with; null runs alone.</summary>
        public virtual object? Group => null;

        public virtual Task RunAlone() => throw new UnreachableException();

        public virtual Task<Action> Apply(List<Turn> group, DbConnection connection, DbTransaction transaction) => throw new UnreachableException();

        public abstract void Fail(Exception fault);
    }

    private sealed class AloneTurn<T>(Func<Task<T>> work, CancellationToken cancel) : Turn
    {
        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async Task RunAlone()
        {
            if (cancel.IsCancellationRequested)
            {
                Done.SetCanceled(cancel);
                return;
            }

            try
            {
                Done.SetResult(await work());
            }
            catch (Exception fault) when (fault is not UnreachableException)
            {
                Fail(fault);
            }
        }

        public override void Fail(Exception fault) => Done.SetException(fault);
    }

    private sealed class GroupTurn<TAct, TResult>(GroupedWrite<TAct, TResult> group, TAct act) : Turn
    {
        public TaskCompletionSource<TResult> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override object Group => group;

        public override async Task<Action> Apply(List<Turn> turns, DbConnection connection, DbTransaction transaction)
        {
            var mine = turns.ConvertAll(turn => (GroupTurn<TAct, TResult>)turn);
            var results = await group.Apply(mine.ConvertAll(turn => turn.Act), connection, transaction);
            return () =>
            {
                for (var i = 0; i < mine.Count; i++)
                    mine[i].Done.SetResult(results[i]);
            };
        }

        public override void Fail(Exception fault) => Done.SetException(fault);

        private TAct Act => act;
    }
}
