using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;

namespace Amphi.Simulation;

/// <summary>
/// A plausible crowd for a run, always the same for the same seed: many come to look, two thirds finish the first week,
/// one in five goes through to the end; a third learn discreetly. They answer the quizzes and take the tests; a case
/// study they leave open. Nobody in it has an account.
/// </summary>
public sealed class Crowd(OpenCourse course, RunFacts run, IReadOnlyDictionary<string, QuizBlock> quizzes, int seed, Instant now)
{
    // The same seed in another run makes other people.
    private readonly Random _random = new(seed + (int)(run.Id * 1_000_003));
    private readonly Random _taste = new(seed + 2);

    // Apart, so that what they answer changes nothing else of a crowd.
    private readonly Random _luck = new(seed + 1);
    private readonly QuizTaker _taker = new(course, run, quizzes, new Random(seed + 3));

    /// <summary>One invented learner, and all that they leave.</summary>
    public SimulatedLearner Next(int seat)
    {
        var persona = Persona();
        var enrolledAt = now - TimeSpan.FromDays(_random.Next(3, 40));
        var at = enrolledAt + TimeSpan.FromHours(_random.Next(1, 72));
        var audiences = Choice();
        var learner = new SimulatedLearner(Enrolment(persona, seat, enrolledAt, audiences), _luck.Next(350, 950));
        var lessons = course.For(audiences).LessonsForLearners;
        foreach (var place in lessons.Take(LessonsDone(lessons.Count)))
        {
            if (at > now - TimeSpan.FromHours(2))
                break;
            Learn(learner, place.Lesson, at);
            at += TimeSpan.FromHours(_random.Next(2, 60));
        }

        return learner;
    }

    /// <summary>Someone goes through a lesson: watches, answers, finishes it.</summary>
    public void Learn(SimulatedLearner learner, OutlineLesson lesson, Instant at)
    {
        var progress = learner.Progress;
        Say(Verb.Experienced, lesson.Id, at);
        foreach (var block in lesson.Required)
        {
            if (block is { Kind: "video", Duration: { } duration })
            {
                progress.Watch(block.Id, [new Segment(0, duration)], duration);
                Say(Verb.Played, block.Id, at + TimeSpan.FromMinutes(4));
            }
            else if (quizzes.ContainsKey(block.Id))
                _taker.Take(learner, lesson, block, at);

            progress.Finish(block.Ordinal);
        }

        learner.Stops.AddRange(lesson.Blocks.Where(block => block.Kind == "case").Select(block => new CaseStop(block.Id, learner.Persona)));
        progress.See(lesson.Id, at + TimeSpan.FromMinutes(lesson.Minutes ?? 10));
        progress.Finish(lesson.Ordinal);
        Say(Verb.Completed, lesson.Id, progress.SeenAt);

        void Say(Verb verb, string thing, Instant when) => learner.Journal.Add(new Statement(Word(), run.Id, learner.Persona, verb, thing, null, when));
    }

    // Any path, and one track; one in six has not chosen yet.
    private string Choice()
    {
        var (paths, tracks) = (course.Outline.Paths, course.Outline.Tracks);
        string[] chosen =
        [
            paths.Count > 0 ? paths[_taste.Next(paths.Count)].Id : "",
            tracks.Count > 0 && _taste.Next(6) > 0 ? tracks[_taste.Next(tracks.Count)].Id : "",
        ];
        return Audience.In(course.Outline, chosen).Ids;
    }

    // Where people stop, as shares of a crowd: see « Ce que devient une promo » in the catalogue.
    private int LessonsDone(int lessons) =>
        _random.NextDouble() switch
        {
            < 0.20 => lessons,
            < 0.36 => (int)(lessons * (0.6 + 0.3 * _random.NextDouble())),
            < 0.64 => (int)(lessons * (0.2 + 0.4 * _random.NextDouble())),
            < 0.85 => _random.Next(1, Math.Max(2, lessons / 5)),
            _ => 0,
        };

    private Enrolment Enrolment(PersonaId persona, int seat, Instant at, string audiences)
    {
        var enrolment = new Enrolment
        {
            Persona = persona,
            RunId = run.Id,
            Seat = seat,
            Intent = (Intent)_random.Next(4),
            EnrolledOn = Enrolments.Enrolment.Day(at),
            Audiences = audiences,
        };
        if (_random.NextDouble() > 0.33)
            enrolment.ShowName(InventedNames.Pick(_random));
        return enrolment;
    }

    private PersonaId Persona()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return PersonaId.From(bytes);
    }

    private Guid Word()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }
}

/// <summary>Names that belong to nobody: a given name and an initial.</summary>
public static class InventedNames
{
    private static readonly string[] Given =
    [
        "Amina",
        "Bo",
        "Teodora",
        "Salma",
        "Yannick",
        "Kadiatou",
        "Jorge",
        "Hélène",
        "Karim",
        "Lucie",
        "Mehdi",
        "Noor",
        "Olga",
        "Paulo",
        "Quitterie",
        "Rachid",
        "Sören",
        "Thaïs",
        "Ulysse",
        "Violette",
        "Wassim",
        "Xenia",
        "Yaël",
        "Zoé",
        "Anselme",
        "Bérénice",
        "Cyprien",
        "Dounia",
        "Émile",
        "Fatou",
        "Gaspard",
        "Hana",
        "Ilias",
        "Joséphine",
        "Kenza",
        "Ludovic",
        "Maïa",
        "Nils",
        "Oumar",
        "Perrine",
    ];

    public static string Pick(Random random) => $"{Given[random.Next(Given.Length)]} {(char)('A' + random.Next(26))}.";
}
