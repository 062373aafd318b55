using Amphi.Formats.Courses;
using Amphi.Formats.Folders;

namespace Amphi.Tests.Formats;

public sealed class CourseFolderTests
{
    private const string Course = "slug: projet\ntitle: Conduire un projet\nlanguage: fr\n";
    private const string Section = "id: s1\ntitle: Cadrer\n";

    [Fact]
    public void A_lesson_is_read_with_its_units_and_blocks()
    {
        var lesson = LessonFile.Parse(
            "01/01.md",
            """
            ---
            id: l1
            title: L’intention
            minutes: 12
            ---

            Avant toute unité.

            # Deux chemins {#u1}

            Du texte.

            ::: video {#v1}
            src: intention.mp4
            duration: 1:05
            captions:
              fr: intention.fr.vtt
            chapters:
              - at: 0:10
                title: L’idée
            :::

            ::: keep
            À retenir.
            :::

            ::: quiz {#q1}
            title: Vérifier
            attempts: 3
            questions:
              - id: qa
                type: single
                text: Que devient la date ?
                choices:
                  - text: Elle recule.
                    feedback: Non.
                  - text: Rien.
                    correct: true
            :::
            """
        );

        Assert.Equal(["", "Deux chemins"], lesson.Units.Select(unit => unit.Title ?? ""));
        Assert.Equal(["text", "text", "video", "text", "quiz"], lesson.Blocks.Select(block => block.Kind));
        var video = lesson.Blocks.OfType<VideoBlock>().Single();
        Assert.Equal((65_000, 10_000), (video.Duration, video.Chapters[0].At));
        var question = Assert.IsType<SingleQuestion>(lesson.Blocks.OfType<QuizBlock>().Single().Questions.Single());
        Assert.True(question.Choices[1].Correct);
    }

