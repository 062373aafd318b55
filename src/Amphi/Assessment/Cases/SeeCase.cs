using Amphi.Ground;
using Amphi.Learning;
using Amphi.Look;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>What stands in the form of a draft: what is kept, or what was just sent and could not be kept.</summary>
public sealed record DraftForm(IReadOnlyList<string> Answers, string Link, int Revision)
{
    public static DraftForm Of(Submission? kept) => new(kept?.Answers ?? [], kept?.Link ?? "", kept?.Revision ?? 0);

    public string Answer(int part) => part < Answers.Count ? Answers[part] : "";
}

/// <summary>A case study as its author sees it: what is asked, what they handed in, what they read, what came back.</summary>
public sealed record CasePageModel(OpenCase Case, DraftForm Form)
{
    public required Submission? Work { get; init; }
    public required IReadOnlyList<SubmittedFile> Files { get; init; }

    /// <summary>Copies the learner has read to the end.</summary>
    public required int Given { get; init; }

    /// <summary>The code of the copy they are reading, or null.</summary>
    public required string? Reading { get; init; }
    public required bool HasReadOwn { get; init; }

    /// <summary>What readers wrote; empty until there is a result.</summary>
    public required IReadOnlyList<Review> Received { get; init; }
    public Refusal? Fault { get; init; }

    /// <summary>They have just asked for a copy, and there was none.</summary>
    public bool HasNothingToRead { get; init; }

    /// <summary>Whether it may be taken back.</summary>
    public bool MayWithdraw { get; init; }

    /// <summary>What another tab kept meanwhile; null when there is no quarrel.</summary>
    public DraftForm? Elsewhere { get; init; }

    public Instant Now => Case.Room.Visit.Now;
    public bool IsOpen => Case.Opens is not { } opens || Now >= opens;
    public bool IsClosed => Case.Deadline.Refusal(Now) is not null;

    /// <summary>How the team stands, where a team hands in; null before the learner is in one.</summary>
    public TeamStand? Team { get; init; }

    public bool MayRead => Work is { IsDraft: false } && Case.Study.MustGive > 0 && (Case.ReadFrom is not { } from || Now >= from);
}

/// <summary>A learner opens a case study.</summary>
internal static class SeeCase
{
    public static async Task<IResult> See(string block, Classroom room, CaseDesk desk, Database db, string? nothing)
    {
        var open = await desk.Open(room, block);
        return room.Learner is null || room.IsViewing
            ? Shown(open, Empty(open))
            : Shown(open, await Model(open, db) with { HasNothingToRead = nothing is not null });
    }

    /// <summary>The page again with what was sent, when it could not be kept as it is.</summary>
    public static async Task<IResult> Again(OpenCase open, DraftForm sent, Refusal fault, Database db)
    {
        var isQuarrel = fault.Key is "case.refused.othertab" or "case.refused.mate";
        var model = await Model(open, db);
        var kept = model.Form;
        var form = isQuarrel ? sent with { Revision = kept.Revision } : sent;
        return Shown(
            open,
            model with
            {
                Form = model.Work is { IsDraft: false } ? kept : form,
                Fault = fault,
                Elsewhere = isQuarrel ? kept : null,
            },
            fault.Status
        );
    }

    private static CasePageModel Empty(OpenCase open) =>
        new(open, DraftForm.Of(null))
        {
            Work = null,
            Files = [],
            Given = 0,
            Reading = null,
            HasReadOwn = false,
            Received = [],
        };

    private static IResult Shown(OpenCase open, CasePageModel model, int status = StatusCodes.Status200OK) =>
        Page.Show(open.Room.Frame(open.Title, "case") with { Scripts = ["case.js"] }, CasePage.Create(model), status);

    private static async Task<CasePageModel> Model(OpenCase open, Database db)
    {
        var (persona, cancel) = (open.Room.Learner!.Persona, open.Room.Visit.Cancel);
        var work = await db.CopyOf(persona, open.Study.RunId, open.Study.Id, cancel);
        var read = await db.ReadBy(persona, open.Study.RunId, open.Study.Id).AsNoTracking().ToListAsync(cancel);
        var readings = work is null ? [] : await db.ReadingsOf(work, cancel);
        return new CasePageModel(open, DraftForm.Of(work))
        {
            MayWithdraw =
                work is { IsDraft: false }
                && work.WithdrawalRefusal(open.Deadline, await db.HaveBegunToRead(work, await db.AuthorsOf(work, cancel), cancel), open.Room.Visit.Now) is null,
            Work = work,
            Team = open.Study.Team is null ? null : await TeamUp.Stand(open, persona, work, db),
            Files = work is null ? [] : await db.FilesOf(work, cancel),
            Given = read.Count(one => one.IsDone),
            Reading = read.FirstOrDefault(one => !one.IsDone)?.Code,
            HasReadOwn = readings.Exists(one => one.Kind == ReviewKind.Self && one.Reader == persona),
            Received = work is { IsSettled: true } ? [.. readings.Where(one => one.Kind != ReviewKind.Self)] : [],
        };
    }
}
