using Amphi.Ground;
using Amphi.Media;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Courses;

/// <summary>Gives a course back as the folder it was published from.</summary>
public sealed class CourseExport(Database db, Shelf shelf, IStorage storage)
{
    /// <summary>Writes every file of the current version into a new folder and tells how many there are.</summary>
    public async Task<int> ToFolder(Slug slug, string folder, CancellationToken cancel)
    {
        if (Directory.Exists(folder) || File.Exists(folder))
            throw new SettingsException($"{folder} is there already: name a folder that is not");

        var course = await db.CourseAt(slug, cancel);
        var open = await shelf.Open(course.CurrentVersionId ?? throw new MissingException($"{slug} was never published."));
        foreach (var handful in open.Files.Texts.Chunk(500))
            await WriteTexts(folder, handful, cancel);
        foreach (var (path, hex) in open.Files.Assets)
        {
            await using var bytes = storage.Open(new Digest(Convert.FromHexString(hex)));
            await using var file = File.Create(Place(folder, path));
            await bytes.CopyToAsync(file, cancel);
        }

        return open.Files.Texts.Count + open.Files.Assets.Count;
    }

    private async Task WriteTexts(string folder, KeyValuePair<string, string>[] texts, CancellationToken cancel)
    {
        var digests = texts.Select(text => Convert.FromHexString(text.Value)).ToList();
        var bodies = await db
            .CourseTexts.AsNoTracking()
            .Where(text => digests.Contains(text.Digest))
            .ToDictionaryAsync(text => Convert.ToHexStringLower(text.Digest), text => text.Body, cancel);
        foreach (var (path, hex) in texts)
            await File.WriteAllTextAsync(Place(folder, path), bodies[hex], cancel);
    }

    // Paths of a course were checked when it came in; checked again where they touch a disk.
    private static string Place(string folder, string path)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var place = Path.GetFullPath(Path.Combine(root, path));
        if (!place.StartsWith(root, StringComparison.Ordinal))
            throw new InvalidOperationException($"{path} leads out of the folder.");
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }
}
