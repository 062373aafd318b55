using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// Stands behind every door: finds out who comes, whether the door opens for them, and whether a request that changes
/// something came from a page of ours.
/// </summary>
public sealed class Porter(RequestDelegate next, HotReads reads, FormWord words, TimeProvider time)
{
    public const string SessionCookie = "__Host-s";
    private const string FormCookie = "__Host-f";
    internal const string LanguageCookie = "__Host-l";

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
                Refuse(context, visit);
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
        var visitor = token is { Length: 43 }
            ? await reads.One(Tables.VisitorOfSession, Tables.Visitor, context.RequestAborted, Session.Hash(token), now.Milliseconds)
            : null;

        return new Visit(context, () => words.For(Holder(context, visitor)))
        {
            Visitor = visitor,
            Now = now,
            Language = Languages.Of(context.Request.Cookies[LanguageCookie] ?? visitor?.Language, context.Request.Headers.AcceptLanguage),
            Cancel = context.RequestAborted,
        };
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

        var holder = context.Features.Get<Visit>()!.Visitor is null ? request.Cookies[FormCookie] : request.Cookies[SessionCookie];
        if (holder is null)
            return false;

        string? word = request.Headers[FormWord.Header];
        if (word is null && request.HasFormContentType)
            word = (await request.ReadFormAsync(context.RequestAborted))[FormWord.Field];
        return words.IsFrom(holder, word);
    }

    private static bool SaysSameOrigin(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] is [{ } site]
            ? site == "same-origin"
            : request.Headers.Origin is [{ } origin] && origin == $"{request.Scheme}://{request.Host}";

    private static void Refuse(HttpContext context, Visit visit)
    {
        var mayBeSignIn = visit.Visitor is null && HttpMethods.IsGet(context.Request.Method);
        if (!mayBeSignIn)
            throw new MissingException("The door is closed.");

        var then = Uri.EscapeDataString(context.Request.Path + context.Request.QueryString);
        context.Response.Redirect($"/sign-in?then={then}");
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
