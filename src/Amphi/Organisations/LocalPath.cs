using System.Diagnostics.CodeAnalysis;

namespace Amphi.Organisations;

/// <summary>An address within this site; anything that could lead elsewhere is none.</summary>
public readonly record struct LocalPath
{
    private readonly string? _path;

    private LocalPath(string path) => _path = path;

    public static LocalPath Home { get; } = new("/");

    public static LocalPath OrHome(string? path) => TryParse(path, out var local) ? local : Home;

    public static bool TryParse([NotNullWhen(true)] string? path, out LocalPath local)
    {
        // Browsers read backslashes as slashes and drop control characters, so //host has many spellings.
        var isLocal =
            path is { Length: > 0 and <= 2_000 }
            && path[0] == '/'
            && (path.Length == 1 || path[1] is not ('/' or '\\'))
            && path.All(c => c > ' ' && c != '\\' && c < 127);
        local = isLocal ? new LocalPath(path!) : default;
        return isLocal;
    }

    /// <summary>The sign-in page that leads here.</summary>
    public string AfterSignIn => $"/sign-in?then={Uri.EscapeDataString(ToString())}";

    public override string ToString() => _path ?? "/";
}
