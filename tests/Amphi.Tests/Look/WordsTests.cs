using System.Text.RegularExpressions;
using Amphi.Look;

namespace Amphi.Tests.Look;

public sealed partial class WordsTests
{
    // Keys that are put together as a page is written.
    private static readonly string[] Composed =
    [
        "about.",
        "audit.act.",
        "case.basis.",
        "case.helpful.",
        "case.kind.",
        "case.whole.",
        "gradebook.group.",
        "gradebook.sort.",
        "intent.",
        "language.",
        "mail.",
        "marks.history.",
        "note.",
        "notice.",
        "quiz.true",
        "quiz.false",
        "result.state.",
        "role.",
        "test.map.",
        "verb.",
    ];

    [Fact]
    public void Both_languages_say_the_same_things()
    {
        Assert.Equal(Words.In("fr").Keys.Order(), Words.In("en").Keys.Order());
    }

    [Fact]
    public void Every_key_that_the_code_asks_for_is_said_and_every_sentence_is_asked_for()
    {
        var sources = Sources().ToList();
        var asked = sources
            .SelectMany(source => Key().Matches(source).Select(match => match.Groups[1].Value))
            .Where(key => !key.Contains('{', StringComparison.Ordinal))
            .ToHashSet();
        var words = Words.In("fr");

        Assert.DoesNotContain(asked, key => !words.Knows(key));
        Assert.DoesNotContain(
            words.Keys,
            key => !Composed.Any(key.StartsWith) && !sources.Any(source => source.Contains($"\"{key}\"", StringComparison.Ordinal))
        );
        Assert.Contains(asked.Append("no.such.key"), key => !words.Knows(key));
    }

    [Theory]
    [InlineData("fr", 0, "0 leçon")]
    [InlineData("fr", 1, "1 leçon")]
    [InlineData("fr", 2, "2 leçons")]
    [InlineData("en", 0, "0 lessons")]
    [InlineData("en", 1, "1 lesson")]
    public void Numbers_take_the_plural_of_their_language(string language, int count, string said)
    {
        Assert.Equal(said, Words.In(language).Say("course.lessoncount", count));
    }

    private static IEnumerable<string> Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Amphi.slnx")))
            folder = folder.Parent!;
        return Directory
            .EnumerateFiles(Path.Combine(folder.FullName, "src", "Amphi"), "*.cs*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText);
    }

    [GeneratedRegex(@"(?:[wW]ords(?:\.Say\(|\[)|new Refusal\()""([a-z][^""]*)""")]
    private static partial Regex Key();
}
