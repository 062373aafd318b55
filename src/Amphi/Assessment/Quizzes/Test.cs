using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>A test as it stands in a version of its course: an attempt under way keeps the version it began in.</summary>
public sealed record Test(OpenCourse Course, OutlineLesson Lesson, OutlineBlock Block, QuizBlock Quiz)
{
    /// <summary>How long an attempt lasts; null is without end.</summary>
    public TimeSpan? Lasts => Quiz.Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null;
}

/// <summary>A learner before a test: their attempts, and the test as the one that is open has it, else as it is now.</summary>
public sealed record Sitting(Classroom Room, Test Test, IReadOnlyList<Attempt> Attempts)
{
    public Attempt? Last => Attempts.Count > 0 ? Attempts[^1] : null;

    public bool MayBegin(Instant now) => Last?.IsOpen(now) != true && (Test.Quiz.Tries is not { } tries || Attempts.Count < tries);
}

/// <summary>Finds tests in the versions of their courses, and hands what learners do in them to the ledger.</summary>
public sealed class TestDesk(HotReads reads, Shelf shelf, LessonShelf lessons, AttemptLedger ledger)
{
    /// <exception cref="MissingException">There is no such test, or not for this visitor.</exception>
    public async Task<Sitting> Sit(Classroom room, string quiz)
    {
        var attempts = room.Learner is { } learner
            ? await reads.All(AttemptTables.OfLearner, AttemptTables.Attempt, room.Visit.Cancel, learner.Persona.ToBytes(), quiz)
            : [];
        if (attempts.Count > 0 && attempts[^1].IsOpen(room.Visit.Now))
            return new Sitting(room, await TestOf(attempts[^1], room.Learner!.Enrolment.Audiences), attempts);
        var test = await In(room.Course, quiz);
        room.Lesson(test.Lesson.Id);
        return new Sitting(room, test, attempts);
    }

    /// <summary>
    /// The test in the words in which an attempt was asked, with the keys by which it is marked. Whoever took it finishes it,
    /// whatever path they are on now.
    /// </summary>
    /// <param name="audiences">What its learner chose.</param>
    public async Task<Test> TestOf(Attempt attempt, string audiences)
    {
        var whole = await shelf.Open(attempt.VersionId);
        var theirs = whole.For(audiences);
        var test = await In(theirs.LessonOf(attempt.Block) is null ? whole : theirs, attempt.Block);
        foreach (var (id, version) in attempt.Rekeyed)
        {
            var corrected = (await In(await shelf.Open(version), attempt.Block)).Quiz.Questions.First(question => question.Id == id);
            test = test with { Quiz = test.Quiz with { Questions = [.. test.Quiz.Questions.Select(question => question.Id == id ? corrected : question)] } };
        }

        return test;
    }

    public Task<Attempt> Begin(Sitting sitting, Guid act)
    {
        var (room, test) = (sitting.Room, sitting.Test);
        return ledger.Write(
            new BeganTest(act, room.Acting.Persona, room.Run.Id, room.Visit.Now, test)
            {
                Deadline = room.Calendar.DeadlineOf(test.Lesson, test.Block),
                Lasts = test.Lasts is { } limit ? room.Calendar.ExtraTime.On(limit) : null,
            }
        );
    }

    /// <summary>The hints that were taken in a test, as answers of no tries: whoever has read one has read it in every attempt.</summary>
    public async Task<IReadOnlyList<GivenAnswer>> HintsIn(Sitting sitting) =>
        sitting.Test.Quiz is var quiz && (quiz.Hints.Count > 0 || quiz.Questions.Any(question => question.Hints.Count > 0))
            ? await reads.All(Tables.AnswersOf(1), Tables.Given, sitting.Room.Visit.Cancel, sitting.Room.Acting.Persona.ToBytes(), quiz.Id)
            : [];

    public Task<Attempt> Write(SavedTest act) => ledger.Write(act);

    private async Task<Test> In(OpenCourse course, string quiz)
    {
        var (lesson, block) = course.Block(quiz);
        var document = await lessons.Lesson(course, lesson);
        return document.Blocks.OfType<QuizBlock>().FirstOrDefault(one => one.Id == quiz && one.Mode == QuizMode.Test) is { } found
            ? new Test(course, lesson, block, found)
            : throw new MissingException("No such test.");
    }
}
