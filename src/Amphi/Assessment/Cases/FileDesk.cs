using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Media;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Assessment.Cases;

/// <summary>A file that was looked at, cleaned and stored.</summary>
public sealed record StoredFile(string Extension, Digest Digest, long Length);

/// <summary>Takes files in and hands them out: the name is dropped, what tells of its author is taken out, the rest is stored.</summary>
public sealed class FileDesk(IStorage storage)
{
    /// <exception cref="RefusedException">A file is empty, too large, of a kind that is not taken, or not what it says.</exception>
    public async Task<IReadOnlyList<StoredFile>> Take(CaseBlock study, IFormFileCollection sent, CancellationToken cancel)
    {
        if (study.Files == Wanted.No)
            throw new RefusedException(new Refusal("case.refused.nofiles") { Status = 422 });
        if (sent.Count > SubmittedFile.Most)
            throw new RefusedException(new Refusal("case.refused.files.many", SubmittedFile.Most) { Status = 422 });

        var stored = new List<StoredFile>();
        foreach (var file in sent)
        {
            // A file field left alone comes as an empty file without a name.
            if (file is { Length: 0, FileName.Length: 0 })
                continue;
            if (file.Length == 0)
                throw new RefusedException(new Refusal("case.refused.file.empty") { Status = 422 });
            if (file.Length > SubmittedFile.Largest)
                throw new RefusedException(new Refusal("case.refused.file.large", SubmittedFile.Largest / 1_000_000) { Status = 422 });
            stored.Add(await Take(study, file, cancel));
        }

        return stored;
    }

    /// <summary>Hands a file to its author, to who reads that copy, and to the team; always as something to save, never shown.</summary>
    public static async Task<IResult> Give(string block, string file, Classroom room, CaseDesk desk, Database db, IStorage storage, HttpContext context)
    {
        var (open, cancel) = (await desk.Open(room, block), room.Visit.Cancel);
        var (run, id) = (open.Study.RunId, open.Study.Id);
        var found = await db.SubmittedFiles.AsNoTracking().SingleOrDefaultAsync(one => one.Code == file, cancel) ?? throw new MissingException("No such file.");
        var copy =
            await db.Submissions.AsNoTracking().SingleOrDefaultAsync(one => one.Id == found.SubmissionId && one.RunId == run && one.Block == id, cancel)
            ?? throw new MissingException("No such file.");
        PersonaId? reader = room.Learner?.Persona;
        var mayRead =
            (room.IsTeam && !copy.IsDraft)
            || (
                reader is not null
                && !room.IsViewing
                && (
                    (await db.CopyOf(reader.Value, run, id, cancel))?.Id == copy.Id
                    || (!copy.IsDraft && await db.Reviews.AnyAsync(one => one.SubmissionId == copy.Id && one.Reader == reader, cancel))
                )
            );
        if (!mayRead)
            throw new MissingException("No such file.");

        ContentPolicy.Of(context).Sandbox();
        return Results.Stream(storage.Open(new Digest(found.Digest)), "application/octet-stream", $"{found.Code}.{found.Extension}");
    }

    private async Task<StoredFile> Take(CaseBlock study, IFormFile file, CancellationToken cancel)
    {
        var extension = Path.GetExtension(file.FileName).TrimStart('.').ToLowerInvariant();
        if (!CleanFile.Knows(extension) || (study.FileTypes.Count > 0 && !study.FileTypes.Contains(extension)))
            throw new RefusedException(new Refusal("case.refused.file.kind", string.Join(", ", Allowed(study))) { Status = 422 });
        using var whole = new MemoryStream((int)file.Length);
        await file.CopyToAsync(whole, cancel);
        var clean =
            CleanFile.Of(extension, whole.ToArray()) ?? throw new RefusedException(new Refusal("case.refused.file.unclean", extension) { Status = 422 });
        var kept = await storage.Keep(new MemoryStream(clean), cancel);
        return new StoredFile(extension, kept.Digest, kept.Length);
    }

    /// <summary>The kinds that a case takes: those its author named, of those that can be cleaned.</summary>
    internal static IReadOnlyList<string> Allowed(CaseBlock study) =>
        study.FileTypes.Count == 0 ? [.. CleanFile.Kinds] : [.. study.FileTypes.Where(CleanFile.Knows)];
}
