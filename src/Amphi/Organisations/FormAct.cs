using System.Security.Cryptography;
using System.Text;

namespace Amphi.Organisations;

/// <summary>
/// The id of what a form does: a script gives one with <c>act</c>; else it is made of the page's word, the address and what
/// was filled in, so that a form sent twice is one act, and the same page filled in otherwise is another.
/// </summary>
internal static class FormAct
{
    public static Guid Of(HttpRequest request, IFormCollection form)
    {
        if (Guid.TryParse(form["act"], out var act))
            return act;
        if (!form[FormWord.Field].ToString().Contains('.', StringComparison.Ordinal))
            return Guid.NewGuid();
        var said = new StringBuilder(request.Path);
        foreach (var (name, values) in form)
        foreach (var value in values)
            said.Append('\n').Append(name).Append('=').Append(value);
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())).AsSpan(0, 16));
    }
}
