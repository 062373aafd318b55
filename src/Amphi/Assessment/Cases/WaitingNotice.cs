using System.Data.Common;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Cases;

/// <summary>Says on the course home what waits for the team: copies, second readings and requests for more time.</summary>
internal sealed class WaitingNotice(HotReads reads) : IHomeNotice
{
    private const string Waiting = """
        select cast((select count(*) from case_submissions where run_id = $1 and state = 'WithTeam') as integer),
          cast((select count(*) from case_submissions where run_id = $1 and appealed_at is not null and appeal_answered_at is null) as integer),
          cast((select count(*) from extension_requests where run_id = $1 and answered_at is null) as integer)
        """;

    public async ValueTask<HomeNotice?> For(Classroom room)
    {
        if (!room.IsTeam)
            return null;
        var words = room.Visit.Words;
        var counts = (await reads.One(Waiting, Counts, room.Visit.Cancel, room.Run.Id))!;
        var said = new[] { "case.waiting.copies", "case.waiting.appeals", "case.waiting.requests" }
            .Zip(counts)
            .Where(one => one.Second > 0)
            .Select(one => words.Say(one.First, one.Second))
            .ToList();
        return new HomeNotice(
            said.Count == 0 ? words["case.waiting.none"] : words.Say("case.waiting", string.Join(", ", said)),
            $"/c/{room.Run.Code}/cases",
            words["case.waiting.see"]
        );
    }

    private static int[] Counts(DbDataReader row) => [row.GetInt32(0), row.GetInt32(1), row.GetInt32(2)];
}
