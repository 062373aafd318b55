using Amphi.Organisations;

namespace Amphi.Staff;

/// <summary>
/// Who works here and what they may do. The room stands before Enrolments, so it cannot know who learns what.
/// </summary>
public static class Routes
{
    public static void MapStaff(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/people", SeePeople.See).For(Role.Manager, Role.Administrator);
        pages.MapGet("/people/{id}", SeePerson.See).For(Role.Manager, Role.Administrator);
        pages.MapPost("/people/{id}/give", ChangeRights.Give).For(Role.Manager, Role.Administrator);
        pages.MapPost("/people/{id}/take", ChangeRights.Take).For(Role.Manager, Role.Administrator);
        pages.MapPost("/people/{id}/disable", ChangeRights.Disable).For(Role.Manager, Role.Administrator);
        pages.MapPost("/people/{id}/enable", ChangeRights.Enable).For(Role.Manager, Role.Administrator);
        pages.MapGet("/audit", ReadAuditLog.Read).For(Role.Administrator);
    }
}
