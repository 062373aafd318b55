using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning;

namespace Amphi.Simulation;

/// <summary>Fills a run with a crowd, a thousand learners a transaction.</summary>
public sealed class Simulator(Engine engine, WriteQueue queue, Shelf shelf, LessonShelf lessons, RunBoard runs, TimeProvider time)
{
    private const int Handful = 1_000;

    /// <summary>Seats so many learners; tells who of them has come to a case study.</summary>
    public async Task<IReadOnlyList<CaseStop>> Fill(string code, int learners, int seed, IProgress<int>? progress, CancellationToken cancel)
    {
        var run = await runs.RunAt(code, cancel) ?? throw new MissingException("No such run.");
        var course = await shelf.Open(run.VersionId);
        var crowd = new Crowd(course, run, await Quizzes(course), seed, time.Now());
        var stops = new List<CaseStop>();
        var firstSeat = await queue.Alone(() => FirstFreeSeat(run.Id, cancel), cancel);
        var seats = Seats(firstSeat, learners, seed);
        for (var seated = 0; seated < learners; seated += Handful)
        {
            var handful = seats.Skip(seated).Take(Handful).Select(crowd.Next).ToList();
            await queue.Alone(() => Write(handful, course, cancel), cancel);
            stops.AddRange(handful.SelectMany(one => one.Stops));
            progress?.Report(Math.Min(learners, seated + Handful));
        }

        return stops;
    }

    /// <summary>Someone who is enrolled goes through some lessons, one after the other from a day on.</summary>
    public async Task Teach(RunFacts run, Enrolment enrolment, int skill, IReadOnlyList<OutlineLesson> lessons, Instant from, CancellationToken cancel)
    {
        var course = await shelf.Open(run.VersionId);
        var crowd = new Crowd(course, run, await Quizzes(course), enrolment.Seat, time.Now());
        var learner = new SimulatedLearner(enrolment, skill);
        foreach (var (n, lesson) in lessons.Index())
            crowd.Learn(learner, lesson, from + ((time.Now() - from) * n / (lessons.Count + 1)));
        await queue.Alone(() => Write([learner], course, cancel), cancel);
    }

    private async Task<Dictionary<string, QuizBlock>> Quizzes(OpenCourse course)
    {
        var quizzes = new Dictionary<string, QuizBlock>();
        foreach (var (_, lesson) in course.LessonsForLearners)
        foreach (var quiz in (await lessons.Lesson(course, lesson)).Blocks.OfType<QuizBlock>())
            quizzes[quiz.Id!] = quiz;
        return quizzes;
    }

    private static bool IsFinished(Progress progress, OpenCourse course) => course.GoalNumbers.Count > 0 && course.GoalNumbers.All(progress.IsDone);

    // Shuffled, so that here too a seat does not tell who came first.
    private static int[] Seats(int first, int count, int seed)
    {
        var seats = Enumerable.Range(first, count).ToArray();
        new Random(seed).Shuffle(seats);
        return seats;
    }

    private async Task<int> FirstFreeSeat(long runId, CancellationToken cancel)
    {
        await using var connection = await engine.Open(cancel);
        await using var command = connection.Statement("select coalesce(max(seat), 0) + 1 from enrolments where run_id = $1");
        command.Bind(runId);
        return Convert.ToInt32(await command.ExecuteScalarAsync(cancel));
    }

    private async Task<int> Write(List<SimulatedLearner> learners, OpenCourse course, CancellationToken cancel)
    {
        await using var connection = await engine.Open(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await Enrolments.Tables.Add(connection, transaction, learners.ConvertAll(one => one.Enrolment));
        await Learning.Tables.Keep(connection, transaction, learners.ConvertAll(one => one.Progress));
        await Journal.Tables.Append(connection, transaction, [.. learners.SelectMany(one => one.Journal)]);
        await Assessment.Grades.Tables.Keep(connection, transaction, learners.Select(one => one.Marks).Where(sheet => sheet.Marks.Count > 0));
        await Assessment.Tables.Keep(
            connection,
            transaction,
            learners
                .SelectMany(one => one.Answers.Select(given => (one.Persona, given)))
                .ToDictionary(one => (one.Persona, one.given.Question), one => one.given)
        );
        foreach (var attempt in learners.SelectMany(one => one.Attempts))
            await Assessment.AttemptTables.Keep(connection, transaction, attempt);
        foreach (var one in learners.Where(one => IsFinished(one.Progress, course.For(one.Enrolment.Audiences))))
            await Finisher.KeepQuietly(connection, transaction, one.Progress);
        await transaction.CommitAsync(cancel);
        return learners.Count;
    }
}
