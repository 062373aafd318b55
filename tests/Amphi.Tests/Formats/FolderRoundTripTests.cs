using System.Text.Encodings.Web;
using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using CsCheck;

namespace Amphi.Tests.Formats;

/// <summary>Courses made at random, with the letters that break formats: what is written is read as it was, and written the same again.</summary>
public sealed class FolderRoundTripTests
{
    private static readonly JsonSerializerOptions Quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] Awkward =
    [
        "l’été",
        "a: b",
        "# non",
        "- tiret",
        "\"guillemets\"",
        "'apostrophe'",
        "[x]",
        "{y}",
        "*gras*",
        "| barre |",
        "&amp;",
        "<b>",
        "yes",
        "null",
        "12",
        "0o7",
        "2027-01-11",
        "a\\b",
        "::: fin",
        "日本",
        "@",
        "%",
        "!",
    ];

    private static readonly Gen<string> Words = Gen.Int[0, Awkward.Length - 1]
        .Array[1, 4]
        .Select(words => string.Join(' ', words.Select(word => Awkward[word])));

    private static readonly Gen<string> Question = Gen.Select(Words, Words, Words, Gen.Int[0, 3])
        .Select(
            (text, first, second, kind) =>
                $"    text: {Yaml(text)}\n"
                + kind switch
                {
                    0 =>
                        $"    type: single\n    choices:\n      - text: {Yaml(first)}\n        correct: true\n      - text: {Yaml(second)}\n        feedback: {Yaml(text)}\n",
                    1 => $"    type: multiple\n    choices:\n      - text: {Yaml(first)}\n        correct: true\n      - text: {Yaml(second)}\n",
                    2 => $"    type: text\n    answers:\n      - {Yaml(first)}\n",
                    _ => "    type: numeric\n    answer: \"42\"\n    tolerance: \"0.5\"\n",
                }
        );

    private static readonly Gen<(string Title, string[] Questions)> Lesson = Gen.Select(Words, Question.Array[0, 4]);

    [Fact]
    public void A_course_that_was_written_is_read_as_it_was()
    {
        Gen.Select(Words, Lesson.Array[1, 4])
            .Sample(
                (title, lessons) =>
                {
                    var once = Read(Files(title, lessons));
                    var written = CourseFolderWriter.Write(once);
                    var twice = Read([.. written.Select(file => (file.Key, file.Value))]);

                    Assert.Equal(once.Title, twice.Title);
                    Assert.Equal(
                        JsonSerializer.Serialize<object>(once.Lessons.Select(lesson => lesson.Title)),
                        JsonSerializer.Serialize<object>(twice.Lessons.Select(lesson => lesson.Title))
                    );
                    Assert.Equal(Questions(once), Questions(twice));
                    Assert.Equal(written, CourseFolderWriter.Write(twice));
                    Assert.Equal(title, once.Title);
                },
                iter: 300
            );
    }

    private static List<string> Questions(CourseDocument course) =>
        [
            .. course
                .Lessons.SelectMany(lesson => lesson.Blocks)
                .OfType<QuizBlock>()
                .SelectMany(quiz => quiz.Questions)
                .Select(question => $"{question.GetType().Name} {question.Id} {question.Text}"),
        ];

    private static CourseDocument Read((string, string)[] files)
    {
        using var package = new TextPackage(files);
        return CourseFolder.Read(package).Document;
    }

    private static (string, string)[] Files(string title, (string Title, string[] Questions)[] lessons) =>
        [
            ("course.yaml", $"slug: course\ntitle: {Yaml(title)}\nlanguage: fr\nsummary: {Yaml(title)}\n"),
            ("01/section.yaml", $"id: s1\ntitle: {Yaml(title)}\n"),
            .. lessons.Select((lesson, n) => ($"01/{n + 1:00}.md", Text(lesson.Title, lesson.Questions, n))),
        ];

    private static string Text(string title, string[] questions, int n) =>
        $"---\nid: l{n}\ntitle: {Yaml(title)}\n---\n\nDu texte.\n"
        + (
            questions.Length == 0
                ? ""
                : $"\n::: quiz {{#q{n}}}\nquestions:\n{string.Concat(questions.Select((question, k) => $"  - id: q{n}-{k}\n{question}"))}:::\n"
        );

    // YAML reads JSON's strings.
    private static string Yaml(string text) => JsonSerializer.Serialize(text, Quoted);
}
