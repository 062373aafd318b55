using System.CommandLine;
using System.Globalization;
using Amphi.Courses;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Simulation;
using Amphi.Staff;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Commands;

internal static class RunCommands
{
    public static Command Run()
    {
        var slug = new Argument<string>("slug") { Description = "the course's word in the catalogue" };
        var title = new Option<string>("--title") { Description = "what its people call it", DefaultValueFactory = _ => "Promo 1" };
        var starts = new Option<string?>("--starts") { Description = "the first day, such as 2027-01-11; without it, at everyone's own pace" };
        var ends = new Option<string?>("--ends") { Description = "the last day" };
        var capacity = new Option<int?>("--capacity") { Description = "how many may enrol; without it, everyone" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var open = new Command("open", "Opens a run of a course, and prints its code.") { slug, title, starts, ends, capacity, data, database, json };
        open.SetAction(
            async (parsed, cancel) =>
            {
                var run = new NewRun(parsed.GetValue(title)!, Day(parsed.GetValue(starts)), Day(parsed.GetValue(ends)), parsed.GetValue(capacity));
                if (run.Ends < run.Starts)
                    throw new SettingsException("--ends: type a day after --starts");
                if (run.Capacity < 1)
                    throw new SettingsException("--capacity: type a number from 1");
                var code = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => house.GetRequiredService<RunOffice>().Open(Shared.Slug(parsed.GetValue(slug)!), run, cancel),
                    cancel
                );
                return parsed.Answer(json, new { code }, code);
            }
        );
        return new Command("run", "Course runs.") { open };
    }

    public static Command Simulate()
    {
        var learners = new Option<int>("--learners") { Description = "how many", Required = true };
        var seed = new Option<int>("--seed") { Description = "the same seed gives the same crowd", DefaultValueFactory = _ => 1 };
        var code = new Option<string?>("--run") { Description = "the run's code; without it, the newest run" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("simulate", "Fills a run with a plausible crowd.") { learners, seed, code, data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                if (parsed.GetValue(learners) is < 1 or > 2_000_000)
                    throw new SettingsException("--learners: type a number from 1 to 2000000");
                return await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    async house =>
                    {
                        var run =
                            parsed.GetValue(code)
                            ?? await house
                                .GetRequiredService<Database>()
                                .Runs.OrderByDescending(run => run.Id)
                                .Select(run => run.Code)
                                .FirstOrDefaultAsync(cancel)
                            ?? throw new MissingException("There is no run: open one with run open.");
                        await house
                            .GetRequiredService<Simulator>()
                            .Fill(
                                run,
                                parsed.GetValue(learners),
                                parsed.GetValue(seed),
                                new Crowding(parsed.GetValue(learners), new Progress("simulate", parsed.GetValue(json))),
                                cancel
                            );
                        return parsed.Answer(json, new { run, learners = parsed.GetValue(learners) }, $"{parsed.GetValue(learners)} learners in {run}");
                    },
                    cancel
                );
            }
        );
        return command;
    }

    public static Command Person()
    {
        var email = new Argument<string>("email") { Description = "their address" };
        var name = new Option<string>("--name") { Description = "their name", Required = true };
        var roles = new Option<Role[]>("--role") { Description = "what they may do; may be given several times" };
        var password = new Option<string?>("--password") { Description = "a password; without it, they choose one by mail" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var add = new Command("add", "Adds a person whose address is known to be theirs.") { email, name, roles, password, data, database, json };
        add.SetAction(
            async (parsed, cancel) =>
            {
                var address = Address(parsed.GetValue(email));
                if (string.IsNullOrWhiteSpace(parsed.GetValue(name)))
                    throw new SettingsException("--name: type their name");
                return await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    async house =>
                    {
                        var registry = house.GetRequiredService<Registry>();
                        await registry.Organisation(house.GetRequiredService<Settings>()[SiteSettings.Name], cancel);
                        var held = parsed.GetValue(roles) ?? [];
                        var person = await registry.Add(address, parsed.GetValue(name)!, "fr", parsed.GetValue(password), [], cancel);
                        foreach (var role in held.Where(role => role != Role.Learner))
                            await house.GetRequiredService<StaffOffice>().Appoint(person, role, cancel);
                        return parsed.Answer(json, new { email = address.ToString(), roles = held.Select(role => $"{role}") }, $"{address} is there");
                    },
                    cancel
                );
            }
        );
        return new Command("person", "People.") { add };
    }

    public static Command Enrol()
    {
        var email = new Argument<string>("email") { Description = "the address of someone who is there" };
        var code = new Argument<string>("run") { Description = "the run's code" };
        var intent = new Option<Intent>("--intent") { Description = "what they want from it", DefaultValueFactory = _ => Intent.Finish };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("enrol", "Enrols someone in a run under their name; to learn discreetly, they enrol themselves.")
        {
            email,
            code,
            intent,
            data,
            database,
            json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var address = Address(parsed.GetValue(email));
                return await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    async house =>
                    {
                        var person =
                            await house.GetRequiredService<Database>().PersonWith(address, cancel)
                            ?? throw new MissingException($"Nobody has the address {address}: add them with person add.");
                        var application = new Application(person.Id, person.Name, parsed.GetValue(intent), IsOwn: false);
                        await house.GetRequiredService<Registrar>().Enrol(parsed.GetValue(code)!, application, cancel);
                        return parsed.Answer(json, new { email = address.ToString(), run = parsed.GetValue(code) }, $"{address} is in {parsed.GetValue(code)}");
                    },
                    cancel
                );
            }
        );
        return command;
    }

    private static EmailAddress Address(string? text) =>
        EmailAddress.TryParse(text, out var address) ? address : throw new SettingsException($"{text} is no address: type one such as name@example.org");

    private static DateTimeOffset? Day(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day
        : throw new SettingsException($"{text} is no day: type one such as 2027-01-11");

    private sealed class Crowding(int of, Progress progress) : IProgress<int>
    {
        public void Report(int value) => progress.Report((value, of));
    }
}
