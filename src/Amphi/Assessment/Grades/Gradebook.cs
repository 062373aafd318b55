using System.Collections.Concurrent;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Grades;

/// <summary>A learner of a run and their marks, by the seat or name that they show.</summary>
/// <param name="HasFinished">They went to the end of what they chose.</param>
/// <param name="HasBegun">They are done with something.</param>
public sealed record GradebookRow(
    PersonaId Persona,
    int Seat,
    string? ShownName,
    MarkSheet Sheet,
    string Audiences,
    bool HasFinished,
    Intent Intent,
    bool HasBegun
);

/// <summary>The same with the result their marks make.</summary>
public sealed record GradedRow(GradebookRow Learner, Result Result)
{
    public GradeGroup Group => RankedSeat.GroupOf(Result);

    /// <summary>Whether they reached what they set out for.</summary>
    public bool IsIntentReached => IntentRate.IsReached(Learner.Intent, Learner.HasBegun, Learner.HasFinished, Result);
}

/// <summary>
/// Reads the marks of a whole run. In the order of seats a page is read alone; in the order of results, or of one group
/// only, all of them are computed first, which is remembered for a minute.
/// </summary>
public sealed class Gradebook(Engine engine, HotReads reads, IServiceScopeFactory scopes, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<long, (IReadOnlyList<RankedSeat> Seats, long At)> _ranked = new();

    /// <summary>Rows after a seat, in the order of seats.</summary>
    public async Task<List<GradedRow>> After(Classroom room, int seat, int most)
    {
        var rows = await reads.All(Tables.RowsAfter, row => Tables.Row(row, room.Run.Id), room.Visit.Cancel, room.Run.Id, seat, most);
        return await Graded(room, rows);
    }

    /// <summary>The learner in a seat.</summary>
    /// <exception cref="MissingException">Nobody sits there.</exception>
    public async Task<GradedRow> At(Classroom room, int seat) => (await At(room, [seat])).FirstOrDefault() ?? throw new MissingException("Nobody sits there.");

    /// <summary>The learners in some seats, in that order; empty seats are left out.</summary>
    public async Task<List<GradedRow>> At(Classroom room, IEnumerable<int> seats)
    {
        var rows = new List<GradebookRow>();
        foreach (var seat in seats)
            if (await reads.One(Tables.RowAt, row => Tables.Row(row, room.Run.Id), room.Visit.Cancel, room.Run.Id, seat) is { } row)
                rows.Add(row);
        return await Graded(room, rows);
    }

    /// <summary>Seats after one whose shown name holds every word of a search.</summary>
    public async Task<List<int>> Named(Classroom room, string searched, int after, int most)
    {
        var words = Folded.Words(searched);
        var seats = new List<int>();
        await foreach (var (seat, name) in Stream(Tables.NamesAfter, row => (row.GetInt32(0), row.GetString(1)), room.Visit.Cancel, room.Run.Id, after))
        {
            if (words.All(word => Folded.Text(name).Contains(word, StringComparison.Ordinal)))
                seats.Add(seat);
            if (seats.Count == most)
                break;
        }

        return seats;
    }

    /// <summary>Everyone, streamed in the order of seats.</summary>
    public async IAsyncEnumerable<GradedRow> All(Classroom room)
    {
        var set = await OverridesIn(room.Run.Id, null, room.Visit.Cancel);
        var rows = Stream(Tables.RowsAfter, row => Tables.Row(row, room.Run.Id), room.Visit.Cancel, room.Run.Id, 0, int.MaxValue);
        await foreach (var row in rows)
            yield return Graded(room.Course, row, set);
    }

    /// <summary>All seats, the lowest result first, as they were within the last minute.</summary>
    public async Task<IReadOnlyList<RankedSeat>> Ranked(Classroom room)
    {
        if (!_ranked.TryGetValue(room.Run.Id, out var known) || time.GetElapsedTime(known.At) > Fresh)
        {
            var seats = new List<RankedSeat>();
            await foreach (var row in All(room))
                seats.Add(
                    new RankedSeat(row.Learner.Seat, row.Result.Total.Millionths, row.Group, row.Learner.HasFinished, row.Learner.Intent, row.IsIntentReached)
                );
            seats.Sort((one, other) => (one.Millionths, one.Seat).CompareTo((other.Millionths, other.Seat)));
            _ranked[room.Run.Id] = known = (seats, time.GetTimestamp());
        }

        return known.Seats;
    }

    /// <summary>What the team set in a run, for one learner or for all.</summary>
    public async Task<Dictionary<PersonaId, Overrides>> OverridesIn(long runId, IReadOnlyCollection<PersonaId>? learners, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var changes = scope.ServiceProvider.GetRequiredService<Database>().MarkChanges.AsNoTracking().Where(change => change.RunId == runId);
        if (learners is not null)
            changes = changes.Where(change => learners.Contains(change.Persona));
        var all = await changes.OrderBy(change => change.Id).ToListAsync(cancel);
        return all.GroupBy(change => change.Persona).ToDictionary(one => one.Key, MarkChange.Standing);
    }

    private async Task<List<GradedRow>> Graded(Classroom room, List<GradebookRow> rows)
    {
        var set = await OverridesIn(room.Run.Id, [.. rows.Select(row => row.Persona)], room.Visit.Cancel);
        return rows.ConvertAll(row => Graded(room.Course, row, set));
    }

    private static GradedRow Graded(OpenCourse course, GradebookRow row, Dictionary<PersonaId, Overrides> set) =>
        new(row, GradingPolicy.Of(course.For(row.Audiences)).ResultOf(row.Sheet, set.GetValueOrDefault(row.Persona)));

    private async IAsyncEnumerable<T> Stream<T>(
        string sql,
        Func<System.Data.Common.DbDataReader, T> row,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel,
        params object?[] values
    )
    {
        await using var connection = await engine.Open(cancel);
        await using var command = connection.Statement(sql);
        command.Bind(values);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
            yield return row(rows);
    }
}
