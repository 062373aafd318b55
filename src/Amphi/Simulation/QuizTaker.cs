using Amphi.Assessment.Marking;
using Amphi.Assessment.Quizzes;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning.Dates;

namespace Amphi.Simulation;

/// <summary>Takes quizzes and tests in a learner's place: what is drawn, marked and counted is what it would be for anyone.</summary>
internal sealed class QuizTaker(OpenCourse course, RunFacts run, IReadOnlyDictionary<string, QuizBlock> quizzes, Random luck)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(40);
    private readonly Respondent _respondent = new(luck);

    public void Take(SimulatedLearner learner, OutlineLesson lesson, OutlineBlock block, Instant at)
    {
        var quiz = quizzes[block.Id];
        var calendar = new RunCalendar(run, learner.Enrolment.EnrolledOn, null, LatePolicy.Of(course.Outline.Late));
        var deadline = calendar.DeadlineOf(lesson, block);
        if (quiz.Mode == QuizMode.Test)
            Attempt(learner, new Test(course, lesson, block, quiz), deadline, at);
        else
            Answer(learner, block, quiz, deadline, at);
    }

    private void Answer(SimulatedLearner learner, OutlineBlock block, QuizBlock quiz, Deadline deadline, Instant at)
    {
        var stand = QuizStand.Of(learner.Persona, new Dictionary<string, GivenAnswer>());
        var (drawn, given) = (stand.Drawn(quiz), new List<GivenAnswer>());
        foreach (var question in drawn)
        {
            var theirs = stand.Theirs(question);
            for (var tries = 1; _respondent.To(theirs, Knows(learner, question, tries)) is { } answer; tries++)
            {
                at += Pause;
                var now = new GivenAnswer(question.Id, quiz.Id!, tries, answer, Marker.Mark(theirs, answer, quiz.Survey), at)
                {
                    Drawn = stand.Numbers(question),
                    VersionId = course.VersionId,
                };
                learner.Journal.Add(now.Statement(Word(), learner.Persona, run.Id));
                if (now.Mark.Verdict is Verdict.Wrong or Verdict.Partly && tries < (quiz.Tries ?? 2) && luck.Next(3) > 0)
                    continue;
                given.Add(now);
                break;
            }
        }

        learner.Answers.AddRange(given);
        if (QuizMark.Possible(quiz, drawn) is > 0 and var possible)
            learner.Marks.Set(QuizMark.Of(block, quiz.Weight, possible, given, deadline, at));
    }

    // Whoever did badly tries again, when they may; nobody begins after closing, and the clock hands in for who is slow.
    private void Attempt(SimulatedLearner learner, Test test, Deadline deadline, Instant at)
    {
        var attempts = new List<Attempt>();
        while (attempts.Count == 0 || TriesAgain(attempts))
        {
            if (deadline.Refusal(at) is not null)
                break;
            var began = new BeganTest(Word(), learner.Persona, run.Id, at, test) { Deadline = deadline, Lasts = test.Lasts };
            learner.Journal.Add(new Statement(began.Id, run.Id, learner.Persona, Verb.Attempted, test.Block.Id, null, at));
            var attempt = Assessment.Quizzes.Attempt.Begin(began, attempts);
            var ends = at + ((test.Lasts ?? TimeSpan.FromMinutes(20)) * (0.3 + (0.6 * luck.NextDouble())));
            if (attempt.ClosesAt is { } closes && closes < ends)
                ends = closes;
            attempts.Add(attempt.Save(Word(), ends, Answers(learner, test.Quiz, attempt)).HandIn(test.Quiz, ends));
            at = ends + TimeSpan.FromHours(luck.Next(1, 20));
        }

        learner.Attempts.AddRange(attempts);
        if (QuizMark.Best(test.Block, attempts, deadline.Late) is { } best)
            learner.Marks.Set(best);

        bool TriesAgain(List<Attempt> before) => before.Count < test.Quiz.Tries && before[^1].Earned * 2 < before[^1].Possible && luck.Next(2) == 0;
    }

    internal Dictionary<string, IReadOnlyList<string>> Answers(SimulatedLearner learner, QuizBlock quiz, Attempt attempt) =>
        quiz
            .Questions.Where(question => attempt.Questions.Contains(question.Id))
            .Select(question => (question.Id, Answer: _respondent.To(attempt.Theirs(question), Knows(learner, question, attempt.Number))))
            .Where(one => one.Answer is not null)
            .ToDictionary(one => one.Id, one => one.Answer!.Values);

    // Some questions are hard for everyone; a second look helps.
    private bool Knows(SimulatedLearner learner, Question question, int tries) =>
        luck.Next(1000) < learner.Skill + new Lot($"{question.Id} ease").Below(500) - 250 + (150 * (tries - 1));

    private Guid Word()
    {
        Span<byte> bytes = stackalloc byte[16];
        luck.NextBytes(bytes);
        return new Guid(bytes);
    }
}
