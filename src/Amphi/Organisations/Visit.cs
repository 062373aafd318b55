using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Organisations;

/// <summary>Who a session belongs to, as every request reads it.</summary>
public sealed record Visitor
{
    public required long Id { get; init; }
    public required string Name { get; init; }
    public required string Language { get; init; }
    public required string TimeZone { get; init; }
    public required long OrganisationId { get; init; }
    public required string SessionId { get; init; }
    public required Instant SignedInAt { get; init; }

    /// <summary>As stored, up to a minute ago; <see cref="LastSeen"/> knows better.</summary>
    public required Instant SeenAt { get; init; }
    public required Roles Roles { get; init; }
}

/// <summary>The facts of a request: who, when, in which language, until when it matters. Bound by type in every slice.</summary>
public sealed class Visit(HttpContext context, Func<string> formWord)
{
    private string? _formWord;

    /// <summary>null when nobody is signed in.</summary>
    public Visitor? Visitor { get; init; }

    /// <summary>What the endpoint's <see cref="ReadBeside"/> read; null when it read nothing.</summary>
    public object? Beside { get; init; }
    public required Instant Now { get; init; }

    /// <summary><c>fr</c> or <c>en</c>: the person's, else the cookie's, else the browser's.</summary>
    public required string Language { get; init; }

    /// <summary>Ends when the browser has gone.</summary>
    public required CancellationToken Cancel { get; init; }

    /// <summary>The word that forms of this page carry back: see <see cref="FormWord"/>.</summary>
    public string FormWord => _formWord ??= formWord();

    /// <summary>The id of what a form does: see <see cref="FormAct"/>.</summary>
    public Guid Act(IFormCollection form) => FormAct.Of(context.Request, form);

    /// <summary>See <see cref="OutboxKeys"/>.</summary>
    public string OutboxKey => context.RequestServices.GetRequiredService<OutboxKeys>().For(Person.Id);

    public Words Words => Words.In(Language);

    /// <summary>What stands around a page of this visit.</summary>
    public Frame Frame(string title) =>
        new()
        {
            Title = $"{title} · Amphi",
            Words = Words,
            Assets = context.RequestServices.GetRequiredService<Assets>(),
            Nonce = () => ContentPolicy.Of(context).Nonce,
            FormWord = () => FormWord,
            SignedInAs = Visitor?.Name,
            Nav = Nav(),
            Organisation = context.RequestServices.GetRequiredService<Settings>()[SiteSettings.Name],
            Path = context.Request.Path,
        };

    private IReadOnlyList<NavItem> Nav()
    {
        var path = context.Request.Path.Value ?? "/";
        var catalogue = new NavItem("/", "search", Words["nav.catalogue"], path == "/" || path.StartsWith("/courses", StringComparison.Ordinal));
        if (Visitor is null)
            return [catalogue];

        var learning = new NavItem("/learning", "book-open", Words["nav.learning"], path == "/learning");
        var people = new NavItem("/people", "users", Words["nav.people"], path.StartsWith("/people", StringComparison.Ordinal));
        var audit = new NavItem("/audit", "file-text", Words["nav.audit"], path == "/audit");
        return Roles.Holds(Role.Administrator) ? [catalogue, learning, people, audit]
            : Roles.Holds(Role.Manager) ? [catalogue, learning, people]
            : [catalogue, learning];
    }

    /// <summary>Who is signed in; the route has made sure that somebody is.</summary>
    public Visitor Person => Visitor ?? throw new MissingException("Nobody is signed in.");
    public Roles Roles => Visitor?.Roles ?? Roles.None;
    public string TimeZone => Visitor?.TimeZone ?? "Europe/Paris";

    public static ValueTask<Visit> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    public static Visit Of(HttpContext context) => context.Features.Get<Visit>() ?? throw new InvalidOperationException("No door was passed.");
}

public static class SiteSettings
{
    public static readonly Setting Name = new("NAME", "Amphi", "the name of the organisation, in the foot of every page", Setting.AnyText);
}
