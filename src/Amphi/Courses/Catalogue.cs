using Amphi.Ground;
using Amphi.Look;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;
using RazorSlices;

namespace Amphi.Courses;

public sealed record CataloguePageModel(
    IReadOnlyList<CatalogueEntry> Courses,
    string Searched,
    string? Language,
    string? Length,
    int Page,
    int Pages,
    int Total
)
{
    public bool IsFiltered => Searched.Length > 0 || Language is not null || Length is not null;
}

/// <summary>A course on the shelf, and the run that would take someone today.</summary>
public sealed record CatalogueEntry(Course Course, CourseRun? Run);

/// <summary>Anyone looks for a course.</summary>
internal static class Catalogue
{
    private const int PageSize = 24;

    public static async Task<IResult> See(Visit visit, DrawnPages pages, HttpContext context, string? q, string? language, string? length, int? page)
    {
        if (visit.Visitor is not null || context.Request.QueryString.HasValue)
        {
            var (frame, drawn) = await Draw();
            return Page.Show(frame, drawn);
        }

        return Page.Show(visit.Frame(""), await pages.Get($"/ {visit.Language}", Draw));

        Task<(Frame, RazorSlice)> Draw() => Catalogue.Draw(visit, context.RequestServices.GetRequiredService<Database>(), q, language, length, page);
    }

    private static async Task<(Frame, RazorSlice)> Draw(Visit visit, Database db, string? q, string? language, string? length, int? page)
    {
        var searched = (q ?? "").Trim() is { Length: <= 200 } typed ? typed : "";
        var found = Filtered(db.Courses.AsNoTracking().Listed.About(searched), language, length);
        var total = await found.CountAsync(visit.Cancel);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var current = Math.Clamp(page ?? 1, 1, pages);
        var courses = await found.OrderBy(course => course.Id).Skip((current - 1) * PageSize).Take(PageSize).ToListAsync(visit.Cancel);
        var entries = new List<CatalogueEntry>();
        foreach (var course in courses)
            entries.Add(new CatalogueEntry(course, await db.RunToEnrolIn(course.Id, visit.Now, visit.Cancel)));

        var model = new CataloguePageModel(entries, searched, language, length, current, pages, total);
        var frame = visit.Frame(visit.Words["catalogue.title"]) with { Listing = new Listing("/", visit.Words["catalogue.lead"], Feed: "/feed.xml") };
        return (frame, CataloguePage.Create(model));
    }

    private static IQueryable<Course> Filtered(IQueryable<Course> courses, string? language, string? length)
    {
        if (Languages.Speaks(language))
            courses = courses.Where(course => course.Language.StartsWith(language!));
        return length switch
        {
            "short" => courses.Where(course => course.Weeks <= 5),
            "middle" => courses.Where(course => course.Weeks >= 6 && course.Weeks <= 8),
            "long" => courses.Where(course => course.Weeks >= 9),
            _ => courses,
        };
    }
}
