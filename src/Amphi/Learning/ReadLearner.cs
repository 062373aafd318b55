using System.Data.Common;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Amphi.Organisations;

namespace Amphi.Learning;

/// <summary>Reads the visitor as a learner of the run whose code is in the address.</summary>
internal sealed class ReadLearner(RunBoard runs, Vault vault) : ReadBeside
{
    public override HotRead<object>? Of(HttpContext context, long person) =>
        context.Request.RouteValues["code"] is string code && runs.Remembered(code) is { } run && vault.Remembered(person, run.Id) is { } persona
            ? Of(persona, run.Id)
            : null;

    public static HotRead<object> Of(PersonaId persona, long run) => new(Tables.LearnerByPersona, row => Learner(row, persona, run), persona.ToBytes());

    private static Learner Learner(DbDataReader row, PersonaId persona, long run) =>
        new(
            persona,
            Enrolments.Tables.Facts(row),
            row.IsDBNull(6)
                ? new Progress(persona, run)
                : Progress.Stored(
                    persona,
                    run,
                    row.GetFieldValue<byte[]>(6),
                    row.GetString(7),
                    row.GetString(8),
                    row.IsDBNull(9) ? null : row.GetString(9),
                    new Instant(row.GetInt64(10))
                ),
            Arrangement.Read(row, 11, persona, run)
        );
}
