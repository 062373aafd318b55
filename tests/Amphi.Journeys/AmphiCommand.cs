using System.Diagnostics;
using System.Text.Json;

namespace Amphi.Journeys;

/// <summary>The public commands, as an administrator types them.</summary>
internal static class AmphiCommand
{
    /// <summary>Runs one on a data folder and tells its answer; whatever it refuses fails the test.</summary>
    public static async Task<JsonElement> Run(string data, params string[] words)
    {
        using var amphi = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amphi.dll"), .. words, "--data", data, "--json"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (said, faults) = (amphi.StandardOutput.ReadToEndAsync(), amphi.StandardError.ReadToEndAsync());
        await amphi.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(amphi.ExitCode == 0, $"amphi {string.Join(' ', words)}: {await faults}");
        return JsonDocument.Parse(await said).RootElement;
    }

    /// <summary>The folder of a course that comes with Amphi.</summary>
    public static string Course(string slug)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "courses", slug)))
                return Path.Combine(folder.FullName, "courses", slug);
        throw new DirectoryNotFoundException($"courses/{slug}");
    }
}
