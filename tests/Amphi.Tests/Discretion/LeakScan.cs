using System.Globalization;
using System.Net;
using System.Text;
using Amphi.Discretion;

namespace Amphi.Tests.Discretion;

/// <summary>Looks for what tells who a discreet learner is, as it is and in the dress it may wear: encoded, hashed, reversed.</summary>
internal sealed class LeakScan
{
    private readonly List<(string What, string Trace)> _traces = [];

    public LeakScan(string name, string email, long personId, PersonaId persona)
    {
        foreach (
            var (what, secret) in new[]
            {
                ("name", name),
                ("address", email),
                ("local part", email.Split('@')[0]),
                ("person", personId.ToString(CultureInfo.InvariantCulture)),
                ("persona", persona.ToString()),
            }
        )
            Add(what, secret);
        Add("person in hex", personId.ToString("x16", CultureInfo.InvariantCulture));
        _traces.Add(("persona's bytes", Convert.ToBase64String(persona.ToBytes()).TrimEnd('=')));
    }

    /// <summary>What of the secrets a text holds; empty when it holds none.</summary>
    public IReadOnlyList<string> In(string text) =>
        [.. _traces.Where(trace => text.Contains(trace.Trace, StringComparison.OrdinalIgnoreCase)).Select(trace => trace.What).Distinct()];

    private void Add(string what, string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        _traces.Add((what, secret));
        _traces.Add(($"{what}, URL-encoded", Uri.EscapeDataString(secret)));
        _traces.Add(($"{what}, HTML-encoded", WebUtility.HtmlEncode(secret)));
        _traces.Add(($"{what}, base64", Convert.ToBase64String(bytes)[..(bytes.Length / 3 * 4)]));
        _traces.Add(($"{what}, hex", Convert.ToHexString(bytes)));
        _traces.Add(($"{what}, SHA-256", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))));
    }
}
