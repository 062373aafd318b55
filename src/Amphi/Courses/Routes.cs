using Amphi.Organisations;

namespace Amphi.Courses;

public static class Routes
{
    public static void MapCourses(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", Catalogue.See).ForAnyone();
        pages.MapGet("/courses/{slug}", CourseLanding.See).ForAnyone();
        pages.MapGet("/sitemap.xml", CourseLanding.Sitemap).ForAnyone();
        pages.MapGet("/feed.xml", CourseLanding.Feed).ForAnyone();
        pages.MapGet("/robots.txt", CourseLanding.Robots).ForAnyone();
    }
}
