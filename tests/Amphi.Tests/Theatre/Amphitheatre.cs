using System.Data.Common;
using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Amphi.Tests.Theatre;

/// <summary>A whole Amphi on a database of its own, on loopback.</summary>
public sealed class Amphitheatre : IAsyncDisposable
{
    private readonly WebApplication _site;
    private readonly string _folder;

    private Amphitheatre(WebApplication site, string folder, string address, StatementCounter counter)
    {
        _counter = counter;
        _site = site;
        _folder = folder;
        Address = new Uri(address);
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; }
    public IServiceProvider Services => _site.Services;
    public string Folder => _folder;

    /// <summary>The time of the house, which tests move.</summary>
    public TestClock Clock { get; private init; } = null!;

    /// <summary>How many statements the house has read or written so far, in the house's database and the vault.</summary>
    public long Statements => _counter.Count + Services.GetRequiredService<HotReads>().Read.Statements + Services.GetRequiredService<Vault>().Statements;

    private readonly StatementCounter _counter;

    /// <summary>The connection of its database, when that is PostgreSQL.</summary>
    public string? Database { get; private init; }

    /// <summary>Opens one on the named engine; tests that touch data take both (<see cref="Engines"/>).</summary>
    public static Task<Amphitheatre> Open(string engine, params (string Name, string Value)[] settings) => Open(engine, null, null, settings);

    /// <summary>The same with something planted, for a guard to find.</summary>
    public static Task<Amphitheatre> Open(string engine, Action<WebApplication> plant, params (string Name, string Value)[] settings) =>
        Open(engine, null, plant, settings);

    /// <summary>The same, with something changed in the house before it is built, or added to its addresses before it opens.</summary>
    public static async Task<Amphitheatre> Open(
        string engine,
        Action<IServiceCollection>? change,
        Action<WebApplication>? add,
        params (string Name, string Value)[] settings
    )
    {
        var folder = Directory.CreateTempSubdirectory("amphi-test-").FullName;
        var clock = new TestClock();
        var options = new SiteOptions
        {
            Data = folder,
            Urls = "http://127.0.0.1:0",
            Database = engine == Engines.Postgres ? await PostgresServer.FreshDatabase() : null,
            Settings = [.. settings.Select(s => KeyValuePair.Create("AMPHI_" + s.Name, (string?)s.Value))],
        };
        var counter = new StatementCounter();
        var site = Site.Build(
            options,
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
                builder.Services.ConfigureDbContext<House>(context => context.AddInterceptors(counter));
                change?.Invoke(builder.Services);
            }
        );
        add?.Invoke(site);
        await Site.Prepare(site.Services, TestContext.Current.CancellationToken);
        await site.StartAsync(TestContext.Current.CancellationToken);
        var address = site.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Amphitheatre(site, folder, address, counter) { Clock = clock, Database = options.Database };
    }

    public Browser NewBrowser(string language = "fr") =>
        new(Address, language) { Posted = Echo.Here is { } echo ? (browser, path, fields) => echo.Repeat(this, browser, path, fields) : null };

    /// <summary>Runs work in a scope of its own, as a request would.</summary>
    public async Task<T> With<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<int> Count<T>()
        where T : class => With<Database, int>(db => db.Set<T>().CountAsync());

    /// <summary>Ends it and copies its data, for another program to serve.</summary>
    public async Task CopyTo(string folder)
    {
        await _site.StopAsync(TestContext.Current.CancellationToken);
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(folder, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    /// <summary>Delivers every announcement that is due, and waits for those that the house itself is delivering.</summary>
    public async Task DeliverAnnouncements()
    {
        var messenger = Services.GetRequiredService<Messenger>();
        var cancel = TestContext.Current.CancellationToken;
        var now = Clock.Now();
        while (
            await messenger.DeliverDue(cancel) > 0
            || await With<Database, bool>(db => db.Announcements.AnyAsync(one => one.DueAt <= now && one.Failure == null, cancel))
        )
            await Task.Delay(10, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync(TestContext.Current.CancellationToken);
        await _site.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Counts what the unit of work sends to the database.</summary>
internal sealed class StatementCounter : DbCommandInterceptor
{
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref _count);
        return ValueTask.FromResult(result);
    }
}

/// <summary>The two engines, as the data of a theory.</summary>
public static class Engines
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    public static TheoryData<string> Both => [Sqlite, Postgres];
}

/// <summary>A clock that stands until it is moved.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2027, 1, 18, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    public void Pass(TimeSpan time) => _now += time;
}
