namespace Amphi.Journeys;

/// <summary>The addresses of every page, for those who may see them. A page that is not here fails <see cref="PagesJourneys"/>.</summary>
internal static class EveryPage
{
    public static readonly IReadOnlyList<string> ForAnyone =
    [
        "/",
        "/?q=projet",
        "/?q=zzzz",
        "/courses/conduire-un-projet",
        "/discretion",
        "/accessibility",
        "/sign-in",
        "/sign-up",
        "/reset",
        "/confirm?token=none",
        "/reset/choose?token=none",
        "/nowhere",
    ];

    public static readonly IReadOnlyList<string> ForLearners =
    [
        "/me",
        "/me?welcome=%2F",
        "/learning",
        "/me/calendar",
        "/courses/conduire-un-projet/enrol",
        "{home}",
        "{home}/l/l11",
        "{home}/l/l13",
        "{home}/l/l23",
        "{home}/case/c43",
        "{home}/q/t34",
        "{home}/place",
        "{home}/choice",
        "{home}/dates",
        "{home}/journal",
        "{home}/result",
        "{home}/result?if.l13=80",
    ];

    public static readonly IReadOnlyList<string> ForTeachers =
    [
        "{home}",
        "{home}/l/l13",
        "{home}/team/dates",
        "{home}/questions",
        "{home}/regrade",
        "{home}/regrade?question=q13a",
        "{home}/gradebook",
        "{home}/gradebook?sort=best&rates=1",
        "{home}/gradebook?group=risk",
        "{home}/gradebook/{seat}",
        "{home}/case/c43",
        "{home}/cases",
        "{copy}",
        "{like}",
    ];

    public static readonly IReadOnlyList<string> ForAdministrators = ["/people", "/people?q=zzzz", "/people?role=Teacher", "{person}", "{self}", "/audit"];

    /// <summary>What the routes of each page look like, to tell which page has been forgotten.</summary>
    public static readonly IReadOnlyList<string> Routes =
    [
        "/",
        "/courses/{slug}",
        "/discretion",
        "/accessibility",
        "/sign-in",
        "/sign-up",
        "/reset",
        "/confirm",
        "/reset/choose",
        "/me",
        "/learning",
        "/me/calendar",
        "/courses/{slug}/enrol",
        "/people",
        "/people/{id}",
        "/audit",
        "/c/{code}",
        "/c/{code}/l/{lesson}",
        "/c/{code}/q/{quiz}",
        "/c/{code}/case/{block}",
        "/c/{code}/case/{block}/training",
        "/c/{code}/case/{block}/read/{review}",
        "/c/{code}/cases",
        "/c/{code}/cases/{copy}",
        "/c/{code}/cases/{copy}/like/{other}",
        "/c/{code}/place",
        "/c/{code}/choice",
        "/c/{code}/dates",
        "/c/{code}/team/dates",
        "/c/{code}/journal",
        "/c/{code}/result",
        "/c/{code}/questions",
        "/c/{code}/regrade",
        "/c/{code}/gradebook",
        "/c/{code}/gradebook/{seat}",
    ];

    /// <summary>What answers GET and is no page.</summary>
    public static readonly IReadOnlyList<string> NoPages =
    [
        "/health",
        "/build/{file}",
        "/sitemap.xml",
        "/feed.xml",
        "/robots.txt",
        "/language",
        "/c/{code}/f/{file}",
        "/c/{code}/case/{block}/file/{file}",
        "/c/{code}/journal.jsonl",
        "/calendar/{secret}.ics",
        "/c/{code}/gradebook.csv",
        "/c/{code}/gradebook.xlsx",
    ];
}
