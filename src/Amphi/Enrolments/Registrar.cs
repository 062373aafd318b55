using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Enrolments;

/// <summary>Whoever enrols: how they will appear and what they want from the course.</summary>
/// <param name="ShownName">null to learn discreetly.</param>
/// <param name="IsOwn">False when someone else enrols them: who comes back then finds their place as they left it.</param>
public sealed record Application(long PersonId, string? ShownName, Intent Intent, bool IsOwn = true);

/// <summary>Told when a learner came into a run; who it is stays in the vault, and of when, only the day is told.</summary>
public sealed record LearnerEnrolled(Guid Act, string Persona, long RunId, int Day) : IAnnouncement
{
    public static string Kind => "learner.enrolled";
}

/// <summary>Told when a learner left a run.</summary>
public sealed record LearnerLeft(Guid Act, string Persona, long RunId, int Day) : IAnnouncement
{
    public static string Kind => "learner.left";
}

/// <summary>Admits learners to course runs, and lets them leave.</summary>
public sealed class Registrar(Database db, Vault vault, IPastActs acts, TimeProvider time)
{
    /// <summary>Enrols someone; asking twice changes nothing, coming back after leaving takes the old place up again, to appear as asked now.</summary>
    /// <exception cref="RefusedException">The run is closed or full, or the name they had begun under is to be hidden.</exception>
    public async Task<PersonaId> Enrol(string code, Application application, CancellationToken cancel)
    {
        var runId = (await db.RunAt(code, cancel)).Id;

        // The vault first: a persona without an enrolment is harmless and is taken up by the next try.
        var persona = await vault.PersonaFor(application.PersonId, runId, cancel);
        await db.Alone(() => Admit(runId, persona, application, cancel), cancel);
        return persona;
    }

    /// <summary>Ends an enrolment and gives its place back; what was learned stays, and coming back takes it up again.</summary>
    public Task Leave(PersonaId persona, CancellationToken cancel) =>
        db.Alone(
            async () =>
            {
                if (await db.EnrolmentOf(persona, cancel) is not { IsHeld: true } enrolment)
                    return;

                var now = time.Now();
                var run = await db.Runs.SingleAsync(run => run.Id == enrolment.RunId, cancel);
                enrolment.Leave(now);
                run.GiveBackPlace();
                db.Announce(new LearnerLeft(Guid.NewGuid(), persona.ToString(), run.Id, Enrolment.Day(now)), now);
                await db.SaveChangesAsync(cancel);
            },
            cancel
        );

    private async Task Admit(long runId, PersonaId persona, Application application, CancellationToken cancel)
    {
        var now = time.Now();
        var enrolment = await db.EnrolmentOf(persona, cancel);
        if (enrolment is { IsHeld: true })
            return;

        var run = await db.Runs.SingleAsync(run => run.Id == runId, cancel);
        run.Admit(now);
        if (enrolment is not null)
            await ComeBack(enrolment, application, cancel);
        else
            db.Enrolments.Add(await NewEnrolment(runId, persona, application, now, cancel));

        db.Announce(new LearnerEnrolled(Guid.NewGuid(), persona.ToString(), runId, Enrolment.Day(now)), now);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Shows a name from now on, or (null) hides it behind a new seat. Part of work that runs alone.</summary>
    /// <exception cref="RefusedException">They have begun under their name.</exception>
    public async Task Appear(Enrolment enrolment, string? name, CancellationToken cancel)
    {
        if (name is not null)
            enrolment.ShowName(name);
        else if (!enrolment.IsDiscreet)
            enrolment.HideName(await db.FreeSeat(enrolment.RunId, cancel), await acts.Any(enrolment.Persona, cancel));
    }

    private async Task ComeBack(Enrolment enrolment, Application application, CancellationToken cancel)
    {
        enrolment.ComeBack();
        if (!application.IsOwn)
            return;
        enrolment.Intent = application.Intent;
        await Appear(enrolment, application.ShownName, cancel);
    }

    private async Task<Enrolment> NewEnrolment(long runId, PersonaId persona, Application application, Instant now, CancellationToken cancel)
    {
        var enrolment = new Enrolment
        {
            Persona = persona,
            RunId = runId,
            Seat = await db.FreeSeat(runId, cancel),
            Intent = application.Intent,
            EnrolledOn = Enrolment.Day(now),
        };
        if (application.ShownName is { } name)
            enrolment.ShowName(name);
        return enrolment;
    }
}
