using System.Net;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Organisations;

/// <summary>Passwords cannot be guessed faster with many hands, and guessing does not keep their owner out.</summary>
public sealed class GuessingTests
{
    private const string Bo = "bo@school.example";

    [Fact]
    public async Task Guesses_are_counted_and_the_owner_with_a_known_device_still_enters()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var owner = await amphi.SignedIn("Bo");
        await owner.Submit("/me", [], "/sign-out");
        using var thief = amphi.NewBrowser();
        amphi.Clock.Pass(TimeSpan.FromMinutes(16));

        for (var guess = 0; guess < Person.MostFailedSignIns; guess++)
            Assert.Equal(422, (int)(await Guess(thief, Bo, $"essai numéro {guess}")).Status);
        var stopped = await Guess(thief, Bo, Cast.Password);
        var isLocked = await amphi.With<Database, bool>(db => db.People.AnyAsync(one => one.Name == "Bo" && one.LockedUntil != null));
        await Guess(owner, Bo, Cast.Password);

        Assert.Equal(429, (int)stopped.Status);
        Assert.True(isLocked);
        Assert.Contains(Porter.SessionCookie, owner.Cookies.Keys);
    }

    [Fact]
    public async Task Who_gives_their_browser_another_name_at_each_guess_is_stopped_as_soon()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        await amphi.Invite("Bo");
        using var thief = amphi.NewBrowser();

        var answers = new List<int>();
        for (var guess = 0; guess < Person.MostFailedSignIns + 1; guess++)
        {
            thief.Cookies["__Host-d"] = RandomWord.Secret();
            answers.Add((int)(await Guess(thief, Bo, $"essai numéro {guess}")).Status);
        }

        Assert.Equal(429, answers[^1]);
    }

    [Fact]
    public async Task A_device_is_known_for_the_accounts_that_signed_in_with_it_and_no_other()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        using var shared = await amphi.SignedIn("Zacharie");
        await shared.Submit("/me", [], "/sign-out");
        await amphi.Invite("Bo");
        using var thief = amphi.NewBrowser();

        for (var guess = 0; guess < Person.MostFailedSignIns; guess++)
            await Guess(thief, Bo, $"essai numéro {guess}");

        Assert.Equal(429, (int)(await Guess(shared, Bo, Cast.Password)).Status);
        amphi.Clock.Pass(TimeSpan.FromMinutes(16));
        await Guess(shared, Bo, Cast.Password);
        await shared.Submit("/me", [], "/sign-out");
        for (var guess = 0; guess < Person.MostFailedSignIns; guess++)
            await Guess(thief, Bo, $"autre essai {guess}");
        await Guess(shared, Bo, Cast.Password);

        Assert.Contains(Porter.SessionCookie, shared.Cookies.Keys);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Of_guesses_made_at_once_each_is_counted(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        await amphi.Invite("Bo");
        using var thief = amphi.NewBrowser();
        var word = (await thief.Visit("/sign-in")).Find("main form[action='/sign-in'] input[name='_word']")!.GetAttribute("value")!;

        await Task.WhenAll(
            Enumerable
                .Range(0, Person.MostFailedSignIns - 1)
                .Select(guess => thief.SendForm("/sign-in", [("_word", word), ("email", Bo), ("password", $"essai numéro {guess}")]))
        );

        Assert.Equal(9, await amphi.With<Database, int>(db => db.People.Where(one => one.Name == "Bo").Select(one => one.FailedSignIns).SingleAsync()));
    }

    [Fact]
    public async Task An_address_that_nobody_has_costs_what_a_known_one_does()
    {
        var asked = new AskedOfDatabase();
        await using var amphi = await Amphitheatre.Open(
            Engines.Sqlite,
            services => services.ConfigureDbContext<House>(context => context.AddInterceptors(asked)),
            site => site.Use((_, next) => asked.Note(next)),
            []
        );
        await amphi.Invite("Ines");
        await amphi.Invite("Bo");
        using var stranger = amphi.NewBrowser();

        foreach (var path in new[] { "/sign-in", "/reset" })
        {
            await stranger.Submit(path, [("email", Bo), ("password", "pas le bon du tout")], path);
            var known = asked.Last;
            await stranger.Submit(path, [("email", "no@school.example"), ("password", "pas le bon du tout")], path);

            Assert.Equal(known, asked.Last);
            Assert.Equal(path == "/sign-in", known.Any(text => text.Contains("persons", StringComparison.Ordinal)));
        }

        // Counted for whoever has the address; of nobody's, a row is written as it was.
        Assert.Equal(2, asked.Updates.Count);
        Assert.Single(asked.Updates.Distinct());
        Assert.Equal(1, await amphi.With<Database, int>(db => db.People.SumAsync(one => one.FailedSignIns)));
    }

    [Fact]
    public void However_many_try_the_throttle_remembers_so_many()
    {
        var throttle = new Throttle(new TestClock());

        for (var n = 0; n < Throttle.MostRemembered; n++)
            throttle.Allows($"someone-{n}", null, new IPAddress((long)n));

        Assert.InRange(throttle.Remembered, 1, Throttle.MostRemembered);
    }

    private static Task<BrowserPage> Guess(Browser browser, string email, string password) =>
        browser.Submit("/sign-in", [("email", email), ("password", password)], "/sign-in");

    /// <summary>What the last form that was posted read itself, and what was updated in all: in the queue of writes, which is nobody's.</summary>
    private sealed class AskedOfDatabase : DbCommandInterceptor
    {
        private readonly AsyncLocal<List<string>?> _here = new();

        public List<string> Last { get; private set; } = [];
        public System.Collections.Concurrent.ConcurrentBag<string> Updates { get; } = [];

        public Task Note(Func<Task> request)
        {
            Last = _here.Value = [];
            return request();
        }

        public override ValueTask<InterceptionResult<System.Data.Common.DbDataReader>> ReaderExecutingAsync(
            System.Data.Common.DbCommand command,
            CommandEventData eventData,
            InterceptionResult<System.Data.Common.DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            _here.Value?.Add(command.CommandText);
            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            System.Data.Common.DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default
        )
        {
            Updates.Add(command.CommandText);
            return ValueTask.FromResult(result);
        }
    }
}
