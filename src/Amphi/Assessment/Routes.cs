using Amphi.Assessment.Cases;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Quizzes;
using Amphi.Organisations;

namespace Amphi.Assessment;

public static class Routes
{
    public static void MapAssessment(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/c/{code}/l/{lesson}/answers", AnswerQuestion.Take).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/l/{lesson}/hints", TakeHint.Take).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/q/{quiz}", TakeTest.See).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/q/{quiz}/begin", TakeTest.Begin).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/q/{quiz}/hints", TakeHint.TakeInTest).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/q/{quiz}/save", TakeTest.Save).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/q/{quiz}/hand-in", TakeTest.HandIn).ForAnyoneSignedIn();

        pages.MapGet("/c/{code}/result", MyResult.See).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/questions", SeeQuestions.See).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/regrade", RegradeQuestion.See).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/regrade", RegradeQuestion.Apply).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/gradebook", ReadGradebook.See).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/gradebook.csv", GradebookExport.Csv).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/gradebook.xlsx", GradebookExport.Xlsx).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/gradebook/import", GradebookImport.Take).ForAnyoneSignedIn();
        pages.MapGet("/c/{code}/gradebook/{seat}", ChangeMark.See).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/gradebook/{seat}", ChangeMark.Change).ForAnyoneSignedIn();
        pages.MapGroup("/c/{code}").MapCases();
    }
}
