using System.Diagnostics;
using Amphi.Courses;
using Amphi.Demonstration;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Organisations;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Amphi.Bench;

/// <summary>The demonstration, served from this process on one of the engines, and a signed-in learner.</summary>
internal sealed class Stand : IAsyncDisposable
{
    private readonly WebApplication _site;
    private readonly string _folder;

    private Stand(WebApplication site, string folder) => (_site, _folder) = (site, folder);

    public IServiceProvider Services => _site.Services;
    public string Folder => _folder;
    public Uri Address { get; private init; } = null!;

    /// <summary>The run of the demonstration's French course.</summary>
    public string Run { get; private set; } = "";

    /// <summary>The cookie of a learner who has enrolled there.</summary>
    public string Cookie { get; private set; } = "";

    public static async Task<Stand> Open(string? database = null)
    {
        var folder = Directory.CreateTempSubdirectory("amphi-bench-").FullName;
        var site = Site.Build(
            new SiteOptions
            {
                Data = folder,
                Database = database,
                Urls = "http://127.0.0.1:0",
            }
        );
        await Site.Prepare(site.Services, CancellationToken.None);
        await DemoWorld.Build(site.Services, folder, _ => { }, CancellationToken.None);
        await site.StartAsync();
        var stand = new Stand(site, folder)
        {
            Address = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        await stand.Seat();
        return stand;
    }

    public async Task<T> With<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    /// <summary>Enrols the learner in another run too.</summary>
    public Task Enrol(string run) =>
        With<Database, bool>(async db =>
        {
            var person = await db.People.SingleAsync(person => person.EmailFolded == "amina@corvane.example");
            await With<Registrar, object>(async registrar =>
                await registrar.Enrol(run, new Application(person.Id, null, Intent.Finish), CancellationToken.None)
            );
            return true;
        });

    private async Task Seat()
    {
        Run = await With<Database, string>(async db =>
        {
            var course = await db.Courses.SingleAsync(course => course.Slug == new Slug("conduire-un-projet"));
            return await db.Runs.Where(run => run.CourseId == course.Id).Select(run => run.Code).SingleAsync();
        });
        await Enrol(Run);
        Cookie = await SignIn("amina@corvane.example");
    }

    /// <summary>The cookie of a session of someone of the demonstration.</summary>
    public async Task<string> SignIn(string email)
    {
        var token = RandomWord.Secret();
        await With<Database, int>(async db =>
        {
            var person = await db.People.SingleAsync(person => person.EmailFolded == email);
            var now = TimeProvider.System.Now();
            db.Sessions.Add(
                new Session
                {
                    TokenHash = Session.Hash(token),
                    Id = RandomWord.Code(),
                    PersonId = person.Id,
                    Device = "bench",
                    CreatedAt = now,
                    SeenAt = now,
                    EndsAt = now + TimeSpan.FromDays(1),
                }
            );
            return await db.SaveChangesAsync();
        });
        return $"{Porter.SessionCookie}={token}";
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Kestrel alone, answering the same bytes: what the machine can do.</summary>
internal sealed class BareKestrel : IAsyncDisposable
{
    private readonly WebApplication _site;

    private BareKestrel(WebApplication site) => _site = site;

    public Uri Address { get; private init; } = null!;

    public static async Task<BareKestrel> Answering(byte[] body)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        var site = builder.Build();
        site.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await site.StartAsync();
        return new BareKestrel(site)
        {
            Address = new Uri(site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
    }

    public async ValueTask DisposeAsync() => await _site.DisposeAsync();
}

/// <summary>A durable PostgreSQL of this run, from Debian's packages.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    private readonly string _programs;
    private readonly string _folder;

    private BenchPostgres(string programs, string folder) => (_programs, _folder) = (programs, folder);

    public static bool IsHere => Programs() is not null;

    public string Connection => $"Host={_folder};Username=amphi;Database=postgres;MaxPoolSize=40";

    public static async Task<BenchPostgres> Start()
    {
        var postgres = new BenchPostgres(Programs()!, Directory.CreateTempSubdirectory("amphi-bench-postgres-").FullName);
        if (Environment.UserName == "root")
            await Command("chown", "postgres", postgres._folder);
        await postgres.AsOwner("initdb", "-D", postgres.Data, "-U", "amphi", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8");
        await File.AppendAllTextAsync(
            Path.Combine(postgres.Data, "postgresql.conf"),
            $"\nlisten_addresses=''\nunix_socket_directories='{postgres._folder}'\nmax_connections=200\nshared_buffers=256MB\n"
        );
        await postgres.AsOwner("pg_ctl", "-D", postgres.Data, "-w", "-l", Path.Combine(postgres._folder, "log"), "start");
        return postgres;
    }

    private string Data => Path.Combine(_folder, "data");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await AsOwner("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private Task AsOwner(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.UserName == "root"
            ? Command("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : Command(path, arguments);
    }

    private static async Task Command(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        // The server that pg_ctl starts keeps its output open: not read to the end.
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static string? Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order().LastOrDefault()
            : null;
}
