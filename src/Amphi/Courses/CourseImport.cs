using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Packages;

namespace Amphi.Courses;

/// <summary>Takes a course in from a package: reads it whole, then publishes it; nothing is left behind when it is refused.</summary>
public sealed class CourseImport(Publisher publisher, SiteFolders folders)
{
    /// <exception cref="PackageRefusedException">The package is hostile, broken or of no known kind.</exception>
    /// <exception cref="FaultsException">A course folder has faults.</exception>
    public async Task<ImportReport> Import(string path, long organisationId, CancellationToken cancel)
    {
        using var package = Package.Open(path, new PackageLimits(), folders.Spool);
        var (manuscript, report, rewritten) = Read(package);
        await publisher.Publish(manuscript, organisationId, cancel);
        if (Directory.Exists(path))
            foreach (var file in rewritten)
                await File.WriteAllTextAsync(Path.Combine(path, file), manuscript.Texts[file], cancel);
        return report;
    }

    private static (CourseManuscript, ImportReport, IReadOnlyList<string> Rewritten) Read(Package package)
    {
        if (!package.Entries.ContainsKey("course.yaml"))
            throw new PackageRefusedException("the package", "is of no known kind: it has neither course.yaml nor course.xml");

        var read = CourseFolder.Read(package);
        var assets = read.Assets.ToDictionary(asset => asset.Key, asset => (Func<Stream>)asset.Value.Open);
        return (new CourseManuscript(read.Document, read.Texts, assets), ImportReport.Of(read.Document), read.Rewritten);
    }
}

/// <summary>The folders of this installation that rooms may use.</summary>
public sealed record SiteFolders(string Spool);
