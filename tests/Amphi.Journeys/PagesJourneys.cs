using System.Diagnostics;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;

namespace Amphi.Journeys;

/// <summary>Every page, in both themes and both languages, wide and narrow: axe finds nothing, nothing sticks out, nothing is said to the console, the HTML is valid.</summary>
public sealed class PagesJourneys(Stage stage)
{
    [Fact]
    public void No_page_is_forgotten()
    {
        Assert.SkipWhen(!stage.IsOpen, "There is no Chromium: install the package chromium-headless-shell.");
        var mapped = stage
            .Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'));

        Assert.Equal(EveryPage.Routes.Concat(EveryPage.NoPages).Order(), mapped.Order());
    }

    [Theory]
    [InlineData("fr-FR", false)]
    [InlineData("en-GB", true)]
    public async Task Every_page_is_accessible_and_fits(string language, bool isDarkWhenWide)
    {
        var faults = new List<string>();
        await foreach (var (page, path) in Visits(1280, isDarkWhenWide, language))
        {
            await Look(page, path, faults);
            await Turn(page, 320, !isDarkWhenWide);
            await Look(page, path, faults);
            await Turn(page, 1280, isDarkWhenWide);
        }

        Assert.Empty(faults);

        static Task Turn(IPage page, int width, bool isDark) =>
            Task.WhenAll(
                page.SetViewportSizeAsync(width, 900),
                page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light })
            );
    }

    private static async Task Look(IPage page, string path, List<string> faults)
    {
        var found = await page.RunAxe();
        var width = page.ViewportSize!.Width;
        faults.AddRange(found.Violations.Select(violation => $"{path} at {width}: {violation.Id}: {violation.Nodes[0].Html}"));
        if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > innerWidth"))
            faults.Add($"{path}: wider than {width}");
    }

    [Fact]
    public async Task Axe_finds_a_picture_without_words()
    {
        var page = await stage.Device(isInspected: true);
        await page.GotoAsync("/discretion");
        await page.EvaluateAsync("() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/robots.txt\">')");

        Assert.Contains((await page.RunAxe()).Violations, violation => violation.Id == "image-alt");
    }

    [Fact]
    public async Task Every_page_says_nothing_to_the_console()
    {
        var said = new List<string>();
        var page = await stage.Device();
        page.Console += (_, message) =>
            said.AddRange(
                message.Type is "error" or "warning" && !message.Text.Contains("404", StringComparison.Ordinal) ? [$"{page.Url}: {message.Text}"] : []
            );
        page.PageError += (_, fault) => said.Add($"{page.Url}: {fault}");
        foreach (var path in EveryPage.ForAnyone)
            await page.GotoAsync(path);
        await Stage.SignIn(page, "bo@corvane.example");
        var home = await Stage.Enrol(page, "named", "running-a-project");
        foreach (var path in EveryPage.ForLearners.Where(path => !path.Contains("/l/", StringComparison.Ordinal)).Append("{home}/l/l13"))
            await page.GotoAsync(path.Replace("{home}", home, StringComparison.Ordinal));

        Assert.Empty(said);

        await page.EvaluateAsync("() => { new Image().src = 'https://elsewhere.example/x.png'; }");
        await page.WaitForTimeoutAsync(100);
        Assert.NotEmpty(said);
    }

    [Fact]
    public async Task The_HTML_of_every_page_is_valid()
    {
        var checker = Checker();
        Assert.SkipWhen(checker is null, "The Nu HTML checker needs java and npm ci.");
        var folder = Directory.CreateTempSubdirectory("amphi-html-").FullName;
        try
        {
            var count = 0;
            await foreach (var (page, path) in Visits(1280, false, "fr-FR", hasScripts: false))
            {
                var answer = await page.Context.APIRequest.GetAsync(path);
                await File.WriteAllBytesAsync(
                    Path.Combine(folder, $"{++count:000}{path.Replace('/', '_').Replace('?', '_')}.html"),
                    await answer.BodyAsync(),
                    TestContext.Current.CancellationToken
                );
            }

            var said = Check(checker!, folder);
            Assert.True(said.Length == 0, said);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "planted.html"),
                "<!doctype html><html lang=fr><title>x</title><p><div></p>",
                TestContext.Current.CancellationToken
            );
            Assert.Contains("planted.html", Check(checker!, folder), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async IAsyncEnumerable<(IPage Page, string Path)> Visits(int width, bool isDark, string language, bool hasScripts = true)
    {
        var page = await stage.Device(width, isDark, hasScripts, language, isInspected: true);
        foreach (var path in EveryPage.ForAnyone)
        {
            await page.GotoAsync(path);
            yield return (page, path);
        }

        await Stage.SignIn(page);
        var home = await HomeOf(page);
        foreach (var path in EveryPage.ForLearners.Select(path => path.Replace("{home}", home, StringComparison.Ordinal)))
        {
            await page.GotoAsync(path);
            yield return (page, path);
        }

        var teacher = await stage.Device(width, isDark, hasScripts, language, isInspected: true);
        await Stage.SignIn(teacher, "teodora@montreval.example");
        var seat = await SeatOf(teacher, home);
        foreach (var path in EveryPage.ForTeachers.Select(path => path.Replace("{home}", home, StringComparison.Ordinal)))
        {
            await teacher.GotoAsync(
                path == "{copy}" ? await LinkIn(teacher, $"{home}/cases", "a.btn[href*='/cases/']")
                : path == "{like}" ? await LinkIn(teacher, $"{home}/cases", "a[href*='/like/']")
                : path.Replace("{seat}", seat, StringComparison.Ordinal)
            );
            yield return (teacher, path);
        }

        var administrator = await stage.Device(width, isDark, hasScripts, language, isInspected: true);
        await Stage.SignIn(administrator, "admin@corvane.example");
        var (person, self) = (await PersonNamed(administrator, "Teodora"), await PersonNamed(administrator, "Ines"));
        foreach (
            var path in EveryPage.ForAdministrators.Select(path =>
                path.Replace("{person}", person, StringComparison.Ordinal).Replace("{self}", self, StringComparison.Ordinal)
            )
        )
        {
            await administrator.GotoAsync(path);
            yield return (administrator, path);
        }
    }

    private static async Task<string> PersonNamed(IPage page, string name)
    {
        await page.GotoAsync($"/people?q={name}");
        return (await page.Locator("tbody a").First.GetAttributeAsync("href"))!;
    }

    // Amina learns discreetly; the first theory enrols her.
    private static async Task<string> HomeOf(IPage page)
    {
        await page.GotoAsync("/learning");
        var link = page.Locator("main a[href^='/c/']").First;
        return await link.CountAsync() > 0 ? string.Join('/', (await link.GetAttributeAsync("href"))!.Split('/').Take(3)) : await Stage.Enrol(page, "discreet");
    }

    private static async Task<string> LinkIn(IPage page, string path, string link)
    {
        await page.GotoAsync(path);
        return (await page.Locator(link).First.GetAttributeAsync("href"))!;
    }

    // Whoever sits first in the gradebook.
    private static async Task<string> SeatOf(IPage teacher, string home)
    {
        await teacher.GotoAsync($"{home}/gradebook");
        var rows = teacher.Locator($"main a[href^='{home}/gradebook/']");
        return await rows.CountAsync() > 0 ? (await rows.First.GetAttributeAsync("href"))!.Split('/')[^1] : "1";
    }

    private static string? Checker()
    {
        if (!File.Exists("/usr/bin/java"))
            return null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var jar = Path.Combine(folder.FullName, "node_modules", "vnu-jar", "build", "dist", "vnu.jar");
            if (File.Exists(jar))
                return jar;
        }

        return null;
    }

    private static string Check(string jar, string folder)
    {
        using var java = Process.Start(
            new ProcessStartInfo("java", ["-jar", jar, "--errors-only", "--skip-non-html", folder]) { RedirectStandardError = true }
        )!;
        var said = java.StandardError.ReadToEnd();
        java.WaitForExit();
        return said;
    }
}
