using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

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

    /// <summary>Someone of another organisation on the same installation.</summary>
    public static async Task<Person> InviteElsewhere(this Amphitheatre amphi, string name, params Role[] roles)
    {
        var cancel = TestContext.Current.CancellationToken;
        var person = await amphi.With<Database, Person>(async db =>
        {
            var elsewhere = await db.Elsewhere(cancel);
            var made = new Person
            {
                OrganisationId = elsewhere.Id,
                Email = $"{name.ToLowerInvariant()}@elsewhere.example",
                EmailFolded = $"{name.ToLowerInvariant()}@elsewhere.example",
                Name = name,
                Language = "fr",
                TimeZone = "Europe/Paris",
                SecurityStamp = RandomWord.Secret(),
                PasswordHash = "none that opens",
                EmailConfirmedAt = amphi.Clock.Now(),
                CreatedAt = amphi.Clock.Now(),
            };
            db.People.Add(made);
            foreach (var role in roles)
                db.Memberships.Add(new Membership(made.Id, elsewhere.Id, role, null, amphi.Clock.Now()));
            await db.SaveChangesAsync(cancel);
            return made;
        });
        return person;
    }

    private static async Task<Organisation> Elsewhere(this Database db, CancellationToken cancel)
    {
        var slug = new Slug("elsewhere");
        if (await db.Organisations.SingleOrDefaultAsync(one => one.Slug == slug, cancel) is { } known)
            return known;
        var made = new Organisation(slug, "Elsewhere", new Instant(0));
        db.Organisations.Add(made);
        await db.SaveChangesAsync(cancel);
        return made;
    }

    /// <summary>A browser in which someone has signed in already: a session, without the password's second of work.</summary>
    public static async Task<Browser> BrowserOf(this Amphitheatre amphi, Person person)
    {
        var token = RandomWord.Secret();
        var now = amphi.Clock.Now();
        await amphi.With<Database, int>(db =>
        {
            db.Sessions.Add(
                new Session
                {
                    TokenHash = Session.Hash(token),
                    Id = RandomWord.Code(),
                    PersonId = person.Id,
                    Device = "?",
                    CreatedAt = now,
                    SeenAt = now,
                    EndsAt = now + TimeSpan.FromHours(12),
                }
            );
            return db.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        var browser = amphi.NewBrowser();
        browser.Cookies[Porter.SessionCookie] = token;
        return browser;
    }

    /// <summary>Publishes a small course and opens a run of it; tells the run's code.</summary>
    public static async Task<string> Offer(
        this Amphitheatre amphi,
        string slug = "first-aid",
        NewRun? run = null,
        bool isElsewhere = false,
        bool picture = false
    )
    {
        var folder = await WriteCourse(slug, picture);
        await amphi.Invite("Ines", Role.Administrator);
        return await amphi.With<CourseImport, string>(async import =>
        {
            var organisation = isElsewhere
                ? await amphi.With<Database, Organisation>(db => db.Elsewhere(TestContext.Current.CancellationToken))
                : await amphi.With<Registry, Organisation>(registry => registry.Organisation("School", TestContext.Current.CancellationToken));
            await import.Import(folder, organisation.Id, TestContext.Current.CancellationToken);
            return await amphi.With<RunOffice, string>(office =>
                office.Open(new Slug(slug), run ?? new NewRun("Promo 1", null, null), TestContext.Current.CancellationToken)
            );
        });
    }

    /// <summary>What stands in the file that belongs to a course of <see cref="Offer"/>.</summary>
    public static string Handout(string slug) => $"Fiche de {slug}.";

    /// <summary>Writes the small course as a folder.</summary>
    public static async Task<string> WriteCourse(string slug, bool picture)
    {
        var folder = Directory.CreateTempSubdirectory("amphi-course-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "course.yaml"),
            $"slug: {slug}\ntitle: Premiers secours\nlanguage: fr\nsummary: Réagir à temps.\nweeks: 4\n"
        );
        Directory.CreateDirectory(Path.Combine(folder, "01"));
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "section.yaml"), $"id: {slug}-s1\ntitle: Semaine 1\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "01", "01.md"), Lesson("l1", "Appeler"));
        var shown = picture ? "![Un schéma](schema.svg)\n\n" : "";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "01", "02.md"),
            $"---\nid: l2\ntitle: Protéger\n---\n\nDu texte, et [la suite](amphi:block/u9).\n\n{shown}# Ensuite {{#u9}}\n\nLa suite.\n\n"
                + "::: quiz {#t1}\nmode: test\nminutes: 30\nattempts: 2\nquestions:\n  - id: ta\n    type: numeric\n    text: Combien de temps ?\n    hints: [Comptez.]\n    answer: 3\n:::\n\n"
                + "::: case {#k1}\ntitle: Un malaise\nbody: Racontez.\nfiles: optional\nsteps:\n  - kind: peer\n  - kind: self\n:::\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(folder, "01", "03.md"),
            "---\nid: l3\ntitle: Secret de l’équipe\ndraft: true\n---\n\nBrouillon.\n\n# Encore {#u31}\n\nTexte.\n\n# Fin {#u32}\n\nTexte.\n"
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "fiche.txt"), Handout(slug));
        if (picture)
            await File.WriteAllTextAsync(Path.Combine(folder, "01", "schema.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        return folder;
    }

    /// <summary>Publishes a course of one lesson, <c>l1</c>, and opens a run of it; again, with its code, it moves the run to a new version.</summary>
    public static async Task<string> OfferLesson(this Amphitheatre amphi, string body, string front = "", string? code = null, string? grading = null)
    {
        await amphi.Publish([
            ("course.yaml", "slug: first-aid\ntitle: Premiers secours\nlanguage: fr\nsummary: Réagir.\n"),
            .. grading is null ? [] : new[] { ("grading.yaml", grading) },
            ("01/section.yaml", "id: s1\ntitle: Semaine 1\n"),
            ("01/01.md", $"---\nid: l1\ntitle: Appeler\n{front}---\n\n{body}\n"),
        ]);
        if (code is null)
            return await amphi.OpenRun("first-aid");

        var version = await amphi.With<Database, long>(db =>
            db.Courses.Where(one => one.Slug == new Slug("first-aid")).Select(one => one.CurrentVersionId!.Value).SingleAsync()
        );
        await amphi.With<Database, int>(db => db.Runs.Where(run => run.Code == code).ExecuteUpdateAsync(set => set.SetProperty(run => run.VersionId, version)));
        // A run that was read is remembered for two seconds.
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        return code;
    }

    /// <summary>Publishes a course of some files and opens a run of it.</summary>
    public static async Task<string> OfferFiles(this Amphitheatre amphi, string slug, params (string Path, string Text)[] files)
    {
        await amphi.Publish(files);
        return await amphi.OpenRun(slug);
    }

    /// <summary>Publishes a course of some files.</summary>
    public static async Task Publish(this Amphitheatre amphi, params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("amphi-course-").FullName;
        foreach (var (path, text) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            await File.WriteAllTextAsync(Path.Combine(folder, path), text);
        }

        await amphi.Invite("Ines", Role.Administrator);
        var organisation = await amphi.With<Registry, Organisation>(registry => registry.Organisation("School", TestContext.Current.CancellationToken));
        await amphi.With<CourseImport, object>(async import => await import.Import(folder, organisation.Id, TestContext.Current.CancellationToken));
    }

    /// <summary>Opens a run of a published course; tells its code.</summary>
    public static Task<string> OpenRun(this Amphitheatre amphi, string slug, NewRun? run = null) =>
        amphi.With<RunOffice, string>(office => office.Open(new Slug(slug), run ?? new NewRun("Promo 1", null, null), TestContext.Current.CancellationToken));

    /// <summary>Chooses a path and tracks, and lets what was remembered of the learner fade.</summary>
    public static async Task<BrowserPage> Choose(this Amphitheatre amphi, Browser browser, string code, params (string, string)[] chosen)
    {
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        var page = await browser.Submit($"/c/{code}/choice", chosen);
        amphi.Clock.Pass(TimeSpan.FromSeconds(3));
        return page;
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
                hints: [Avant de courir.]
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
