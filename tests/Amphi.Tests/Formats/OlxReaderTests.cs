using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Olx;
using Amphi.Formats.Packages;

namespace Amphi.Tests.Formats;

public sealed class OlxReaderTests
{
    public static TheoryData<string, string, string, string, int> Expected =>
        new()
        {
            {
                "studio-advanced",
                "chapter 9, choiceresponse 23, customresponse 5, discussion 2, html 315, multiplechoiceresponse 49, numericalresponse 2, openassessment 1, optionresponse 2, poll 121, problem 76, sequential 47, split_test 30, survey 3, vertical 286, video 17, word_cloud 1",
                "html 12, problem 2, split_test 2, vertical 12",
                "",
                0
            },
            {
                "math-percent-fi",
                "chapter 4, customresponse 11, edx_sga 12, html 95, multiplechoiceresponse 2, numericalresponse 127, problem 47, sequential 21, vertical 46, video 13",
                "",
                "",
                0
            },
            {
                "oxa-kitchen-sink",
                "azure_media_services 3, chapter 4, choiceresponse 2, customresponse 5, formularesponse 2, multiplechoiceresponse 2, numericalresponse 3, optionresponse 2, problem 14, sequential 15, stringresponse 2, vertical 16, video 1",
                "",
                "video 1",
                0
            },
        };

    [Theory, MemberData(nameof(Expected))]
    public void An_export_is_counted_as_its_manifest_counts_it(string name, string source, string drafts, string orphans, int broken)
    {
        var report = Read(name, out _).Report;

        Assert.Equal(source, Counts(report.Source));
        Assert.Equal(drafts, Counts(report.Drafts));
        Assert.Equal(orphans, Counts(report.Orphans));
        Assert.Equal(broken, report.BrokenReferences);
    }

    [Theory]
    [InlineData("studio-advanced")]
    [InlineData("math-percent-fi")]
    [InlineData("oxa-kitchen-sink")]
    public void An_imported_course_is_a_folder_that_reads_back_the_same(string name)
    {
        var read = Read(name, out var course);
        var texts = CourseFolderWriter.Write(course);
        using var folder = new TextPackage([.. texts.Select(text => (text.Key, text.Value))], read.Assets);

        var again = CourseFolder.Read(folder);

        Assert.Empty(again.Rewritten);
        Assert.Equal(texts, again.Texts);
        var written = CourseFolderWriter.Write(again.Document);
        Assert.Equal(texts.Keys, written.Keys);
        Assert.All(texts, text => Assert.Equal(text.Value, written[text.Key]));
        Assert.Equal(read.Report.Blocks, ImportReport.Of(again.Document).Blocks);
    }

    private static OlxCourse Read(string name, out CourseDocument course)
    {
        var spool = Directory.CreateTempSubdirectory("amphi-spool-").FullName;
        var package = Package.Open(Corpora.Path("olx", name, "course.tar.gz"), new PackageLimits(), spool);
        var read = OlxReader.Read(package);
        course = read.Document;
        return read;
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) => string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"));
}
