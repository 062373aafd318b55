using System.Globalization;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Grades;

/// <summary>A mark that someone of the team sets, excuses or takes back.</summary>
public sealed record MarkWish(PersonaId Persona, int Seat, string Lesson, MarkChangeKind Kind, int? Hundredths);

/// <summary>Writes what the team sets by hand, each with its reason and its entry in the audit log.</summary>
public sealed class MarkOffice(Database db)
{
    /// <summary>Writes the changes in one transaction: all or none.</summary>
    /// <exception cref="RefusedException">There is no reason, or a mark is out of bounds.</exception>
    public Task Change(Classroom room, IReadOnlyList<MarkWish> wishes, string reason)
    {
        if (reason.Length is 0 or > MarkChange.LongestReason)
            throw Refused("marks.refused.reason");
        var lessons = GradingPolicy.Of(room.Course).Pieces.Select(piece => piece.Lesson).ToHashSet(StringComparer.Ordinal);
        foreach (var wish in wishes)
        {
            if (wish.Lesson.Length > 0 && !lessons.Contains(wish.Lesson))
                throw new MissingException("No such piece.");
            if (wish.Kind == MarkChangeKind.Set && wish.Hundredths is not (>= 0 and <= 10_000))
                throw Refused("marks.refused.mark");
            if (wish.Kind == MarkChangeKind.Excused && wish.Lesson.Length == 0)
                throw Refused("marks.refused.excused");
        }

        return db.Alone(() => Write(room, wishes, reason), room.Visit.Cancel);
    }

    // One entry of the audit log for what was changed at once: it names seats, never a persona.
    private async Task Write(Classroom room, IReadOnlyList<MarkWish> asked, string reason)
    {
        var (now, cancel) = (room.Visit.Now, room.Visit.Cancel);
        var wishes = await NotYet(room.Run.Id, asked, reason, cancel);
        if (wishes.Count == 0)
            return;
        await db.Audit(
            now,
            room.Visit.Person.Id,
            "mark.changed",
            $"run:{room.Run.Code}",
            new
            {
                reason,
                marks = wishes.Select(wish => new
                {
                    wish.Seat,
                    wish.Lesson,
                    kind = wish.Kind.ToString(),
                    wish.Hundredths,
                }),
            },
            cancel
        );
        var sequence = db.AuditEntries.Local.Max(entry => entry.Sequence);
        db.MarkChanges.AddRange(
            wishes.Select(wish => new MarkChange
            {
                RunId = room.Run.Id,
                Persona = wish.Persona,
                Lesson = wish.Lesson,
                Kind = wish.Kind,
                Hundredths = wish.Kind == MarkChangeKind.Set ? wish.Hundredths : null,
                Reason = reason,
                AuditSequence = sequence,
                At = now,
            })
        );
        await db.SaveChangesAsync(cancel);
        await db.HaveActed(wishes.Select(wish => wish.Persona), cancel);
    }

    // A form that was sent twice, or a file that came back unchanged, adds nothing to the history.
    private async Task<List<MarkWish>> NotYet(long run, IReadOnlyList<MarkWish> wishes, string reason, CancellationToken cancel)
    {
        var personas = wishes.Select(wish => wish.Persona).Distinct().ToList();
        var changes = await db
            .MarkChanges.AsNoTracking()
            .Where(one => one.RunId == run && personas.Contains(one.Persona))
            .OrderBy(one => one.Id)
            .ToListAsync(cancel);
        var last = changes.GroupBy(one => (one.Persona, one.Lesson)).ToDictionary(group => group.Key, group => group.Last());
        return [.. wishes.Where(wish => !last.TryGetValue((wish.Persona, wish.Lesson), out var held) || !held.Says(wish, reason))];
    }

    /// <summary>A percentage as people type it, <c>87,5</c> or <c>87.5 %</c>, in hundredths; null when it is none.</summary>
    public static int? Hundredths(string typed) =>
        decimal.TryParse(
            typed.Replace(',', '.').TrimEnd('%', ' ', ' ', ' ').Trim(),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var percent
        )
        && percent <= 100
            ? (int)Math.Round(percent * 100, MidpointRounding.AwayFromZero)
            : null;

    private static RefusedException Refused(string key) => new(new Refusal(key) { Status = StatusCodes.Status422UnprocessableEntity });
}
