using Amphi.Ground;

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
    public required Instant SeenAt { get; init; }
    public required Roles Roles { get; init; }
}

/// <summary>The facts of a request: who, when, in which language, until when it matters. Bound by type in every slice.</summary>
public sealed class Visit(Func<string> formWord)
{
    private string? _formWord;

    /// <summary>null when nobody is signed in.</summary>
    public Visitor? Visitor { get; init; }
    public required Instant Now { get; init; }

    /// <summary><c>fr</c> or <c>en</c>: the person's, else the cookie's, else the browser's.</summary>
    public required string Language { get; init; }

    /// <summary>Ends when the browser has gone.</summary>
    public required CancellationToken Cancel { get; init; }

    /// <summary>The word that forms of this page carry back: see <see cref="FormWord"/>.</summary>
    public string FormWord => _formWord ??= formWord();

    /// <summary>Who is signed in; the route has made sure that somebody is.</summary>
    public Visitor Person => Visitor ?? throw new MissingException("Nobody is signed in.");
    public Roles Roles => Visitor?.Roles ?? Roles.None;
    public string TimeZone => Visitor?.TimeZone ?? "Europe/Paris";

    public static ValueTask<Visit> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    public static Visit Of(HttpContext context) =>
        context.Features.Get<Visit>() ?? throw new InvalidOperationException("No door was passed.");
}
