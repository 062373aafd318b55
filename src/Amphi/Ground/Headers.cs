namespace Amphi.Ground;

/// <summary>
/// What every answer says to the browser beside its content: what may run, what may be loaded, what may be kept.
/// Pages ask for the nonce; nothing without it runs.
/// </summary>
public sealed class Headers(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var policy = new ContentPolicy();
        context.Features.Set(policy);
        context.Response.OnStarting(Write, (context, policy));
        return next(context);
    }

    private static Task Write(object state)
    {
        var (context, policy) = ((HttpContext, ContentPolicy))state;
        var headers = context.Response.Headers;
        headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()";
        headers.ContentSecurityPolicy = policy.ToString();

        // What says nothing else is not kept: the next person at this machine may be someone else.
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}

/// <summary>The content security policy (CSP Level 3) of one answer. Everything is closed; a page opens what it needs.</summary>
public sealed class ContentPolicy
{
    private SortedSet<string>? _frames;
    private string? _nonce;
    private string? _whole;

    /// <summary>128 random bits, new for every answer; only script elements that carry it run.</summary>
    public string Nonce => _nonce ??= RandomWord.Nonce();

    /// <summary>Lets the page show frames of an origin, such as <c>https://www.youtube-nocookie.com</c>.</summary>
    public void AllowFrames(string origin) => (_frames ??= new(StringComparer.Ordinal)).Add(origin);

    /// <summary>For files that are not ours to vouch for: nothing in them may run or load anything.</summary>
    public void Sandbox() => _whole = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    public override string ToString() =>
        _whole
        ?? string.Concat(
            _nonce is null
                ? "default-src 'none'; script-src 'none'; "
                : string.Concat("default-src 'none'; script-src 'nonce-", _nonce, "' 'strict-dynamic'; "),
            _frames is null ? "" : $"frame-src {string.Join(' ', _frames)}; ",
            "style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self' https:; connect-src 'self'; manifest-src 'self'; "
                + "base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types amphi"
        );

    public static ContentPolicy Of(HttpContext context) => context.Features.Get<ContentPolicy>()!;
}
