using Amphi.Ground;
using Amphi.Organisations;

namespace Amphi.Staff;

/// <summary>A manager or an administrator changes what someone may do, and whether they may come in.</summary>
internal static class ChangeRights
{
    public static Task<IResult> Give(string id, Visit visit, StaffOffice office, HttpContext context) =>
        WithRole(id, visit, context, (role, course) => office.Give(visit.Person, id, role, course, visit.Cancel));

    public static Task<IResult> Take(string id, Visit visit, StaffOffice office, HttpContext context) =>
        WithRole(id, visit, context, (role, course) => office.Take(visit.Person, id, role, course, visit.Cancel));

    public static async Task<IResult> Disable(string id, Visit visit, StaffOffice office)
    {
        await office.Disable(visit.Person, id, visit.Cancel);
        return Back(id);
    }

    public static async Task<IResult> Enable(string id, Visit visit, StaffOffice office)
    {
        await office.Enable(visit.Person, id, visit.Cancel);
        return Back(id);
    }

    private static async Task<IResult> WithRole(string id, Visit visit, HttpContext context, Func<Role, Slug?, Task> change)
    {
        var form = await context.Request.ReadFormAsync(visit.Cancel);
        var course = form["course"].ToString() is { Length: > 0 } typed
            ? Slug.TryParse(typed, null, out var slug)
                ? slug
                : throw new MissingException("No such course.")
            : (Slug?)null;

        // What is no role is one that nobody may give.
        var role = Enum.TryParse<Role>(form["role"], out var named) && Enum.IsDefined(named) ? named : Role.Learner;
        await change(role, course);
        return Back(id);
    }

    private static IResult Back(string id) => Results.LocalRedirect($"/people/{id}?saved=1");
}
