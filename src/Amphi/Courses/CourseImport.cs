using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Olx;
using Amphi.Formats.Packages;

namespace Amphi.Courses;

/// <summary>Takes a course in from a package: reads it whole, then publishes it; nothing is left behind when it is refused.</summary>
public sealed class CourseImport(Publisher publisher, SiteFolders folders)
{
    /// <exception cref="PackageRefusedException">The package is hostile, broken or of no known kind.</exception>
    /// <exception cref="FaultsException">A course folder has faults.</exception>
    public async Task<ImportReport> Import(string path, long organisationId, CancellationToken cancel, IProgress<string>? progress = null)
    {
        progress?.Report("reading");
        using var package = Package.Open(path, new PackageLimits(), folders.Spool);
        var (manuscript, report, rewritten) = Read(package);
        progress?.Report("publishing");
        await publisher.Publish(manuscript, organisationId, cancel);
        if (Directory.Exists(path))
            foreach (var file in rewritten)
                await File.WriteAllTextAsync(Path.Combine(path, file), manuscript.Texts[file], cancel);
        return report;
    }

    private static (CourseManuscript, ImportReport, IReadOnlyList<string> Rewritten) Read(Package package)
    {
        if (!package.Entries.ContainsKey("course.yaml"))
            return ReadOlx(package);

        var read = CourseFolder.Read(package);
        return (new CourseManuscript(read.Document, read.Texts, Opened(read.Assets)), ImportReport.Of(read.Document), read.Rewritten);
    }

    // A foreign course becomes the same folder that ours are written as.
    private static (CourseManuscript, ImportReport, IReadOnlyList<string> Rewritten) ReadOlx(Package package)
    {
        var read = OlxReader.Read(package);
        var manuscript = new CourseManuscript(read.Document, CourseFolderWriter.Write(read.Document), Opened(read.Assets));
        return (manuscript, read.Report, []);
    }

    private static Dictionary<string, Func<Stream>> Opened(IReadOnlyDictionary<string, PackageEntry> assets) =>
        assets.ToDictionary(asset => asset.Key, asset => (Func<Stream>)asset.Value.Open);
}

/// <summary>The folders of this installation that rooms may use.</summary>
public sealed record SiteFolders(string Spool, string Files);
