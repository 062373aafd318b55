using System.Text.RegularExpressions;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;

namespace Amphi.Tests.Courses;

/// <summary>The example of <c>docs/formats/course-folder.md</c> is true.</summary>
public sealed partial class FolderExampleTests
{
    [Fact]
    public async Task The_course_of_the_format_page_is_taken_in_and_comes_out_byte_for_byte()
    {
        var folder = Directory.CreateTempSubdirectory("amphi-example-").FullName;
        var written = folder + "-out";
        try
        {
            var files = Example();
            Assert.Equal(5, files.Count);
            foreach (var (path, text) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
                await File.WriteAllTextAsync(Path.Combine(folder, path), text, TestContext.Current.CancellationToken);
            }

            await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
            var organisation = await amphi.With<Registry, Organisation>(registry => registry.Organisation("School", TestContext.Current.CancellationToken));
            var report = await amphi.With<CourseImport, ImportReport>(import => import.Import(folder, organisation.Id, TestContext.Current.CancellationToken));
            await amphi.With<CourseExport, bool>(async export =>
            {
                await export.ToFolder(new Slug("premiers-secours"), written, TestContext.Current.CancellationToken);
                return true;
            });

            Assert.Equal(2, report.Lessons);
            foreach (var (path, text) in files)
                Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(written, path), TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(written, recursive: true);
        }
    }

    private static Dictionary<string, string> Example()
    {
        var page = File.ReadAllText(Page());
        return FileOnPage()
            .Matches(page[page.IndexOf("## A whole course", StringComparison.Ordinal)..])
            .ToDictionary(file => file.Groups[1].Value, file => file.Groups[2].Value);
    }

    private static string Page()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "docs", "formats", "course-folder.md") is var page && File.Exists(page))
                return page;
        throw new FileNotFoundException("The format page is missing.");
    }

    [GeneratedRegex("^`([^`]+)`\n\n```(?:yaml|markdown)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex FileOnPage();
}
