using Amphi.Assessment.Cases;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Quizzes;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Learning.Dates;
using Amphi.Organisations;
using Amphi.Simulation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Amphi.Demonstration;

/// <summary>
/// What makes a cohort of the demonstration alive in the middle of its course: Amina learns discreetly, has a test under
/// way and a copy to read; Bo shows his name and has a result to see; copies, appeals and requests wait for the team.
/// </summary>
internal sealed class CohortLife(IServiceProvider house, RunFacts run, OpenCourse course, CancellationToken cancel)
{
    private const string Case = "c43";
    private const string Test = "t34";
    private static readonly TimeSpan Since = TimeSpan.FromDays(14);

    private readonly Instant _now = house.GetRequiredService<TimeProvider>().Now();
    private readonly Database _db = house.GetRequiredService<Database>();

    /// <param name="stops">Who of the cohort has come to the case study.</param>
    public async Task Begin(IReadOnlyList<CaseStop> stops)
    {
        var bo = await Enrol("bo@corvane.example", isNamed: true, "numerique", skill: 700, through: "l43");
        var amina = await Enrol("amina@corvane.example", isNamed: false, "terrain", skill: 850, through: "l33");
        var place = (await house.GetRequiredService<CaseDesk>().Find(course, Case))!;
        var others = stops.Where(stop => stop.Block == Case).Select(stop => stop.Persona).ToList();
        var writing = InventedCopy.All.Count - 2;
        var work = new CaseLife(house, run, course, place, _now, cancel);
        await work.Play([.. others.Take(2), bo, .. others.Skip(2).Take(writing - 2), amina]);
        await work.AskAgain();
        await work.BeginReading(amina);
        await BeginTest(amina);
        await AskForTime([.. others.Skip(writing)]);
        await Team();
        var messenger = house.GetRequiredService<Messenger>();
        while (await messenger.DeliverDue(cancel) > 0)
        {
            // What came of it is there when the site opens.
        }
    }

    private async Task<PersonaId> Enrol(string email, bool isNamed, string track, int skill, string through)
    {
        var (person, came) = (await PersonAt(email), _now - Since);
        var registrar = new Registrar(_db, house.GetRequiredService<Vault>(), house.GetRequiredService<IPastActs>(), new StandingClock(came));
        var persona = await registrar.Enrol(run.Code, new Application(person.Id, isNamed ? person.Name : null, Intent.GetCertified), cancel);
        var enrolment = await _db.Alone(
            async () =>
            {
                var held = (await _db.EnrolmentOf(persona, cancel))!;
                held.Audiences = Audience.In(course.Outline, [track]).Ids;
                await _db.SaveChangesAsync(cancel);
                return held;
            },
            cancel
        );
        var lessons = course.For(enrolment.Audiences).LessonsForLearners.Select(one => one.Lesson).ToList();
        var last = lessons.FindIndex(lesson => lesson.Id == through);
        await house.GetRequiredService<Simulator>().Teach(run, enrolment, skill, lessons[..(last + 1)], came, cancel);
        return persona;
    }

    // Half of it answered, and time left.
    private async Task BeginTest(PersonaId learner)
    {
        var room = await Room(learner, _now);
        var tests = house.GetRequiredService<TestDesk>();
        var attempt = await tests.Begin(await tests.Sit(room, Test), Guid.NewGuid());
        var sitting = await tests.Sit(room, Test);
        var question = sitting.Test.Quiz.Questions.First(one => attempt.Questions.Contains(one.Id));
        var values = new Respondent(new Random(1)).To(attempt.Theirs(question), knows: true)!.Values;
        var form = Form(("attempt", "1"), ("question", question.Id)).Append(new($"q.{question.Id}", values.ToArray())).ToDictionary();
        await TakeTest.Keep(sitting, new FormCollection(form), tests, handsIn: false);
    }

    private async Task AskForTime(IReadOnlyList<PersonaId> learners)
    {
        string[] reasons =
        [
            "Inventaire annuel jusqu’à vendredi, je n’ai pas une soirée.",
            "Mon équipe déménage cette semaine, justement.",
            "Un enfant malade, trois jours de retard.",
            "Je rends une étude de cas dans un autre cours le même jour.",
        ];
        foreach (var (learner, n) in learners.Take(reasons.Length).Select((learner, n) => (learner, n)))
            await MyDates.Ask(
                await Room(learner, _now - TimeSpan.FromHours(5 + (9 * n))),
                _db,
                Sent(("thing", course.LessonOf(Case)!.Id), ("days", $"{3 + (2 * n)}"), ("reason", reasons[n]))
            );
    }

    // The team has set a few marks by hand, and given someone more time.
    private async Task Team()
    {
        var room = Room(await PersonAt("teodora@montreval.example"), _now);
        var rows = (await house.GetRequiredService<Gradebook>().After(room, 0, 200)).Where(row => row.Result.Pieces.Any(one => one.IsHandedIn)).ToList();
        var office = house.GetRequiredService<MarkOffice>();
        MarkWish Wish(int row, MarkChangeKind kind, int? hundredths) =>
            new(rows[row].Learner.Persona, rows[row].Learner.Seat, rows[row].Result.Pieces.First().Piece.Lesson, kind, hundredths);
        await office.Change(room, [Wish(0, MarkChangeKind.Set, 8_000)], "Réponses données à l’oral : la page ne s’ouvrait pas.");
        await office.Change(room, [Wish(2, MarkChangeKind.Excused, null)], "Arrivée en troisième semaine, d’accord avec l’équipe.");
        await TeamDates.Allow(room, _db, Sent(("seat", $"{rows[4].Learner.Seat}"), ("percent", "33")));
    }

    private Task<Person> PersonAt(string email) => _db.People.AsNoTracking().SingleAsync(one => one.EmailFolded == email, cancel);

    // What a learner does asks only for their persona.
    private async Task<Classroom> Room(PersonaId persona, Instant at)
    {
        var learner = (Learner)(await house.GetRequiredService<HotReads>().One(ReadLearner.Of(persona, run.Id), cancel))!;
        return Room(null, at) with { Course = course.For(learner.Enrolment.Audiences), Learner = learner, IsTeam = false };
    }

    private Classroom Room(Person? teacher, Instant at) =>
        new()
        {
            Visit = new Visit(new DefaultHttpContext { RequestServices = house }, () => "")
            {
                Visitor = teacher is null
                    ? null
                    : new Visitor
                    {
                        Id = teacher.Id,
                        Name = teacher.Name,
                        Language = "fr",
                        TimeZone = run.TimeZone,
                        OrganisationId = run.OrganisationId,
                        SessionId = "",
                        SignedInAt = at,
                        SeenAt = at,
                        Roles = Roles.None,
                    },
                Now = at,
                Language = "fr",
                Cancel = cancel,
            },
            Run = run,
            Course = course,
            Learner = null,
            IsTeam = true,
        };

    private DefaultHttpContext Sent(params (string, string)[] fields) =>
        new() { RequestServices = house, Request = { Form = new FormCollection(Form(fields).ToDictionary()) } };

    private static IEnumerable<KeyValuePair<string, StringValues>> Form(params (string Name, string Value)[] fields) =>
        fields.Select(field => new KeyValuePair<string, StringValues>(field.Name, field.Value));

    /// <summary>A clock that stands at the day someone came.</summary>
    private sealed class StandingClock(Instant at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at.ToDateTimeOffset();
    }
}
