using System.Text.Json;
using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;
using RazorSlices;

namespace Amphi.Courses;

public sealed record CoursePageModel(Course Course, OpenCourse Open, CourseRun? Run, Refusal? Refusal, string AboutHtml, Instant Now);

/// <summary>Anyone reads what a course offers, before they decide.</summary>
internal static class CourseLanding
{
    public static async Task<IResult> See(Slug slug, Visit visit, DrawnPages pages, HttpContext context)
    {
        if (visit.Visitor is null)
            return Page.Show(visit.Frame(""), await pages.Get($"/courses/{slug} {visit.Language}", Draw));

        var (frame, page) = await Draw();
        return Page.Show(frame, page);

        Task<(Frame, RazorSlice)> Draw() => CourseLanding.Draw(slug, visit, context.RequestServices);
    }

    private static async Task<(Frame, RazorSlice)> Draw(Slug slug, Visit visit, IServiceProvider house)
    {
        var (db, shelf, site) = (house.GetRequiredService<Database>(), house.GetRequiredService<Shelf>(), house.GetRequiredService<SiteAddress>());
        var course = await db.CourseAt(slug, visit.Cancel);
        if (course.CurrentVersionId is not { } version || (!course.IsListed && !visit.Roles.IsOnTeamOf(course.Id)))
            throw new MissingException("Not published.");

        var open = await shelf.Open(version);
        var run = await db.RunToEnrolIn(course.Id, visit.Now, visit.Cancel);
        var model = new CoursePageModel(course, open, run, run?.EnrolmentRefusal(visit.Now), await shelf.About(open, visit.Cancel), visit.Now);
        var address = site.At($"/courses/{slug}");
        var frame = visit.Frame(course.Title) with { Listing = new Listing(address, course.Summary, JsonLd(course, run, address), "/feed.xml") };
        return (frame, CoursePage.Create(model));
    }

    /// <summary>schema.org <c>Course</c> with its instance, as search engines read it.</summary>
    private static string JsonLd(Course course, CourseRun? run, string address)
    {
        var data = new Dictionary<string, object?>
        {
            ["@context"] = "https://schema.org",
            ["@type"] = "Course",
            ["@id"] = address,
            ["url"] = address,
            ["name"] = course.Title,
            ["description"] = course.Summary.Length > 0 ? course.Summary : course.Title,
            ["inLanguage"] = course.Language,
            ["provider"] = new Dictionary<string, object?> { ["@type"] = "Organization", ["name"] = "Amphi" },
            ["offers"] = new Dictionary<string, object?>
            {
                ["@type"] = "Offer",
                ["category"] = "Free",
                ["price"] = 0,
                ["priceCurrency"] = "EUR",
            },
        };
        if (run is not null)
            data["hasCourseInstance"] = Instance(course, run);
        return JsonSerializer.Serialize(data);
    }

    private static Dictionary<string, object?> Instance(Course course, CourseRun run)
    {
        var instance = new Dictionary<string, object?>
        {
            ["@type"] = "CourseInstance",
            ["courseMode"] = "Online",
            ["name"] = run.Title,
        };
        if (run.StartsAt is { } starts)
            instance["startDate"] = starts.ToDateTimeOffset().ToString("yyyy-MM-dd");
        if (run.EndsAt is { } ends)
            instance["endDate"] = ends.ToDateTimeOffset().ToString("yyyy-MM-dd");
        if (course.Hours is { } hours)
            instance["courseWorkload"] = $"PT{hours}H";
        return instance;
    }

    public static async Task<IResult> Sitemap(Visit visit, Database db, SiteAddress site)
    {
        var courses = await db.Courses.AsNoTracking().Listed.OrderBy(course => course.Id).Take(10_000).Select(course => course.Slug).ToListAsync(visit.Cancel);
        var urls = courses.Select(slug => site.At($"/courses/{slug}")).Prepend(site.At("/")).Select(url => $"<url><loc>{url}</loc></url>");
        return Results.Text(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{string.Concat(urls)}</urlset>\n",
            "application/xml; charset=utf-8"
        );
    }

    /// <summary>An Atom feed (RFC 4287) of the newest courses.</summary>
    public static async Task<IResult> Feed(Visit visit, Database db, SiteAddress site)
    {
        var courses = await db.Courses.AsNoTracking().Listed.OrderByDescending(course => course.Id).Take(50).ToListAsync(visit.Cancel);
        var updated = courses.Select(course => course.CreatedAt).DefaultIfEmpty(visit.Now).Max();
        var entries = courses.Select(course => Entry(course, site));
        return Results.Text(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{site.At("/feed.xml")}</id><title>Amphi</title><updated>{updated}</updated><link rel=\"self\" href=\"{site.At("/feed.xml")}\"/><author><name>Amphi</name></author>{string.Concat(entries)}</feed>\n",
            "application/atom+xml; charset=utf-8"
        );
    }

    private static string Entry(Course course, SiteAddress site)
    {
        var address = site.At($"/courses/{course.Slug}");
        return $"<entry><id>{address}</id><title>{Furniture.Encoder.Encode(course.Title)}</title><updated>{course.CreatedAt}</updated><link href=\"{address}\"/><summary>{Furniture.Encoder.Encode(course.Summary)}</summary></entry>";
    }

    public static IResult Robots(SiteAddress site) =>
        Results.Text($"User-agent: *\nDisallow: /c/\nDisallow: /me\nDisallow: /learning\nSitemap: {site.At("/sitemap.xml")}\n");
}
