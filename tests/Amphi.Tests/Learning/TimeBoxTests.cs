using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Learning;

namespace Amphi.Tests.Learning;

public sealed class TimeBoxTests
{
    private readonly Progress _progress = new(PersonaId.New(), 1);

    [Fact]
    public void Between_two_meetings_a_learner_is_offered_what_fits_and_the_part_of_a_lesson_that_does()
    {
        OutlineLesson[] pending = [Lesson("text", 0, 8), Lesson("watched", 1, 30, video: 12, questions: 5), Lesson("last", 4, 4)];

        Assert.Equal(["text 8"], Steps(pending, 10));
        Assert.Equal(["text 8", "watched video 12", "last 4"], Steps(pending, 25));
        Assert.Equal(["text 8", "watched 30", "last 4"], Steps(pending, 60));
        Assert.Equal(["watched questions 5"], Steps(pending, 5));
        Assert.Equal(["last 4"], Steps(pending, 4));
        Assert.Empty(Steps(pending, 3));
    }

    [Fact]
    public void What_was_seen_or_answered_is_not_counted_again()
    {
        var lesson = Lesson("watched", 1, 30, video: 12, questions: 5);
        _progress.Watch("watched-video", [new Segment(0, 9 * 60_000)], 9 * 60_000);
        Assert.Equal(["watched video 3"], Steps([lesson], 4));

        _progress.Finish(2);
        Assert.Equal(["watched 5"], Steps([lesson], 25));
    }

    private string[] Steps(OutlineLesson[] pending, int minutes) =>
        [.. TimeBox.Fill(pending, _progress, minutes).Select(step => $"{step.Lesson.Id}{(step.Part == "lesson" ? "" : " " + step.Part)} {step.Minutes}")];

    private static OutlineLesson Lesson(string id, int ordinal, int minutes, int video = 0, int questions = 0) =>
        new()
        {
            Id = id,
            Ordinal = ordinal,
            Title = id,
            Path = id,
            Minutes = minutes,
            Blocks =
            [
                .. video == 0
                    ? []
                    : (OutlineBlock[])
                        [
                            new()
                            {
                                Id = $"{id}-video",
                                Ordinal = ordinal + 1,
                                Kind = "video",
                                Duration = video * 60_000L,
                            },
                        ],
                .. questions == 0
                    ? []
                    : (OutlineBlock[])
                        [
                            new()
                            {
                                Id = $"{id}-quiz",
                                Ordinal = ordinal + 2,
                                Kind = "quiz",
                                Questions = [.. Enumerable.Range(0, questions).Select(n => $"q{n}")],
                            },
                        ],
            ],
        };
}
