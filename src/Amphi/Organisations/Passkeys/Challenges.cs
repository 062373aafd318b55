using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;

namespace Amphi.Organisations.Passkeys;

/// <summary>
/// What a browser was asked to sign (WebAuthn's challenge, with Identity's state around it), held by the browser itself in
/// a signed cookie for five minutes and good for one answer.
/// </summary>
public sealed class Challenges(Keys keys, TimeProvider time)
{
    private const string Cookie = "__Host-p";
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = keys.Named("challenges");
    private readonly ConcurrentDictionary<string, Instant> _answered = new();

    public void Ask(HttpContext context, string state)
    {
        var body = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{(time.Now() + Lasts).Milliseconds} {state}"));
        context.Response.Cookies.Append(Cookie, $"{body}.{Sign(body)}", Porter.HostCookie);
    }

    /// <summary>The state that was asked; null when there is none, it is too old, not ours, or answered before.</summary>
    public string? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie]?.Split('.') is not [var body, var signature] || !IsOurs(body, signature))
            return null;

        context.Response.Cookies.Delete(Cookie, Porter.HostCookie);
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body));
        var ends = new Instant(long.Parse(text[..text.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture));
        Forget(time.Now());
        return ends > time.Now() && _answered.TryAdd(signature, ends) ? text[(text.IndexOf(' ') + 1)..] : null;
    }

    private void Forget(Instant now)
    {
        foreach (var (signature, ends) in _answered)
            if (ends <= now)
                _answered.TryRemove(signature, out _);
    }

    private string Sign(string body) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(body)));

    private bool IsOurs(string body, string signature) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(body)), Encoding.UTF8.GetBytes(signature));
}