    [Fact]
    public void What_is_for_nobody_and_what_waits_for_itself_are_faults()
    {
        var faults = Assert
            .Throws<FaultsException>(() =>
                CourseFolder.Read(
                    Folder(
                        ("course.yaml", Course + "paths:\n  - id: classic\n    title: Classique\nchoose:\n  least: 1\n"),
                        ("01/section.yaml", Section + "for: [none]\n"),
                        ("01/01.md", "---\nid: l1\ntitle: T\nneeds: [l2]\n---\n"),
                        ("01/02.md", "---\nid: l2\ntitle: T\noptional: [gone]\nneeds: [l3, l1]\n---\n"),
                        ("01/03.md", "---\nid: l3\ntitle: T\noptional: true\nfor: [classic]\n---\n")
                    )
                )
            )
            .Faults;

        Assert.Equal(
            ["01/01.md:4", "01/02.md:4", "01/02.md:5", "01/section.yaml:3", "course.yaml:7"],
            faults.Select(fault => $"{fault.File}:{fault.Line}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_fault_of_a_folder_is_told_at_once_with_its_line()
    {
        var faults = Assert
            .Throws<FaultsException>(() =>
                CourseFolder.Read(
                    Folder(
                        ("course.yaml", "slug: Not A Slug\ntitle: x\nlanguage: fr\ncolour: red\n"),
                        ("01/section.yaml", "id: s1\ntitle: Cadrer\ntrack: none\n"),
                        (
                            "01/01.md",
                            "---\nid: l1\ntitle: T\nminutes: long\n---\n\n![x](gone.png)\n\n::: quiz {#q}\nquestions:\n  - id: a\n    type: riddle\n:::\n\n::: video {#v}\ntitle: x\n:::\n"
                        ),
                        ("01/02.md", "---\nid: l1\ntitle: T\n---\n\n::: note\nopen\n")
                    )
                )
            )
            .Faults;

        Assert.Equal(
            ["01/01.md:12", "01/01.md:16", "01/01.md:4", "01/01.md:7", "01/02.md:2", "01/02.md:6", "01/section.yaml:3", "course.yaml:1", "course.yaml:4"],
            faults.Select(fault => $"{fault.File}:{fault.Line}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Missing_ids_are_written_and_nothing_else_changes()
    {
        const string lesson =
            "---\ntitle: T\n---\n\n# Un\n\n::: quiz {title=\"Q\"}\nquestions:\n  - type: truefalse\n    text: Vrai ?\n    answer: true\n  - {type: info, text: Lisez.}\n:::\n";
        var read = CourseFolder.Read(Folder(("course.yaml", Course), ("01/section.yaml", Section), ("01/01.md", lesson)));

        var written = read.Texts["01/01.md"];
        var again = CourseFolder.Read(Folder(("course.yaml", Course), ("01/section.yaml", Section), ("01/01.md", written)));

        Assert.Equal(["01/01.md"], read.Rewritten);
        Assert.Empty(again.Rewritten);
        Assert.Equal(written, again.Texts["01/01.md"]);
        Assert.Equal(lesson, System.Text.RegularExpressions.Regex.Replace(written, @"id: i\w+\n( {4})?|id: i\w+, | \{#i\w+\}|#i\w+ ", ""));
        Assert.Equal(2, again.Document.Blocks.OfType<QuizBlock>().Single().Questions.Select(question => question.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("n: {from: 9, to: 3}", "n", 12, "to is not below from")]
    [InlineData("n: {from: 0, to: 1e9, step: 1e-9}", "n", 12, "fewer than 100000 steps")]
    [InlineData("n: {from: 1, to: 3, of: [1]}", "n", 12, "write one of")]
    [InlineData("n: {of: [1, x]}", "n", 12, "x is no number")]
    [InlineData("n: [1, 3]", "n", 11, "write {from")]
    [InlineData("e: {from: 1, to: 3}", "2", 12, "cannot be the name")]
    [InlineData("n: {is: 9^9^9}", "n", 11, "no number for some draws")]
    [InlineData("n: {is: m + 1}", "n", 11, "needs m")]
    [InlineData("n: {from: 1, to: 3}", "1 / (n - 2)", 13, "no number for n = 2")]
    [InlineData("n: {from: 1, to: 3}", "((n", 13, "a ) is missing")]
    [InlineData("n: {from: 1, to: 3}", "k", 13, "needs k")]
    public void A_draw_that_could_have_no_answer_is_a_fault_with_its_file_line_and_reason(string number, string answer, int line, string why)
    {
        var lesson =
            $"---\nid: l1\ntitle: T\n---\n\n::: quiz {{#q}}\nquestions:\n  - id: q1\n    type: numeric\n    text: Et ?\n    variables:\n      {number}\n    answer: \"{answer}\"\n:::\n";

        var faults = Assert
            .Throws<FaultsException>(() => CourseFolder.Read(Folder(("course.yaml", Course), ("01/section.yaml", Section), ("01/01.md", lesson))))
            .Faults;

        Assert.Contains(faults, fault => fault.File == "01/01.md" && fault.Line == line && fault.Why.Contains(why, StringComparison.Ordinal));
    }

    [Fact]
    public void A_bomb_of_yaml_aliases_is_a_fault()
    {
        var bomb = "slug: x\ntitle: &a [lol, lol]\nlanguage: [*a, *a]\n";

        var faults = Assert.Throws<FaultsException>(() => CourseFolder.Read(Folder(("course.yaml", bomb)))).Faults;

        Assert.Contains(faults, fault => fault.Why.Contains("aliases", StringComparison.Ordinal));
    }

    [Fact]
    public void A_grading_policy_is_read_and_written_and_its_required_work_must_be_there()
    {
        const string grading =
            "result: finished\npass: 60\nrequired:\n  - l1\ncategories:\n  - name: Quiz\n    weight: 40\n    count: 4\n    drop: 1\nlevels:\n  - name: Attestation\n    from: 50\n";
        var lesson = ("01/01.md", "---\nid: l1\ntitle: T\n---\n\nTexte.\n");

        var read = CourseFolder.Read(Folder(("course.yaml", Course), ("grading.yaml", grading), ("01/section.yaml", Section), lesson));
        var fault = Assert
            .Throws<FaultsException>(() =>
                CourseFolder.Read(Folder(("course.yaml", Course), ("grading.yaml", "required: [l9]\n"), ("01/section.yaml", Section), lesson))
            )
            .Faults;

        Assert.True(read.Document.Grading is { FinishedOnly: true, Pass: 60, Required: ["l1"] });
        Assert.Equal(grading, CourseFolderWriter.Write(read.Document)["grading.yaml"]);
        Assert.Equal("grading.yaml:1", $"{Assert.Single(fault).File}:{fault[0].Line}");
    }

    [Fact]
    public void What_is_for_some_and_what_must_be_reached_is_read_written_and_checked()
    {
        const string paths = "paths:\n  - id: classic\n    title: Classique\n  - id: team\n    title: Équipe\n";
        const string grading =
            "categories:\n  - name: Quiz\n    weight: 60\n    count: 1\n    drop: 0\n    for:\n      - classic\n  - name: Quiz\n    weight: 20\n    count: 1\n    drop: 0\n    for:\n      - team\n"
            + "levels:\n  - name: Certificat\n    from: 50\n    for:\n      - classic\n";
        const string section = "id: s1\ntitle: Cadrer\nneeds:\n  - l1\nreach:\n  q1: 60\n";
        const string lesson =
            "---\nid: l1\ntitle: T\n---\n\nPour tous.\n\n::: text {#b1 for=\"classic team\"}\nPour certains.\n:::\n\n::: case {#k1}\nfor:\n  - team\nbody: Racontez.\ntext: required\nfiles: no\n:::\n\n"
            + "::: quiz {#q1}\nquestions:\n  - id: a\n    type: truefalse\n    text: Et ?\n    answer: true\n:::\n";
        (string, string)[] files =
        [
            ("course.yaml", Course + paths),
            ("grading.yaml", grading),
            ("01/section.yaml", Section),
            ("01/01.md", lesson),
            ("02/section.yaml", section.Replace("s1", "s2", StringComparison.Ordinal)),
            ("02/01.md", "---\nid: l2\ntitle: T\nreach:\n  l1: 40\n---\n\nTexte.\n"),
        ];

        var read = CourseFolder.Read(Folder(files)).Document;
        var written = CourseFolderWriter.Write(read);
        Assert.Equal(
            [
                [],
                ["classic", "team"],
                ["team"],
                [],
            ],
            read.Lessons.First().Blocks.Select(block => block.For)
        );
        foreach (var path in new[] { "grading.yaml", "02/section.yaml", "02/01.md" })
            Assert.Equal(files.Single(file => file.Item1 == path).Item2, written[path]);
        Assert.StartsWith(lesson[..lesson.IndexOf("::: quiz", StringComparison.Ordinal)], written["01/01.md"], StringComparison.Ordinal);

        var faults = Assert
            .Throws<FaultsException>(() =>
                CourseFolder.Read(
                    Folder(
                        ("course.yaml", Course + paths),
                        ("grading.yaml", grading.Replace("- team", "- classic", StringComparison.Ordinal)),
                        ("01/section.yaml", Section),
                        ("01/01.md", lesson.Replace("  - team", "  - crew", StringComparison.Ordinal)),
                        ("02/section.yaml", section.Replace("s1", "s2", StringComparison.Ordinal).Replace("q1", "b1", StringComparison.Ordinal)),
                        ("02/01.md", "---\nid: l2\ntitle: T\nreach:\n  l2: 140\n---\n")
                    )
                )
            )
            .Faults;
        Assert.Equal(
            ["01/01.md:12", "02/01.md:4", "02/01.md:5", "02/section.yaml:5", "grading.yaml:2"],
            faults.Select(fault => $"{fault.File}:{fault.Line}").Order(StringComparer.Ordinal)
        );
    }

    private static TextPackage Folder(params (string Path, string Text)[] files) => new(files);
}
