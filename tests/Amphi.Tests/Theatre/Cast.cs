using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;

namespace Amphi.Tests.Theatre;

/// <summary>People and courses that tests begin with. Amina learns, Bo learns beside her, Teodora teaches, Salma runs the school.</summary>
internal static class Cast
{
    public const string Password = "une phrase assez longue";

    public static async Task<Person> Invite(this Amphitheatre amphi, string name, params Role[] roles)
    {
        Assert.True(EmailAddress.TryParse($"{name.ToLowerInvariant()}@school.example", out var email));
        return await amphi.With<Registry, Person>(async registry =>
        {
            await registry.Organisation("School", TestContext.Current.CancellationToken);
            return await registry.Add(email, name, "fr", Password, roles, TestContext.Current.CancellationToken);
        });
    }

    /// <summary>A browser in which that person has signed in.</summary>
    public static async Task<Browser> SignedIn(this Amphitheatre amphi, string name, params Role[] roles)
    {
        await amphi.Invite(name, roles);
        var browser = amphi.NewBrowser();
        var page = await browser.Submit("/sign-in", [("email", $"{name.ToLowerInvariant()}@school.example"), ("password", Password)], "/sign-in");
        Assert.Contains(Porter.SessionCookie, browser.Cookies.Keys);
        Assert.Equal(200, (int)page.Status);
        return browser;
    }

    /// <summary>Publishes a small course and opens a run of it; tells the run's code.</summary>
    public static async Task<string> Offer(this Amphitheatre amphi, string slug = "first-aid", NewRun? run = null)
    {
        var folder = Directory.CreateTempSubdirectory("amphi-course-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "course.yaml"),
            $"slug: {slug}\ntitle: Premiers secours\nlanguage: fr\nsummary: Réagir à temps.\nweeks: 4\n"
        );
        Directory.CreateDirectory(Path.Combine(folder, "01"));
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "section.yaml"), $"id: {slug}-s1\ntitle: Semaine 1\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "01.md"), Lesson("l1", "Appeler"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "01", "02.md"),
            "---\nid: l2\ntitle: Protéger\n---\n\nDu texte, et [la suite](amphi:block/u9).\n\n# Ensuite {#u9}\n\nLa suite.\n"
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "03.md"), "---\nid: l3\ntitle: Secret de l’équipe\ndraft: true\n---\n\nBrouillon.\n");
        await amphi.Invite("Ines", Role.Administrator);
        return await amphi.With<CourseImport, string>(async import =>
        {
            var organisation = await amphi.With<Registry, Organisation>(registry => registry.Organisation("School", TestContext.Current.CancellationToken));
            await import.Import(folder, organisation.Id, TestContext.Current.CancellationToken);
            return await amphi.With<RunOffice, string>(office =>
                office.Open(new Slug(slug), run ?? new NewRun("Promo 1", null, null), TestContext.Current.CancellationToken)
            );
        });
    }

    /// <summary>Enrols whoever is signed in in a browser.</summary>
    public static Task<BrowserPage> Enrol(this Browser browser, string appearance = "discreet", string slug = "first-aid") =>
        browser.Submit($"/courses/{slug}/enrol", [("appearance", appearance), ("intent", "Finish")]);

    private static string Lesson(string id, string title) =>
        $"""
            ---
            id: {id}
            title: {title}
            ---

            Du texte.

            ::: quiz {"{#q1}"}
            attempts: 2
            questions:
              - id: qa
                type: single
                text: Que fait-on d’abord ?
                choices:
                  - text: On court.
                    feedback: Vers où ?
                  - text: On appelle.
                    correct: true
              - id: qb
                type: numeric
                text: Quel numéro ?
                answer: "112"
            :::

            """;
}
