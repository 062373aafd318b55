using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Learning.Dates;
using Amphi.Look;
using Amphi.Organisations;

namespace Amphi.Learning;

/// <summary>Someone who learns here: their persona, how they appear, and how far they are.</summary>
public sealed record Learner(PersonaId Persona, EnrolmentFacts Enrolment, Progress Progress, Arrangement Arranged);

/// <summary>
/// A course run as one visitor may see it; every learning page takes one. Who neither learns here nor is on the team
/// gets what anyone gets for a run that does not exist.
/// </summary>
public sealed record Classroom
{
    public required Visit Visit { get; init; }
    public required RunFacts Run { get; init; }
    public required OpenCourse Course { get; init; }

    /// <summary>null for someone of the team who does not learn here themselves.</summary>
    public required Learner? Learner { get; init; }
    public required bool IsTeam { get; init; }

    /// <summary>Someone of the team looks as a learner would; see <see cref="ViewAs"/>.</summary>
    public bool IsViewing { get; init; }

    public bool Shows(OutlineLesson lesson) => IsTeam || lesson.IsOpenToLearners;

    /// <summary>When a lesson will open for a learner; null when it is open, or for the team.</summary>
    public Instant? OpensLater(OutlineSection section, OutlineLesson lesson) =>
        !IsTeam && Calendar.Opens(lesson.Id, section.Opens) is { } opens && opens > Visit.Now ? opens : null;

    /// <summary>What the learner has reached; null where no lesson of the course waits for it.</summary>
    public IScores? Scores { get; init; }

    /// <summary>What a learner has to finish or to reach before a lesson opens.</summary>
    public IReadOnlyList<Need> StillNeeds(OutlineLesson lesson) => IsTeam || (lesson.Needs.Count == 0 && lesson.Reach.Count == 0) ? [] : Need.Of(this, lesson);

    /// <summary>What is open and not finished, in the order of the course.</summary>
    public IEnumerable<LessonPlace> Pending =>
        Course.LessonsForLearners.Where(place =>
            Learner?.Progress.IsDone(place.Lesson.Ordinal) != true && OpensLater(place.Section, place.Lesson) is null && StillNeeds(place.Lesson).Count == 0
        );

    /// <exception cref="MissingException">There is no such lesson, it is not published, or it is for others.</exception>
    /// <exception cref="RefusedException">It is not open yet.</exception>
    public LessonPlace Lesson(string id)
    {
        var place = Course.Lesson(id);
        if (!Shows(place.Lesson))
            throw new MissingException("No such lesson.");
        if (OpensLater(place.Section, place.Lesson) is { } opens)
            throw new RefusedException(new Refusal("dates.refused.notopen", opens));
        if (StillNeeds(place.Lesson) is [var first, ..])
            throw new RefusedException(
                first.Percent is { } percent ? new Refusal("needs.refused.score", first.Title, percent) : new Refusal("needs.refused", first.Title)
            );
        return place;
    }

    /// <summary>Who acts; the team only looks.</summary>
    /// <exception cref="RefusedException">The visitor is not enrolled, or only views.</exception>
    public Learner Acting =>
        Learner is { } learner && !IsViewing
            ? learner
            : throw new RefusedException(new Refusal(IsViewing ? "view.refused" : "learning.refused.notenrolled") { Status = StatusCodes.Status403Forbidden });

    public bool IsDiscreet => Learner is { Enrolment.IsDiscreet: true };

    /// <summary>When things open and are due, for whoever this is.</summary>
    public RunCalendar Calendar => field ??= new(Run, Learner?.Enrolment.EnrolledOn, Learner?.Arranged, LatePolicy.Of(Course.Outline.Late));

    /// <summary>The lesson that « La leçon » opens: the last one, else the first.</summary>
    public string LessonToOpen =>
        Learner?.Progress.Lesson is { } last && Course.LessonOf(last) is not null ? last
        : Course.LessonsForLearners.Count > 0 ? Course.LessonsForLearners[0].Lesson.Id
        : "";

    /// <summary>What stands around the pages of this run. Their titles in the browser are neutral for someone who learns discreetly.</summary>
    public Frame Frame(string title, string current) => Frame(title, current, LessonToOpen, IsDiscreet ? Learner!.Enrolment.Seat.ToString() : "");

    /// <summary>The same where what is the learner's own is given.</summary>
    internal Frame Frame(string title, string current, string lesson, string seat)
    {
        var words = Visit.Words;
        var frame = Visit.Frame(title);
        return frame with
        {
            Title = IsDiscreet ? "Amphi" : frame.Title,
            Seat = IsDiscreet ? words.Say("seat", seat) : null,
            IsDock = true,
            Viewing = IsViewing ? new ViewingNotice(words["view.as.text"], words["view.as.end"]) : null,
            Nav =
            [
                new NavItem($"/c/{Run.Code}", "house", words["nav.course"], current == "home"),
                new NavItem($"/c/{Run.Code}/l/{lesson}", "book-open", words["nav.lesson"], current == "lesson"),
                new NavItem($"/c/{Run.Code}/place", "settings", words["nav.place"], current == "place"),
                new NavItem("/learning", "list-tree", words["nav.learning"]),
            ],
        };
    }

    public static async ValueTask<Classroom> BindAsync(HttpContext context)
    {
        var visit = Visit.Of(context);
        var services = context.RequestServices;
        var found = await services.GetRequiredService<RunBoard>().RunAt((string)context.Request.RouteValues["code"]!, visit.Cancel);

        // The vault is asked about a run that is not there too, so that it costs what someone else's costs.
        var persona = await services.GetRequiredService<Vault>().PersonaOf(visit.Person.Id, found?.Id ?? 0, visit.Cancel);
        var run = found ?? throw new MissingException("No such run.");
        var learner = await LearnerIn(run, persona, visit, services);
        var isTeam = visit.Roles.IsOnTeamOf(run.CourseId) && visit.Person.OrganisationId == run.OrganisationId;
        if (learner is null && !isTeam)
            throw new MissingException("No such run.");

        var viewing = isTeam ? ViewAs.Audiences(context, run) : null;
        var isViewing = viewing is not null;
        var course = await services.GetRequiredService<Shelf>().Open(run.VersionId);
        if (isViewing)
            learner = ViewAs.Nobody(run, course, viewing!);
        return new Classroom
        {
            Visit = visit,
            Run = run,
            Course = isTeam && !isViewing ? course : course.For(learner!.Enrolment.Audiences),
            Scores = course.HasScores && learner is not null ? await services.GetRequiredService<IScoreBoard>().Of(learner, course, visit.Cancel) : null,
            Learner = learner,
            IsTeam = isTeam && !isViewing,
            IsViewing = isViewing,
        };
    }

    private static async ValueTask<Learner?> LearnerIn(RunFacts run, PersonaId? known, Visit visit, IServiceProvider services) =>
        known is not { } persona
            ? null
            : visit.Beside as Learner ?? await services.GetRequiredService<HotReads>().One(ReadLearner.Of(persona, run.Id), visit.Cancel) as Learner;
}
