using Amphi.Assessment.Quizzes;
using Amphi.Organisations;

namespace Amphi.Assessment;

public static class Routes
{
    public static void MapAssessment(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/c/{code}/l/{lesson}/answers", AnswerQuestion.Take).ForAnyoneSignedIn();
        pages.MapPost("/c/{code}/l/{lesson}/hints", TakeHint.Take).ForAnyoneSignedIn();
    }
}
