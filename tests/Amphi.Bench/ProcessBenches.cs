using System.Diagnostics;
using System.Globalization;

namespace Amphi.Bench;

/// <summary>Whole processes, as an operator starts them: how long, and how much memory at most.</summary>
internal static class ProcessBenches
{
    private const int Lessons = 10_000;

    /// <summary>The largest course at hand, given by the variable BENCH_OLX, and a folder of ten thousand lessons.</summary>
    public static async Task Imports()
    {
        var folder = Directory.CreateTempSubdirectory("amphi-bench-import-").FullName;
        try
        {
            if (Environment.GetEnvironmentVariable("BENCH_OLX") is { Length: > 0 } olx)
            {
                var (seconds, megabytes) = await Import(olx, Path.Combine(folder, "a"));
                Figures.AtMost("import of an Open edX course", seconds, 5, $"s; {Size(olx) / 1e6:0.0} MB");
                Figures.AtMost("import of an Open edX course: memory", megabytes, 256, "MiB at most");
            }
            else
            {
                Console.WriteLine("import of an Open edX course: not measured, BENCH_OLX names none");
            }

            var course = Generate(Path.Combine(folder, "course"));
            var (time, memory) = await Import(course, Path.Combine(folder, "b"));
            Figures.AtMost("import of 10,000 lessons", time, 30, $"s; {memory:0} MiB at most");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The second start of the demonstration, and what it holds when nobody asks.</summary>
    public static async Task Idle()
    {
        var folder = Directory.CreateTempSubdirectory("amphi-bench-idle-").FullName;
        try
        {
            using (var first = Start("demo", "--data", folder, "--urls", "http://127.0.0.1:0"))
                await Ready(first);
            var starts = new List<double>();
            for (var round = 0; round < 3; round++)
            {
                var watch = Stopwatch.StartNew();
                using var process = Start("demo", "--data", folder, "--urls", "http://127.0.0.1:0");
                var address = await Ready(process, stop: false);
                using var client = new HttpClient();
                (await client.GetAsync($"{address}/health")).EnsureSuccessStatusCode();
                starts.Add(watch.Elapsed.TotalSeconds);
                (await client.GetAsync(address)).EnsureSuccessStatusCode();
                await Task.Delay(3_000);
                if (round == 2)
                    Figures.AtMost("idle server with the demonstration: memory", Status(process.Id, "VmRSS"), 200, "MiB resident");
                process.Kill();
                await process.WaitForExitAsync();
            }

            Figures.AtMost("start to ready", Figures.Median(starts), 3, "s");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Ready(Process process, bool stop = true)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("http://", StringComparison.Ordinal))
            {
                if (stop)
                {
                    process.Kill();
                    await process.WaitForExitAsync();
                }

                return line[line.IndexOf("http://", StringComparison.Ordinal)..].Trim();
            }

        throw new InvalidOperationException("The server did not start: " + await process.StandardError.ReadToEndAsync());
    }

    private static async Task<(double Seconds, double Megabytes)> Import(string path, string data)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start("course", "import", path, "--data", data, "--json");
        var said = process.StandardOutput.ReadToEndAsync();
        var fault = process.StandardError.ReadToEndAsync();
        var most = 0.0;
        while (!process.HasExited)
        {
            most = Math.Max(most, Status(process.Id, "VmHWM"));
            await Task.Delay(10);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"The import failed: {await said} {await fault}");
        return (seconds, most);
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Amphi.dll"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    private static double Status(int process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null
                ? 0
                : double.Parse(
                    line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^2]
                        .Replace($"{field}:", "", StringComparison.Ordinal),
                    CultureInfo.InvariantCulture
                ) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Size(string path) =>
        File.Exists(path) ? new FileInfo(path).Length : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    private static string Generate(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "course.yaml"), "slug: long\ntitle: Un cours très long\nlanguage: fr\nsummary: Dix mille leçons.\n");
        for (var section = 0; section < Lessons / 100; section++)
        {
            var part = Directory.CreateDirectory(Path.Combine(folder, $"{section + 1:000}")).FullName;
            File.WriteAllText(Path.Combine(part, "section.yaml"), $"id: s{section}\ntitle: Partie {section + 1}\n");
            for (var lesson = 0; lesson < 100; lesson++)
                File.WriteAllText(
                    Path.Combine(part, $"{lesson + 1:000}.md"),
                    $"---\nid: l{section}-{lesson}\ntitle: Leçon {lesson + 1}\nminutes: 10\n---\n\nUn texte de la leçon, avec **du gras** et $x^2$.\n\n## Un titre\n\n- un\n- deux\n\n::: quiz {{#q{section}-{lesson}}}\nquestions:\n  - id: a{section}-{lesson}\n    type: numeric\n    text: Combien ?\n    answer: \"{lesson}\"\n:::\n"
                );
        }

        return folder;
    }
}
