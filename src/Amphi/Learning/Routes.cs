using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Learning.Dates;
using Amphi.Organisations;

namespace Amphi.Learning;

/// <summary>The addresses of a run name neither the course nor the learner; the classroom asks who may see what.</summary>
public static class Routes
{
    public static void MapLearning(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/learning", MyLearning.See).ForAnyoneSignedIn();
        pages.MapGet("/me/calendar", MyCalendar.See).ForAnyoneSignedIn();
        pages.MapPost("/me/calendar/feed", MyCalendar.Make).ForAnyoneSignedIn();
        pages.MapPost("/me/calendar/feed/end", MyCalendar.End).ForAnyoneSignedIn();
        pages.MapGet("/calendar/{secret}.ics", MyCalendar.Feed).ForAnyone();

        var services = pages.ServiceProvider;
        var learner = new ReadLearner(services.GetRequiredService<RunBoard>(), services.GetRequiredService<Vault>());
        var rooms = pages.MapGroup("/c/{code}").WithMetadata(learner);
        pages.MapGet("/c/{code}", CourseHome.See).WithMetadata(learner).ForAnyoneSignedIn();
        rooms.MapGet("/l/{lesson}", ReadLesson.Read).ForAnyoneSignedIn();
        rooms.MapPost("/l/{lesson}/done", ReadLesson.Mark).ForAnyoneSignedIn();
        rooms.MapPost("/l/{lesson}/bookmark", ReadLesson.Bookmark).ForAnyoneSignedIn();
        rooms.MapPost("/acts", ReportActs.Report).ForAnyoneSignedIn();
        rooms.MapGet("/f/{file}", CourseFile.Give).ForAnyoneSignedIn();
        rooms.MapGet("/place", MyPlace.See).ForAnyoneSignedIn();
        rooms.MapPost("/place", MyPlace.Change).ForAnyoneSignedIn();
        rooms.MapGet("/choice", MyChoice.See).ForAnyoneSignedIn();
        rooms.MapPost("/choice", MyChoice.Choose).ForAnyoneSignedIn();
        rooms.MapPost("/leave", MyPlace.Leave).ForAnyoneSignedIn();
        rooms.MapPost("/view-as", ViewAs.Begin).ForAnyoneSignedIn();
        pages.MapPost("/view-as/end", ViewAs.End).ForAnyoneSignedIn();
        rooms.MapGet("/dates", MyDates.See).ForAnyoneSignedIn();
        rooms.MapPost("/dates/move", MyDates.Move).ForAnyoneSignedIn();
        rooms.MapPost("/dates/ask", MyDates.Ask).ForAnyoneSignedIn();
        rooms.MapGet("/team/dates", TeamDates.See).ForAnyoneSignedIn();
        rooms.MapPost("/team/dates", TeamDates.Set).ForAnyoneSignedIn();
        rooms.MapPost("/team/dates/moving", TeamDates.LetMove).ForAnyoneSignedIn();
        rooms.MapPost("/team/extensions/{id}", TeamDates.Answer).ForAnyoneSignedIn();
        rooms.MapPost("/team/allowances", TeamDates.Allow).ForAnyoneSignedIn();
        rooms.MapGet("/journal", MyJournal.Read).ForAnyoneSignedIn();
        rooms.MapGet("/journal.jsonl", MyJournal.Download).ForAnyoneSignedIn();
    }
}
