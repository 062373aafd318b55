using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations.Mail;

namespace Amphi.Enrolments;

/// <summary>Writes to a learner of a run, as long as they learn there; neutrally when they learn discreetly.</summary>
public sealed class LearnerMail(Database db, Mailbox mailbox)
{
    public async Task Send(PersonaId persona, Letter letter, CancellationToken cancel)
    {
        if (await db.EnrolmentOf(persona, cancel) is { IsHeld: true } enrolment)
            await mailbox.Carry(persona, enrolment.IsDiscreet ? letter.Neutral : letter, cancel);
    }
}
