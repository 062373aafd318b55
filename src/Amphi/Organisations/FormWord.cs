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
public sealed class FormWord(Keys keys)
{
    public const string Field = "_word";
    public const string Header = "X-Form-Word";

    private readonly byte[] _key = keys.Named("forms");

    /// <param name="holder">The secret that the visitor's browser holds in a cookie.</param>
    public string For(string holder)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(holder), hash);
        return Base64Url.EncodeToString(hash[..18]);
    }

    public bool IsFrom(string holder, string? word) =>
        word is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(For(holder)), Encoding.UTF8.GetBytes(word));
}
