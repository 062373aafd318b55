using Amphi.Organisations;

namespace Amphi.Learning;

/// <summary>The addresses of a run name neither the course nor the learner; the classroom asks who may see what.</summary>
public static class Routes
{
    public static void MapLearning(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/learning", MyLearning.See).ForAnyoneSignedIn();

        pages.MapGet("/c/{code}", CourseHome.See).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/l/{lesson}", ReadLesson.Read).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/l/{lesson}/done", ReadLesson.Mark).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/l/{lesson}/bookmark", ReadLesson.Bookmark).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/acts", ReportActs.Report).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/f/{file}", CourseFile.Give).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/place", MyPlace.See).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/place", MyPlace.Change).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/leave", MyPlace.Leave).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/view-as", ViewAs.Begin).ForAnyoneSignedIn();
        pages.MapPost("/view-as/end", ViewAs.End).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/journal", MyJournal.Read).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/journal.jsonl", MyJournal.Download).ForAnyoneSignedIn();
    }
}
