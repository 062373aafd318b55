using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>A test as it stands in a version of its course: an attempt under way keeps the version it began in.</summary>
public sealed record Test(OpenCourse Course, OutlineLesson Lesson, OutlineBlock Block, QuizBlock Quiz)
{
    /// <exception cref="MissingException">There is no such test in this version.</exception>
    public static async Task<Test> In(OpenCourse course, string quiz, LessonShelf lessons)
    {
        var (lesson, block) = course.Block(quiz);
        var document = await lessons.Lesson(course, lesson);
        return document.Blocks.OfType<QuizBlock>().FirstOrDefault(one => one.Id == quiz && one.Mode == QuizMode.Test) is { } found
            ? new Test(course, lesson, block, found)
            : throw new MissingException("No such test.");
    }

    /// <summary>How long an attempt lasts; null is without end.</summary>
    public TimeSpan? Lasts => Quiz.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
}

/// <summary>A learner before a test: their attempts, and the test as the last of them has it.</summary>
public sealed record Sitting(Test Test, IReadOnlyList<Attempt> Attempts)
{
    public Attempt? Last => Attempts.Count > 0 ? Attempts[^1] : null;

    public bool MayBegin(Instant now) => Last?.IsOpen(now) != true && (Test.Quiz.Tries is not { } tries || Attempts.Count < tries);

    public static async Task<Sitting> Of(Classroom room, string quiz, HotReads reads, Shelf shelf, LessonShelf lessons)
    {
        var attempts = room.Learner is { } learner
            ? await reads.All(AttemptTables.OfLearner, AttemptTables.Attempt, room.Visit.Cancel, learner.Persona.ToBytes(), quiz)
            : [];
        var isOpen = attempts.Count > 0 && attempts[^1].IsOpen(room.Visit.Now);
        var test = await Test.In(isOpen ? await shelf.Open(attempts[^1].VersionId) : room.Course, quiz, lessons);
        if (!isOpen)
            room.Lesson(test.Lesson.Id);
        return new Sitting(test, attempts);
    }
}
