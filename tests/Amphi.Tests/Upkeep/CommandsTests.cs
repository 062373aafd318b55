using System.Diagnostics;
using System.Text.Json;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Upkeep;

/// <summary>The command line as a person types it: help, one clear line for what cannot be, documents for programs.</summary>
public sealed class CommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amphi-commands-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Commands =>
        [
            "demo",
            "serve",
            "course import",
            "course list",
            "course show",
            "course publish",
            "course export",
            "run open",
            "person add",
            "enrol",
            "simulate",
            "backup",
            "restore",
            "check",
        ];

    [Theory, MemberData(nameof(Commands))]
    public async Task A_command_prints_help_that_names_each_of_its_options(string command)
    {
        var (exit, output, error) = await Amphi([.. command.Split(' '), "--help"]);

        Assert.Equal(0, exit);
        Assert.Contains("--data", output, StringComparison.Ordinal);
        Assert.Contains("--json", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("serve --urls")]
    [InlineData("serve --database Host=127.0.0.1;Port=1;Timeout=1")]
    [InlineData("course show")]
    [InlineData("course show Not-A-Slug!")]
    [InlineData("course show nothing-here")]
    [InlineData("course publish nothing-here")]
    [InlineData("course export nothing-here -o {folder}/out")]
    [InlineData("course export nothing-here --as epub -o {folder}/out")]
    [InlineData("course import {folder}/no-such-folder")]
    [InlineData("run open nothing-here")]
    [InlineData("run open nothing-here --starts someday")]
    [InlineData("run open nothing-here --starts 2027-02-01 --ends 2027-01-01")]
    [InlineData("run open nothing-here --capacity 0")]
    [InlineData("person add nobody --name X")]
    [InlineData("person add bo@school.example")]
    [InlineData("person add bo@school.example --name Bo --role King")]
    [InlineData("enrol bo@school.example zzzzzzzzzz")]
    [InlineData("enrol bo zzzzzzzzzz")]
    [InlineData("simulate --learners many")]
    [InlineData("simulate --learners 0")]
    [InlineData("backup {folder}/b --data {folder}/nothing")]
    [InlineData("backup {folder}/b --database Host=db;Username=amphi;Password=secret;Database=amphi")]
    [InlineData("restore {folder}/no-such-file --data {folder}/new")]
    [InlineData("check --data {folder}/nothing")]
    public async Task What_cannot_be_is_said_in_one_line_and_a_document(string typed)
    {
        var words = typed.Replace("{folder}", _folder, StringComparison.Ordinal).Split(' ').ToList();
        if (!words.Contains("--data") && words[0] != "nonsense")
            words.AddRange(["--data", Path.Combine(_folder, "data")]);

        var (exit, output, error) = await Amphi([.. words, "--json"]);

        Assert.Equal(2, exit);
        Assert.StartsWith("amphi: ", error.Split('\n').Last(line => line.Length > 0), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error + output, StringComparison.Ordinal);
        Assert.NotEmpty(JsonDocument.Parse(output).RootElement.GetProperty("refused").GetString()!);
    }

    [Fact]
    public async Task Every_command_answers_a_program_with_one_document_and_tells_progress_beside_it()
    {
        var course = await Cast.WriteCourse("first-aid", picture: false);
        var data = Path.Combine(_folder, "data");

        await Document("course", "import", course);
        var run = (await Document("run", "open", "first-aid", "--starts", "2027-01-11")).GetProperty("code").GetString()!;
        await Document("person", "add", "bo@school.example", "--name", "Bo", "--role", "Teacher");
        await Document("enrol", "bo@school.example", run);
        var simulated = await Amphi(["simulate", "--learners", "30", "--run", run, "--data", data, "--json"]);
        await File.AppendAllTextAsync(Path.Combine(course, "01", "02.md"), "\nUne phrase de plus.\n", TestContext.Current.CancellationToken);
        await Document("course", "import", course);
        var published = await Document("course", "publish", "first-aid");
        var listed = await Document("course", "list");
        await Document("course", "show", "first-aid");
        await Document("course", "export", "first-aid", "-o", Path.Combine(_folder, "out"));
        await Document("backup", Path.Combine(_folder, "b"));
        var restored = await DocumentOf(["restore", Path.Combine(_folder, "b")], Path.Combine(_folder, "restored"));
        var check = await Document("check");
        var acts = await Acts(data);
        var (broken, _, _) = await Amphi(["check", "--data", Path.Combine(_folder, "restored")]);

        Assert.Equal(2, published.GetProperty("version").GetInt32());
        Assert.Equal(1, published.GetProperty("runs").GetInt32());
        Assert.Equal("first-aid", listed[0].GetProperty("slug").GetString());
        Assert.All(simulated.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => JsonDocument.Parse(line));
        Assert.Contains("\"done\":30", simulated.Error, StringComparison.Ordinal);
        Assert.Equal(1, restored.GetProperty("missing").GetArrayLength());
        Assert.True(check.GetProperty("isWhole").GetBoolean());
        Assert.Equal(1, broken);
        Assert.Equal(["role.given", "backup.taken"], acts);

        Task<JsonElement> Document(params string[] words) => DocumentOf(words, data);
    }

    private static async Task<List<string>> Acts(string data)
    {
        await using var site = Site.Build(new SiteOptions { Data = data, Urls = "http://127.0.0.1:0" });
        await using var scope = site.Services.CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<Database>()
            .AuditEntries.OrderBy(entry => entry.Sequence)
            .Select(entry => entry.Act)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> DocumentOf(string[] words, string data)
    {
        var (exit, output, error) = await Amphi([.. words, "--data", data, "--json"]);
        Assert.True(exit == 0, $"{string.Join(' ', words)}: {error}");
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<(int Exit, string Output, string Error)> Amphi(string[] words)
    {
        using var amphi = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amphi.dll"), .. words])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, error) = (amphi.StandardOutput.ReadToEndAsync(), amphi.StandardError.ReadToEndAsync());
        await amphi.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (amphi.ExitCode, await output, await error);
    }
}
