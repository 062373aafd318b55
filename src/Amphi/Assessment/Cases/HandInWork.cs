using System.Globalization;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Cases;

/// <summary>A learner writes, attaches, hands in and takes back what a case study asks for.</summary>
internal static class HandInWork
{
    /// <summary>Keeps the draft, and hands it in when that button was pressed. With script, only the new revision comes back.</summary>
    public static async Task<IResult> Send(
        string block,
        Classroom room,
        CaseDesk desk,
        SubmissionDesk submissions,
        FileDesk files,
        Database db,
        HttpContext context
    )
    {
        var (open, cancel) = (await desk.Open(room, block), room.Visit.Cancel);
        var form = await context.Request.ReadFormAsync(cancel);
        var author = await db.AuthorOf(open, cancel) with { IsFewer = form["fewer"] == "yes" };
        var isHandIn = form["do"] == "hand-in";
        if (isHandIn && (await db.SubmissionOf(open.Study, author.Persona, cancel))?.Act == room.Visit.Act(form))
            return Results.LocalRedirect(open.Address);

        var draft = new DraftForm(
            [.. open.Study.Prompts.Select((_, n) => Line(form[$"part.{n}"]))],
            form["link"].ToString().Trim(),
            int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : -1
        );
        try
        {
            if (author.Now < open.Opens)
                throw new RefusedException(new Refusal("case.refused.notyet", open.Opens.Value));
            var kept = await submissions.Keep(author, draft.Answers, draft.Link, draft.Revision, cancel);
            draft = draft with { Revision = kept };
            if (form.Files.Count > 0)
                await submissions.Attach(author, await files.Take(open.Study.Block, form.Files, cancel), cancel);
            if (isHandIn)
                await submissions.HandIn(author, open.LessonFor, room.Visit.Act(form), cancel);
            return IsScript(context) ? Results.Json(new { revision = kept }) : Results.LocalRedirect($"{open.Address}#work");
        }
        catch (RefusedException refused) when (!IsScript(context))
        {
            return await SeeCase.Again(open, draft, refused.Refusal, db);
        }
    }

    public static async Task<IResult> Withdraw(string block, Classroom room, CaseDesk desk, SubmissionDesk submissions)
    {
        var open = await desk.Open(room, block);
        await submissions.Withdraw(open.Author, open.Lesson, room.Visit.Cancel);
        return Results.LocalRedirect(open.Address);
    }

    public static async Task<IResult> Detach(string block, string file, Classroom room, CaseDesk desk, SubmissionDesk submissions, Database db)
    {
        var open = await desk.Open(room, block);
        await submissions.Detach(await db.AuthorOf(open, room.Visit.Cancel), file, room.Visit.Cancel);
        return Results.LocalRedirect($"{open.Address}#files");
    }

    // Browsers send line ends as CR LF.
    internal static string Line(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);

    private static bool IsScript(HttpContext context) => context.Request.Headers.ContainsKey("X-Fragment");
}
