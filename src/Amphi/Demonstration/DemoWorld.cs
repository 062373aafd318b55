using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Simulation;

namespace Amphi.Demonstration;

/// <summary>An invented organisation with the demonstration courses, an account for each role and a lively cohort.</summary>
internal static class DemoWorld
{
    public const string Organisation = "Corvane et l’École de Montreval";
    private const string Password = "entre deux réunions";
    private const int Crowd = 1_840;

    /// <summary>The course whose cohort hands in, reads and asks.</summary>
    private const string Lively = "conduire-un-projet";

    private static readonly (string Email, string Name, Role Role)[] People =
    [
        ("amina@corvane.example", "Amina Keller", Role.Learner),
        ("bo@corvane.example", "Bo Lindqvist", Role.Learner),
        ("karim@montreval.example", "Karim Belaïd", Role.Facilitator),
        ("teodora@montreval.example", "Teodora Marin", Role.Teacher),
        ("paulo@montreval.example", "Paulo Serra", Role.Proctor),
        ("salma@corvane.example", "Salma Roussel", Role.Manager),
        ("admin@corvane.example", "Ines Varga", Role.Administrator),
    ];

    public static string Accounts =>
        string.Join(
            '\n',
            People
                .Select(one => $"  {one.Role.ToString().ToLowerInvariant(), -14}{one.Email, -28}{one.Name}")
                .Prepend($"Accounts, all with the password « {Password} »:")
        );

    /// <summary>Builds the world once; the second time there is nothing to do.</summary>
    public static async Task Build(IServiceProvider services, string data, Action<string> say, CancellationToken cancel)
    {
        var done = Path.Combine(data, "demo.built");
        if (File.Exists(done))
            return;

        await using var scope = services.CreateAsyncScope();
        var house = scope.ServiceProvider;
        say("Inviting people");
        await Invite(house, cancel);
        foreach (
            var folder in Directory
                .EnumerateDirectories(CoursesFolder())
                .Where(folder => File.Exists(Path.Combine(folder, "course.yaml")))
                .Order(StringComparer.Ordinal)
        )
            await Offer(house, folder, say, cancel);
        await File.WriteAllTextAsync(done, "", cancel);
    }

    private static async Task Invite(IServiceProvider house, CancellationToken cancel)
    {
        var registry = house.GetRequiredService<Registry>();
        await registry.Organisation(Organisation, cancel);
        foreach (var (email, name, role) in People)
        {
            if (!EmailAddress.TryParse(email, out var address))
                throw new InvalidOperationException($"{email} is no address.");
            await registry.Add(address, name, "fr", Password, [role], cancel);
        }
    }

    private static async Task Offer(IServiceProvider house, string folder, Action<string> say, CancellationToken cancel)
    {
        say($"Publishing {Path.GetFileName(folder)}");
        var organisation = await house.GetRequiredService<Registry>().Organisation(Organisation, cancel);
        var report = await house.GetRequiredService<CourseImport>().Import(folder, organisation.Id, cancel);
        var now = house.GetRequiredService<TimeProvider>().GetUtcNow();
        var run = new NewRun("Promo 13", now.AddDays(-16), now.AddDays(40), EnrolUntil: now.AddDays(14));
        var code = await house.GetRequiredService<RunOffice>().Open(new Slug(report.Slug), run, cancel);
        say("Seating a cohort");
        var stops = await house.GetRequiredService<Simulator>().Fill(code, Crowd, seed: 13, null, cancel);
        if (report.Slug != Lively)
            return;
        say("Letting it live");
        var facts = (await house.GetRequiredService<RunBoard>().RunAt(code, cancel))!;
        await new CohortLife(house, facts, await house.GetRequiredService<Shelf>().Open(facts.VersionId), cancel).Begin(stops);
    }

    // Beside the program when it was published, else in the repository it is run from.
    internal static string CoursesFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "courses")))
                return Path.Combine(folder.FullName, "courses");
        throw new SettingsException("The demonstration courses are missing: they lie in the folder courses.");
    }
}
