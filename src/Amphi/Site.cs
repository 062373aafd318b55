using Amphi.Assessment;
using Amphi.Assessment.Cases;
using Amphi.Assessment.Grades;
using Amphi.Assessment.Quizzes;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
using Amphi.Ground;
using Amphi.Journal;
using Amphi.Learning;
using Amphi.Learning.Dates;
using Amphi.Look;
using Amphi.Media;
using Amphi.Organisations;
using Amphi.Organisations.Mail;
using Amphi.Organisations.Passkeys;
using Amphi.Simulation;
using Amphi.Staff;
using Amphi.Upkeep;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Amphi;

/// <summary>Where a site keeps its data and where it answers.</summary>
public sealed record SiteOptions
{
    /// <summary>The one folder with everything: database, vault, files, keys.</summary>
    public required string Data { get; init; }

    /// <summary>A PostgreSQL connection; null is SQLite in <see cref="Data"/>.</summary>
    public string? Database { get; init; }
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>Settings given beside the environment's.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Settings { get; init; } = [];
}

/// <summary>Puts the house together.</summary>
public static class Site
{
    public static WebApplication Build(SiteOptions options, Action<WebApplicationBuilder>? change = null)
    {
        Directory.CreateDirectory(options.Data);
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions
            {
                ApplicationName = "Amphi",

                // Watching for changed settings would watch the whole working folder, and every write of a database in it.
                ContentRootPath = AppContext.BaseDirectory,
                Args = ["--hostBuilder:reloadConfigOnChange=false"],
            }
        );
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        LogLines.Use(builder.Logging);

        // Kestrel's host begins an activity and a log scope for every request as long as this category may speak.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Configuration.AddEnvironmentVariables().AddInMemoryCollection(options.Settings);
        var settings = new Settings(House.Settings, builder.Configuration.AsEnumerable());
        AddGround(builder.Services, options, settings);
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        Telemetry.Add(builder.Services, settings[Telemetry.Collector]);
        change?.Invoke(builder);

        var app = builder.Build();
        Proxies.Use(app, settings);
        app.UseMiddleware<Headers>();

