using System.CommandLine;
using System.Globalization;
using Amphi.Courses;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Simulation;
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
        var (data, database) = (Shared.Data(), Shared.Database());
        var open = new Command("open", "Opens a run of a course, and prints its code.") { slug, title, starts, ends, capacity, data, database };
        open.SetAction(
            async (parsed, cancel) =>
            {
                var run = new NewRun(parsed.GetValue(title)!, Day(parsed.GetValue(starts)), Day(parsed.GetValue(ends)), parsed.GetValue(capacity));
                var code = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => house.GetRequiredService<RunOffice>().Open(new Slug(parsed.GetValue(slug)!), run, cancel),
                    cancel
                );
                Console.WriteLine(code);
                return 0;
            }
        );
        return new Command("run", "Course runs.") { open };
    }

    public static Command Simulate()
    {
        var learners = new Option<int>("--learners") { Description = "how many", Required = true };
        var seed = new Option<int>("--seed") { Description = "the same seed gives the same crowd", DefaultValueFactory = _ => 1 };
        var code = new Option<string?>("--run") { Description = "the run's code; without it, the newest run" };
        var (data, database) = (Shared.Data(), Shared.Database());
        var command = new Command("simulate", "Fills a run with a plausible crowd.") { learners, seed, code, data, database };
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
                        await house.GetRequiredService<Simulator>().Fill(run, parsed.GetValue(learners), parsed.GetValue(seed), new Lines(), cancel);
                        Console.WriteLine($"{parsed.GetValue(learners)} learners in {run}");
                        return 0;
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
        var (data, database) = (Shared.Data(), Shared.Database());
        var add = new Command("add", "Adds a person whose address is known to be theirs.") { email, name, roles, password, data, database };
        add.SetAction(
            async (parsed, cancel) =>
            {
                if (!EmailAddress.TryParse(parsed.GetValue(email), out var address))
                    throw new SettingsException($"{parsed.GetValue(email)} is no address: type one such as name@example.org");
                return await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    async house =>
                    {
                        var registry = house.GetRequiredService<Registry>();
                        await registry.Organisation(house.GetRequiredService<Settings>()[SiteSettings.Name], cancel);
                        await registry.Add(address, parsed.GetValue(name)!, "fr", parsed.GetValue(password), parsed.GetValue(roles) ?? [], cancel);
                        return 0;
                    },
                    cancel
                );
            }
        );
        return new Command("person", "People.") { add };
    }

    private static DateTimeOffset? Day(string? text) =>
        text is null ? null
        : DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day
        : throw new SettingsException($"{text} is no day: type one such as 2027-01-11");

    /// <summary>A line every ten thousand.</summary>
    private sealed class Lines : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % 10_000 == 0)
                Console.Error.WriteLine($"  {value} …");
        }
    }
}
