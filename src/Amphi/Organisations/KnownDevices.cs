using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// Tells whether an account has signed in with this browser before. The browser holds a random word, and for each of its
/// accounts a keyed hash over account and word, which only we can make: no table is needed, and the word alone opens nothing.
/// </summary>
public sealed class KnownDevices(Keys keys)
{
    private const string Cookie = "__Host-d";
    private const int MostAccounts = 8;

    /// <summary>A word for this browser that stays when sessions end; null when the account never signed in with it.</summary>
    public string? Of(HttpContext context, string account)
    {
        var (word, marks) = Held(context);
        return word is not null && marks.Contains(Mark(account, word)) ? word : null;
    }

    public void Remember(HttpContext context, string account)
    {
        var (held, marks) = Held(context);
        var word = held ?? RandomWord.Secret();
        var options = Porter.HostCookie;
        options.MaxAge = TimeSpan.FromDays(365);
        IEnumerable<string> kept = [Mark(account, word), .. marks];
        context.Response.Cookies.Append(Cookie, string.Join('.', kept.Distinct().Take(MostAccounts).Prepend(word)), options);
    }

    private static (string? Word, IReadOnlyList<string> Marks) Held(HttpContext context) =>
        context.Request.Cookies[Cookie]?.Split('.', MostAccounts + 2) is [{ Length: 43 } word, .. var marks]
        && word.All(Fits)
        && marks.Length <= MostAccounts
        && marks.All(mark => mark.Length == 22 && mark.All(Fits))
            ? (word, marks)
            : (null, []);

    private static bool Fits(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private string Mark(string account, string word) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(keys.Named("devices"), Encoding.UTF8.GetBytes($"{word} {account}")).AsSpan(0, 16));
}
