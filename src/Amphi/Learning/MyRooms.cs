using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Learning;

/// <summary>Opens every run a person learns in, for that person's own pages.</summary>
public sealed class MyRooms(Vault vault, Database db, RunBoard runs, Shelf shelf, HotReads reads)
{
    public async Task<IReadOnlyList<Classroom>> Of(long person, Visit visit)
    {
        var rooms = new List<Classroom>();
        foreach (var (id, persona) in await vault.PersonasOf(person, visit.Cancel))
        {
            var code = await db.Runs.Where(run => run.Id == id).Select(run => run.Code).SingleAsync(visit.Cancel);
            if (await runs.RunAt(code, visit.Cancel) is not { } run || await reads.One(ReadLearner.Of(persona, id), visit.Cancel) is not Learner learner)
                continue;
            rooms.Add(
                new Classroom
                {
                    Visit = visit,
                    Run = run,
                    Course = (await shelf.Open(run.VersionId)).For(learner.Enrolment.Audiences),
                    Learner = learner,
                    IsTeam = false,
                }
            );
        }

        return rooms;
    }
}
