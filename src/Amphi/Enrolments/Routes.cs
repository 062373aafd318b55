using Amphi.Organisations;

namespace Amphi.Enrolments;

public static class Routes
{
    public static void MapEnrolments(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/courses/{slug}/enrol", EnrolInCourse.Ask).ForAnyoneSignedIn();
        pages.MapPost("/courses/{slug}/enrol", EnrolInCourse.Enrol).ForAnyoneSignedIn();
    }
}
