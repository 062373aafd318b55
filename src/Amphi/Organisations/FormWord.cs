using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// A word that only a page of ours can know, carried back by its forms: a keyed hash of the visitor's session, or of a
/// cookie when nobody is signed in. It needs no store and costs a microsecond, where ASP.NET's token costs twenty.
/// The second wall is the browser's own word on where a request came from.
/// </summary>
public sealed class FormWord(Keys keys) : IDisposable
{
    public const string Field = "_word";
    public const string Header = "X-Form-Word";

    // Asked once by every page with a form; a hash made anew each time costs two and a half times as much.
    private readonly ThreadLocal<IncrementalHash> _hash = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.Named("forms")));

    /// <summary>The word of one page: after a dot, what tells this page from the same one drawn again, see <see cref="FormAct"/>.</summary>
    /// <param name="holder">The secret that the visitor's browser holds in a cookie.</param>
    public string OfPage(string holder) => $"{For(holder)}.{RandomWord.Nonce()}";

    /// <param name="holder">The secret that the visitor's browser holds in a cookie.</param>
    public string For(string holder)
    {
        Span<byte> made = stackalloc byte[32];
        var hash = _hash.Value!;
        hash.AppendData(Encoding.UTF8.GetBytes(holder));
        hash.GetHashAndReset(made);
        return Base64Url.EncodeToString(made[..18]);
    }

    public bool IsFrom(string holder, string? word) =>
        word is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(For(holder)), Encoding.UTF8.GetBytes(word.Split('.')[0]));

    public void Dispose() => _hash.Dispose();
}
