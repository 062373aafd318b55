using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Journal;
using Amphi.Learning;

namespace Amphi.Tests.Courses;

/// <summary>What a lesson asks for to be complete, and what of it can be earned.</summary>
public sealed class OutlineTests
{
    private static readonly QuizBlock Quiz = new() { Id = "q", Questions = [new NumericQuestion { Id = "qa", Answers = [] }] };
    private static readonly CaseBlock Case = new() { Id = "k" };

    [Fact]
    public void A_lesson_is_complete_once_all_that_it_asks_for_is_done_and_is_so_once()
    {
        var lesson = Lesson(Quiz, Case, Quiz with { Id = "s", Survey = true }, new VideoBlock { Id = "y", YouTube = "dQw4w9WgXcQ" });
        var progress = new Progress(PersonaId.New(), 1);

        var quiz = Done("q");
        var handedIn = Done("k");
        var again = Done("k");
        var takenBack = progress.TakeBack(lesson, "k", Ordinal("k"), Guid.NewGuid(), default);

        Assert.Equal(["q", "k"], lesson.Required.Select(block => block.Id));
        Assert.Equal(["q"], quiz.Select(line => line.Object));
        Assert.Equal(["k", "l1"], handedIn.Select(line => line.Object));
        Assert.Empty(again);
        Assert.All(takenBack, line => Assert.Equal(Verb.Reopened, line.Verb));
        Assert.Equal(["k", "l1"], takenBack.Select(line => line.Object));
        Assert.False(progress.IsDone(lesson.Ordinal));

        int Ordinal(string block) => lesson.Blocks.First(one => one.Id == block).Ordinal;
        IReadOnlyList<Statement> Done(string block) => progress.Complete(lesson, block, Ordinal(block), Guid.NewGuid(), default);
    }

    [Fact]
    public void A_video_whose_file_is_here_is_asked_for() =>
        Assert.Single(
            Lesson(
                new VideoBlock
                {
                    Id = "v",
                    Sources = ["media/v.mp4"],
                    YouTube = "dQw4w9WgXcQ",
                }
            ).Required
        );

    [Fact]
    public void What_can_earn_nothing_weighs_nothing()
    {
        var lesson = Lesson(
            Quiz,
            Quiz with
            {
                Id = "p",
                Mode = QuizMode.Practice,
            },
            Quiz with
            {
                Id = "e",
                Questions = [new EssayQuestion { Id = "ea" }],
            },
            Quiz with
            {
                Id = "s",
                Survey = true,
            },
            Case
        );

        Assert.Equal([1, 0, 0, 0, 1], lesson.Blocks.Select(block => block.Weight!.Value));
    }

    private static OutlineLesson Lesson(params Block[] blocks)
    {
        var course = new CourseDocument
        {
            Slug = "first-aid",
            Title = "Premiers secours",
            Language = "fr",
            Sections =
            [
                new SectionDocument
                {
                    Id = "s1",
                    Title = "Semaine 1",
                    Folder = "01",
                    Lessons =
                    [
                        new LessonDocument
                        {
                            Id = "l1",
                            Title = "Appeler",
                            File = "01.md",
                            Units = [new UnitDocument { Blocks = blocks }],
                        },
                    ],
                },
            ],
        };
        return Outline.Of(course, Outline.Numbered(course).Select((id, n) => (id, n)).ToDictionary(one => one.id, one => one.n)).Sections[0].Lessons[0];
    }
}
