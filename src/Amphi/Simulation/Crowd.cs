using Amphi.Assessment.Grades;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;

namespace Amphi.Simulation;

/// <summary>
/// A plausible crowd for a run, always the same for the same seed: many come to look, two thirds finish the first week,
/// one in five goes to the end; a third learn discreetly. Nobody in it has an account.
/// </summary>
public sealed class Crowd(OpenCourse course, RunFacts run, int seed, Instant now)
{
    private readonly Random _random = new(seed);

    // Apart, so that marks change nothing else of a crowd.
    private readonly Random _luck = new(seed + 1);
    private readonly Random _taste = new(seed + 2);

    /// <summary>One invented learner: enrolment, progress and the lines of their journal.</summary>
    public SimulatedLearner Next(int seat)
    {
        var persona = Persona();
        var enrolledAt = now - TimeSpan.FromDays(_random.Next(3, 40));
        var progress = new Progress(persona, run.Id);
        var journal = new List<Statement>();
        var sheet = new MarkSheet(persona, run.Id);
        var skill = _luck.Next(350, 950);
        var at = enrolledAt + TimeSpan.FromHours(_random.Next(1, 72));
        var audiences = Choice();
        var lessons = course.For(audiences).LessonsForLearners;
        foreach (var place in lessons.Take(LessonsDone(lessons.Count)))
        {
            if (at > now)
                break;
            Learn(place.Lesson, progress, journal, at);
            Mark(place.Lesson, sheet, skill, at);
            at += TimeSpan.FromHours(_random.Next(2, 60));
        }

        return new SimulatedLearner(Enrolment(persona, seat, enrolledAt, audiences), progress, journal, sheet);
    }

    // Thousandths of one point around what this learner can; one case study in ten still waits.
    private void Mark(OutlineLesson lesson, MarkSheet sheet, int skill, Instant at)
    {
        foreach (var block in lesson.Blocks.Where(block => block.Kind is "quiz" or "case" && block.Weight is > 0))
        {
            var isWaiting = block.Kind == "case" && _luck.Next(10) == 0;
            var earned = Math.Clamp(skill + _luck.Next(-300, 300), 0, 1000);
            sheet.Set(new BlockMark(block.Ordinal, isWaiting ? 0 : earned, 1000, isWaiting ? MarkState.Waiting : MarkState.Marked, 0, at));
        }
    }

    private void Learn(OutlineLesson lesson, Progress progress, List<Statement> journal, Instant at)
    {
        Say(Verb.Experienced, lesson.Id, at);
        foreach (var block in lesson.Required)
        {
            if (block is { Kind: "video", Duration: { } duration })
                progress.Watch(block.Id, [new Segment(0, duration)], duration);
            progress.Finish(block.Ordinal);
            Say(block.Kind == "video" ? Verb.Played : Verb.Answered, block.Id, at + TimeSpan.FromMinutes(4));
        }

        progress.See(lesson.Id, at + TimeSpan.FromMinutes(lesson.Minutes ?? 10));
        progress.Finish(lesson.Ordinal);
        Say(Verb.Completed, lesson.Id, progress.SeenAt);

        void Say(Verb verb, string thing, Instant when) => journal.Add(new Statement(Word(), run.Id, progress.Persona, verb, thing, null, when));
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

public sealed record SimulatedLearner(Enrolment Enrolment, Progress Progress, IReadOnlyList<Statement> Journal, MarkSheet Marks);

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