        // HEAD is GET without its body (RFC 9110 §9.3.2), which the server leaves out by itself.
        app.Use(
            (context, next) =>
            {
                if (HttpMethods.IsHead(context.Request.Method))
                    context.Request.Method = HttpMethods.Get;
                return next(context);
            }
        );
        app.UseRouting();
        app.UseMiddleware<FaultPages>();
        app.UseMiddleware<Porter>();
        app.MapGet("/health", async (HotReads reads, CancellationToken cancel) => await reads.One("select 'ready'", row => row.GetString(0), cancel))
            .ForAnyone();
        app.MapGet("/build/{file}", (string file, Assets assets, HttpContext context) => assets.Serve(file, context)).ForAnyone();
        app.MapOrganisations();
        app.MapCourses();
        app.MapStaff();
        app.MapEnrolments();
        app.MapLearning();
        app.MapAssessment();
        return app;
    }

    /// <summary>Brings the schema up to date; nothing is served before.</summary>
    public static async Task Prepare(IServiceProvider services, CancellationToken cancel)
    {
        await Schema.Migrate(services.GetRequiredService<Engine>(), "0", cancel);
        var vault = services.GetRequiredService<VaultEngine>();
        await Schema.Migrate(vault.Engine, "vault_", cancel);
        if (await VaultKey.Fault(vault, services.GetRequiredService<Keys>(), cancel) is { } fault)
            throw new SettingsException(fault);
    }

    private static void AddGround(IServiceCollection services, SiteOptions options, Settings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(Engine.For(options.Data, "amphi.db", options.Database));
        services.AddSingleton(new Keys(Path.Combine(options.Data, "keys")));
        services.AddSingleton<WriteQueue>();
        services.AddSingleton<HotReads>();
        var listeners = new Listeners();
        listeners.Add<MailRequested, SendMail>();
        listeners.Add<ResetAsked, ResetMail>();
        listeners.Add<PersonRenamed, ShownNames>();
        listeners.Add<LearnerEnrolled, Scribe>();
        listeners.Add<LearnerLeft, Scribe>();
        listeners.Add<CopyDue, CaseClerk>();
        listeners.Add<CopyChanged, LikenessClerk>();
        listeners.Add<CaseNews, CaseMail>();
        listeners.Add<CaseReminder, CaseMail>();
        listeners.Add<LeaseEnding, CaseMail>();
        listeners.Add<MarkCorrected, RegradeMail>();
        listeners.Add<ExtensionAsked, DatesMail>();
        listeners.Add<ExtensionAnswered, DatesMail>();
        services.AddSingleton(listeners);
        services.AddSingleton<Scribe>();
        services.AddSingleton<FormWord>();
        services.AddSingleton<OutboxKeys>();
        services.AddSingleton<Messenger>();
        services.AddHostedService(provider => provider.GetRequiredService<Messenger>());
        services.AddHostedService<Checkpointer>();
        services.AddDbContextPool<House>(
            (provider, context) =>
            {
                if (provider.GetRequiredService<Engine>() is PostgresEngine postgres)
                    context.UseNpgsql(postgres.Source);
                else
                    context.UseSqlite(((SqliteEngine)provider.GetRequiredService<Engine>()).ConnectionString).AddInterceptors(new PreparedConnections());
            }
        );
        services.AddSingleton(new VaultEngine(Engine.For(options.Data, "vault.db", options.Database, "vault")));
        services.AddSingleton<Vault>();
        var folders = new SiteFolders(Path.Combine(options.Data, "spool"), Path.Combine(options.Data, "files"));
        services.AddSingleton(folders);
        services.AddSingleton<IStorage>(new DiskStorage(folders.Files));
        services.AddSingleton<Shelf>();
        AddRooms(services, options);
        services.AddSingleton<RunBoard>();
        services.AddScoped<Publisher>();
        services.AddScoped<Registrar>();
        services.AddScoped<ShownNames>();
        services.AddSingleton<IPastActs, PastActs>();
        services.AddScoped<TeamDesk>();
        services.AddScoped<RunOffice>();
        services.AddScoped<StaffOffice>();
        services.AddScoped<CourseImport>();
        services.AddScoped<CourseExport>();
        services.AddScoped<Inspector>();
        services.AddSingleton<Simulator>();
        services.AddSingleton<LearningLedger>();
        services.AddScoped<Database>(provider => provider.GetRequiredService<House>());
    }

    private static void AddRooms(IServiceCollection services, SiteOptions options)
    {
        services.AddSingleton(new Assets(Path.Combine(AppContext.BaseDirectory, "wwwroot", "build")));
        services.AddSingleton<DrawnPages>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<Throttle>();
        services.AddSingleton<KnownDevices>();
        services.AddSingleton<SessionLimits>();
        services.AddSingleton<LastSeen>();
        services.AddHostedService(provider => provider.GetRequiredService<LastSeen>());
        services.AddScoped<Organisations.Sessions>();
        services.AddScoped<OneTimeTokens>();
        services.AddScoped<Registry>();
        services.AddIdentityCore<Person>().AddUserStore<PasskeyStore>();
        services.Configure<IdentityPasskeyOptions>(PasskeyRules.Apply);
        services.AddScoped<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>();
        services.AddSingleton<Challenges>();
        services.AddSingleton(provider => new SiteAddress(provider.GetRequiredService<Settings>(), () => Listening(provider)));
        services.AddSingleton<IPostman>(provider =>
            provider.GetRequiredService<Settings>()[MailSettings.Server] is { Length: > 0 } server
                ? new SmtpPostman(new Uri(server))
                : new FolderPostman(Path.Combine(options.Data, "mail"))
        );
        services.AddScoped<SendMail>();
        services.AddScoped<ResetMail>();
        services.AddScoped<TeamMail>();
        services.AddScoped<Mailbox>();
        services.AddScoped<LearnerMail>();
        services.AddScoped<DatesMail>();
        services.AddScoped<MyRooms>();
        services.AddSingleton<LessonShelf>();
        services.AddSingleton<LessonPages>();
        services.AddSingleton<Cohorts>();
        services.AddSingleton<IBlockKind, QuizKind>();
        services.AddSingleton<AnswerLedger>();
        services.AddSingleton<HintLedger>();
        services.AddSingleton<AttemptLedger>();
        services.AddSingleton<TestDesk>();
        services.AddSingleton<AttemptCloser>();
        services.AddHostedService(provider => provider.GetRequiredService<AttemptCloser>());
        services.AddSingleton<ItemAnalyst>();
        services.AddScoped<Regrader>();
        services.AddScoped<RegradeMail>();
        services.AddSingleton<IHomeNotice, CorrectionNotice>();
        services.AddSingleton<Gradebook>();
        services.AddSingleton<IntentRates>();
        services.AddScoped<MarkOffice>();
        services.AddSingleton<IScoreBoard, ScoreBoard>();
        services.AddSingleton<IHomeNotice, StandingNotice>();
        services.AddSingleton<IHomeNotice, WaitingNotice>();
        services.AddSingleton<IBlockKind, CaseKind>();
        services.AddSingleton<CaseDesk>();
        services.AddSingleton<FileDesk>();
        services.AddSingleton<ReadingRoom>();
        services.AddScoped<CaseClerk>();
        services.AddScoped<CaseMail>();
        services.AddScoped<LikenessClerk>();
        services.AddScoped<SubmissionDesk>();
        services.AddScoped<ReviewDesk>();
    }

    private static string Listening(IServiceProvider provider) =>
        provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:5080";

    private sealed class PreparedConnections : DbConnectionInterceptor
    {
        public override void ConnectionOpened(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData) =>
            SqliteEngine.Prepare((SqliteConnection)connection);

        public override Task ConnectionOpenedAsync(
            System.Data.Common.DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            SqliteEngine.Prepare((SqliteConnection)connection);
            return Task.CompletedTask;
        }
    }
}
