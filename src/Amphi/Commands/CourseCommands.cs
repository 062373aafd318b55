using System.CommandLine;
using System.Text.Json;
using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Formats.Packages;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Commands;

internal static class CourseCommands
{
    public static Command All() => new("course", "Courses: import, list, show, publish, export.") { Import(), List(), Show(), Publish(), Export() };

    private static Command Import()
    {
        var path = new Argument<string>("path") { Description = "a course folder, an Open edX export (.tar.gz or folder) or a zip of either" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("import", "Takes a course in and reports what was read, kept as a placeholder, or refused.") { path, data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                try
                {
                    var report = await Shared.InHouse(
                        parsed.GetValue(data)!,
                        parsed.GetValue(database),
                        house => Import(house, parsed.GetValue(path)!, new Progress("import", parsed.GetValue(json)), cancel),
                        cancel
                    );
                    Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Shared.JsonForm) : ReportText.Of(report));
                    return 0;
                }
                catch (PackageRefusedException refused) when (parsed.GetValue(json))
                {
                    await Console.Error.WriteLineAsync($"amphi: {refused.Message}");
                    Console.WriteLine(JsonSerializer.Serialize(new { refused = refused.Why, file = refused.File }, Shared.JsonForm));
                    return 2;
                }
                catch (FaultsException faults) when (parsed.GetValue(json))
                {
                    await Console.Error.WriteLineAsync($"amphi: {faults.Message}");
                    var first = faults.Faults[0];
                    Console.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                refused = first.Why,
                                file = first.File,
                                faults = faults.Faults.Select(fault => new
                                {
                                    fault.File,
                                    fault.Line,
                                    fault.Why,
                                }),
                            },
                            Shared.JsonForm
                        )
                    );
                    return 2;
                }
            }
        );
        return command;
    }

    private static async Task<ImportReport> Import(IServiceProvider house, string path, Progress progress, CancellationToken cancel)
    {
        var organisation = await house.GetRequiredService<Registry>().Organisation(house.GetRequiredService<Settings>()[SiteSettings.Name], cancel);
        return await house.GetRequiredService<CourseImport>().Import(path, organisation.Id, cancel, progress);
    }

    private static Command List()
    {
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("list", "Lists the courses.") { data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var courses = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => house.GetRequiredService<Database>().Courses.AsNoTracking().OrderBy(course => course.Id).ToListAsync(cancel),
                    cancel
                );
                if (parsed.GetValue(json))
                    Console.WriteLine(
                        JsonSerializer.Serialize(
                            courses.Select(course => new
                            {
                                slug = course.Slug.ToString(),
                                course.Title,
                                course.Language,
                            }),
                            Shared.JsonForm
                        )
                    );
                else
                    foreach (var course in courses)
                        Console.WriteLine($"{course.Slug}\t{course.Language}\t{course.Title}");
                return 0;
            }
        );
        return command;
    }

    private static Command Show()
    {
        var slug = new Argument<string>("slug") { Description = "the course's word in the catalogue" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("show", "Shows a course: its versions and its outline.") { slug, data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var open = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => Opened(house, parsed.GetValue(slug)!, cancel),
                    cancel
                );
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                slug = parsed.GetValue(slug),
                                open.Title,
                                open.Language,
                                version = open.Number,
                                sections = open.Outline.Sections.Select(section => new
                                {
                                    section.Id,
                                    section.Title,
                                    lessons = section.Lessons.Select(lesson => new
                                    {
                                        lesson.Id,
                                        lesson.Title,
                                        blocks = lesson.Blocks.Count,
                                    }),
                                }),
                            },
                            Shared.JsonForm
                        )
                    );
                    return 0;
                }

                Console.WriteLine($"{open.Title} ({open.Language}), version {open.Number}");
                foreach (var section in open.Outline.Sections)
                {
                    Console.WriteLine($"  {section.Title}");
                    foreach (var lesson in section.Lessons)
                        Console.WriteLine($"    {lesson.Id}  {lesson.Title}{(lesson.Draft ? "  (draft)" : "")}");
                }

                return 0;
            }
        );
        return command;
    }

    private static Command Publish()
    {
        var slug = new Argument<string>("slug") { Description = "the course's word in the catalogue" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var command = new Command("publish", "Shows a course in the catalogue and gives its newest version to its runs that have not ended.")
        {
            slug,
            data,
            database,
            json,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var course = Shared.Slug(parsed.GetValue(slug)!);
                var (version, runs) = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => house.GetRequiredService<RunOffice>().Publish(course, cancel),
                    cancel
                );
                return parsed.Answer(
                    json,
                    new
                    {
                        slug = course.ToString(),
                        version,
                        runs,
                    },
                    $"{course} version {version}, {runs} runs moved to it"
                );
            }
        );
        return command;
    }

    private static Command Export()
    {
        var slug = new Argument<string>("slug") { Description = "the course's word in the catalogue" };
        var (data, database, json) = (Shared.Data(), Shared.Database(), Shared.Json());
        var form = new Option<string>("--as") { Description = "the form", DefaultValueFactory = _ => "folder" };
        form.AcceptOnlyFromAmong("folder");
        var output = new Option<string>("-o") { Description = "the folder to write, which must not exist yet", Required = true };
        var command = new Command("export", "Writes a course as the folder it was published from, byte for byte.") { slug, form, output, data, database, json };
        command.SetAction(
            async (parsed, cancel) =>
            {
                var files = await Shared.InHouse(
                    parsed.GetValue(data)!,
                    parsed.GetValue(database),
                    house => house.GetRequiredService<CourseExport>().ToFolder(Shared.Slug(parsed.GetValue(slug)!), parsed.GetValue(output)!, cancel),
                    cancel
                );
                return parsed.Answer(json, new { files, folder = parsed.GetValue(output) }, $"{files} files written to {parsed.GetValue(output)}");
            }
        );
        return command;
    }

    private static async Task<OpenCourse> Opened(IServiceProvider house, string slug, CancellationToken cancel)
    {
        var course = await house.GetRequiredService<Database>().CourseAt(Shared.Slug(slug), cancel);
        return await house.GetRequiredService<Shelf>().Open(course.CurrentVersionId ?? throw new MissingException($"{slug} was never published."));
    }
}

/// <summary>An import report for people.</summary>
internal static class ReportText
{
    public static string Of(ImportReport report)
    {
        var lines = new List<string>
        {
            $"{report.Title} ({report.Slug}, {report.Language})",
            $"  {report.Sections} sections, {report.Lessons} lessons, {report.Units} units",
            $"  blocks: {Counts(report.Blocks)}",
            $"  questions: {Counts(report.Questions)}",
        };
        if (report.Source.Count > 0)
            lines.Add($"  source: {Counts(report.Source)}");
        if (report.Drafts.Count > 0)
            lines.Add($"  drafts: {Counts(report.Drafts)}");
        if (report.Orphans.Count > 0)
            lines.Add($"  orphans: {Counts(report.Orphans)}");
        if (report.BrokenReferences > 0)
            lines.Add($"  broken references: {report.BrokenReferences}");
        lines.AddRange(report.Placeholders.Select(one => $"  placeholder: {one.Kind} in {one.Where}: {one.Why}"));
        lines.AddRange(report.Warnings.Select(warning => $"  warning: {warning}"));
        return string.Join('\n', lines);
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.Select(pair => $"{pair.Key} {pair.Value}"));
}
