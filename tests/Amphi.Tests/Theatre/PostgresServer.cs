using System.Diagnostics;
using Npgsql;

namespace Amphi.Tests.Theatre;

/// <summary>
/// A PostgreSQL of this test run, from Debian's packages, in a folder that goes with it. Fast, not durable: durability
/// is measured elsewhere. Tests on it are skipped, visibly, where PostgreSQL is not installed.
/// </summary>
public static class PostgresServer
{
    private static readonly Lazy<Task<string>> Started = new(Start);
    private static int _databases;
    private const string Socket = ".s.PGSQL.5432";

    /// <summary>The connection of a new empty database.</summary>
    public static async Task<string> FreshDatabase()
    {
        if (Programs() is null)
            Assert.Skip("PostgreSQL is not installed: apt-get install postgresql");

        var server = await Started.Value;
        var name = $"amphi_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        var settings = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 12 };
        settings.Host = Path.Combine(settings.Host!, name);
        Directory.CreateDirectory(settings.Host);
        await GiveBack(settings.ToString());
        return settings.ToString();
    }

    /// <summary>Takes a database away from those connected to it and those who try, as a server that stops does.</summary>
    public static async Task TakeAway(string connectionString)
    {
        var lost = new NpgsqlConnectionStringBuilder(connectionString);
        File.Delete(Path.Combine(lost.Host!, Socket));
        await using var connection = new NpgsqlConnection(await Started.Value);
        await connection.OpenAsync();
        await using var end = new NpgsqlCommand("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", connection);
        end.Parameters.Add(new NpgsqlParameter { Value = lost.Database });
        await end.ExecuteNonQueryAsync();
    }

    /// <summary>Gives it back.</summary>
    public static async Task GiveBack(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(await Started.Value).Host!;
        File.CreateSymbolicLink(Path.Combine(new NpgsqlConnectionStringBuilder(connectionString).Host!, Socket), Path.Combine(server, Socket));
    }

    private static string? Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order().LastOrDefault()
            : null;

    private static async Task<string> Start()
    {
        var folder = Directory.CreateTempSubdirectory("amphi-postgres-").FullName;
        var asRoot = Environment.UserName == "root";
        if (asRoot)
            await Run("chown", "postgres", folder);

        var data = Path.Combine(folder, "data");
        await RunAsOwner(asRoot, Path.Combine(Programs()!, "initdb"), "-D", data, "-U", "amphi", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        await File.AppendAllTextAsync(
            Path.Combine(data, "postgresql.conf"),
            $"\nlisten_addresses=''\nunix_socket_directories='{folder}'\nfsync=off\nfull_page_writes=off\nmax_connections=400\nshared_buffers=64MB\n"
        );
        await RunAsOwner(asRoot, Path.Combine(Programs()!, "pg_ctl"), "-D", data, "-w", "-l", Path.Combine(folder, "log"), "start");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(asRoot, data, folder);
        return $"Host={folder};Username=amphi;Database=postgres";
    }

    private static void Stop(bool asRoot, string data, string folder)
    {
        RunAsOwner(asRoot, Path.Combine(Programs()!, "pg_ctl"), "-D", data, "-m", "immediate", "stop").Wait(TimeSpan.FromSeconds(10));
        Directory.Delete(folder, recursive: true);
    }

    // PostgreSQL refuses to run as root.
    private static Task RunAsOwner(bool asRoot, string program, params string[] arguments) =>
        asRoot ? Run("runuser", ["-u", "postgres", "--", program, .. arguments]) : Run(program, arguments);

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (!program.EndsWith("pg_ctl", StringComparison.Ordinal) && !arguments.Contains("start"))
            await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {await process.StandardError.ReadToEndAsync()}");
    }
}
