using System.Buffers.Binary;
using System.Collections.Concurrent;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// Stands behind every door: finds out who comes, whether the door opens for them, and whether a request that changes
/// something came from a page of ours.
/// </summary>
public sealed class Porter(RequestDelegate next, HotReads reads, FormWord words, SessionLimits limits, LastSeen seen, TimeProvider time)
{
    public const string SessionCookie = "__Host-s";
    private const string FormCookie = "__Host-f";
    internal const string LanguageCookie = "__Host-l";

    private readonly ConcurrentDictionary<UInt128, long> _personOf = new();

    public async Task InvokeAsync(HttpContext context)
    {
        var visit = await Meet(context);
        context.Features.Set(visit);

        // Routing's own answers (a wrong verb, a wrong type of body) are endpoints too, and open nothing.
        if (context.GetEndpoint() is RouteEndpoint endpoint)
        {
            var door = endpoint.Metadata.GetMetadata<Door>() ?? throw new InvalidOperationException($"{endpoint} says nobody who may enter.");
            if (!door.Opens(visit))
            {
                await Refuse(context, visit);
                return;
            }

            if (IsUnsafe(context.Request) && endpoint.Metadata.GetMetadata<NoFormWord>() is null && !await IsFromOurPage(context))
                throw new RefusedException(new Refusal("refused.form") { Status = StatusCodes.Status403Forbidden });
        }

        await next(context);
    }

    private async ValueTask<Visit> Meet(HttpContext context)
    {
        var now = time.Now();
        var token = context.Request.Cookies[SessionCookie];
        var (visitor, beside) = token is { Length: 43 } ? await Read(context, Session.Hash(token), now) : default;
        if (visitor is not null && limits.AreOver(visitor.Roles.Any, visitor.SignedInAt, seen.Of(visitor), now))
            (visitor, beside) = (null, null);
        if (visitor is not null)
            seen.Note(visitor, now);

        return new Visit(context, () => words.OfPage(Holder(context, visitor)))
        {
            Visitor = visitor,
            Beside = beside,
            Now = now,
            Language = Languages.Of(context.Request.Cookies[LanguageCookie] ?? visitor?.Language, context.Request.Headers.AcceptLanguage),
            Cancel = context.RequestAborted,
        };
    }

    /// <summary>Whoever the session belongs to, and beside them what the room asks for, in the same look at the database.</summary>
    private async ValueTask<(Visitor? Visitor, object? Beside)> Read(HttpContext context, byte[] tokenHash, Instant now)
    {
        var session = new HotRead<Visitor>(Tables.VisitorOfSession, Tables.Visitor, tokenHash, now.Milliseconds);
        var word = BinaryPrimitives.ReadUInt128BigEndian(tokenHash);
        var expected = _personOf.GetValueOrDefault(word);
        if (expected != 0 && context.GetEndpoint()?.Metadata.GetMetadata<ReadBeside>()?.Of(context, expected) is { } read)
        {
            var (visitor, beside) = await reads.Both(session, read, context.RequestAborted);
            return (visitor, visitor?.Id == expected ? beside : null);
        }

        var found = await reads.One(session, context.RequestAborted);
        if (found is not null && found.Id != expected)
            Remember(word, found.Id);
        return (found, null);
    }

    // A session never changes hands. Memory stays bounded; what is forgotten here is read again.
    private void Remember(UInt128 word, long person)
    {
        if (_personOf.Count > 200_000)
            _personOf.Clear();
        _personOf[word] = person;
    }

    // Someone who only reads gets no cookie: the form cookie comes with the first form.
    private static string Holder(HttpContext context, Visitor? visitor)
    {
        if (visitor is not null)
            return context.Request.Cookies[SessionCookie]!;
        if (context.Request.Cookies[FormCookie] is { Length: 43 } held)
            return held;

        var made = RandomWord.Secret();
        context.Response.Cookies.Append(FormCookie, made, HostCookie);
        return made;
    }

    private async Task<bool> IsFromOurPage(HttpContext context)
    {
        var request = context.Request;
        if (!SaysSameOrigin(request))
            return false;

        string? word = request.Headers[FormWord.Header];
        if (word is null && request.HasFormContentType)
            word = (await request.ReadFormAsync(context.RequestAborted))[FormWord.Field];

        // A page drawn for a session that has ended since is still ours: its « Se déconnecter » must work.
        var isSignedIn = context.Features.Get<Visit>()!.Visitor is not null;
        return (request.Cookies[SessionCookie] is { } session && words.IsFrom(session, word))
            || (!isSignedIn && request.Cookies[FormCookie] is { } held && words.IsFrom(held, word));
    }

    private static bool SaysSameOrigin(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site]
            ? site == "same-origin"
            : request.Headers.Origin is [{ } origin] && origin == $"{request.Scheme}://{request.Host}";

    private static Task Refuse(HttpContext context, Visit visit)
    {
        if (visit.Visitor is not null)
            throw new MissingException("The door is closed.");
        if (IsUnsafe(context.Request))
            return SaysSameOrigin(context.Request) ? SessionEnded.Show(context, visit) : throw new MissingException("The door is closed.");

        context.Response.Redirect(LocalPath.OrHome(context.Request.Path + context.Request.QueryString).AfterSignIn);
        return Task.CompletedTask;
    }

    private static bool IsUnsafe(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    /// <summary>Ours alone, over TLS (or on the machine itself), not for scripts, and not sent along from other sites' forms.</summary>
    internal static CookieOptions HostCookie =>
        new()
        {
            HttpOnly = true,
            Secure = true,
            SameSite = SameSiteMode.Lax,
            Path = "/",
        };
}
