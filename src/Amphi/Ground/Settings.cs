namespace Amphi.Ground;

/// <summary>
/// A setting: its name, what it is when nobody says, one line of explanation, and a check that answers null or a
/// sentence that says what to type.
/// </summary>
public sealed record Setting(string Name, string Default, string Explanation, Func<string, string?> Check)
{
    public static string? AnyText(string value) => null;

    public static string? Address(string value) =>
        value.Length == 0 || (Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            ? null
            : "type an address that begins with https://";

    public static string? Folder(string value) => value.Length == 0 || Directory.Exists(value) ? null : "type a folder that exists";

    public static Func<string, string?> Whole(int from, int to) =>
        value => int.TryParse(value, out var number) && number >= from && number <= to ? null : $"type a whole number from {from} to {to}";
}

/// <summary>The settings of this house, checked once at the start: a wrong or unknown one stops it with a sentence.</summary>
public sealed class Settings
{
    private const string Prefix = "AMPHI_";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <exception cref="SettingsException">A value is wrong, or a name is not known.</exception>
    public Settings(IReadOnlyList<Setting> known, IEnumerable<KeyValuePair<string, string?>> given)
    {
        var faults = new List<string>();
        var values = given
            .Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[Prefix.Length..], pair => pair.Value ?? "", StringComparer.Ordinal);

        foreach (var setting in known)
        {
            var value = values.GetValueOrDefault(setting.Name, setting.Default);
            if (setting.Check(value) is { } advice)
                faults.Add($"{Prefix}{setting.Name} is '{value}': {advice}. ({setting.Explanation})");
            _values[setting.Name] = value;
        }

        faults.AddRange(
            values
                .Keys.Where(name => !_values.ContainsKey(name))
                .Select(name => $"{Prefix}{name} is no setting of Amphi. Known: {string.Join(", ", known.Select(s => Prefix + s.Name))}.")
        );
        if (faults.Count > 0)
            throw new SettingsException(string.Join('\n', faults));
    }

    public string this[Setting setting] => _values[setting.Name];

    public int Number(Setting setting) => int.Parse(_values[setting.Name]);
}

/// <summary>The settings cannot be right; the message says what to type.</summary>
public sealed class SettingsException(string message) : Exception(message);
