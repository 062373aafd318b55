using System.Text.RegularExpressions;
using Amphi.Formats.Html;
using Amphi.Formats.Packages;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>The HTML of an export, with its links made ours, and the static files it comes with.</summary>
internal sealed partial class OlxHtml
{
    private readonly OlxPackage _package;
    private readonly Dictionary<string, string> _pathOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, PackageEntry> _assets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dead = new(StringComparer.Ordinal);
    private int _scripts;
    private int _tokens;

    public OlxHtml(OlxPackage package, OlxNotes notes)
    {
        _package = package;
        foreach (var path in package.Paths.Where(path => path.StartsWith("static/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            Keep(path);
    }

    /// <summary>Static files by their path in the course folder.</summary>
    public IReadOnlyDictionary<string, PackageEntry> Assets => _assets;

    public IEnumerable<string> Warnings()
    {
        if (_scripts > 0)
            yield return $"{_scripts} scripts in texts were left out";
        if (_tokens > 0)
            yield return $"{_tokens} marks that another platform fills in (%%USER_ID%% and its kin) were left out";
        foreach (var dead in _dead)
            yield return $"{dead} is linked and not in the package";
    }

    /// <summary>The path of a static file by any of its names; null when the package does not hold it.</summary>
    public string? Static(string name)
    {
        var plain = Uri.UnescapeDataString(name);
        return _pathOf.GetValueOrDefault(plain)
            ?? _pathOf.GetValueOrDefault(plain.Replace(' ', '_'))
            ?? _pathOf.GetValueOrDefault(plain.Split('/')[^1])
            ?? _pathOf.GetValueOrDefault(plain.Split('@')[^1]);
    }

    public IReadOnlyList<HtmlPiece> Pieces(string html)
    {
        var converter = new HtmlToMarkdown(Link);
        var pieces = converter.Pieces(Cleared(html));
        _scripts += converter.Scripts;
        return pieces;
    }

    public string Markdown(string html)
    {
        var converter = new HtmlToMarkdown(Link);
        var text = converter.Text(Cleared(html));
        _scripts += converter.Scripts;
        return text;
    }

    /// <summary>What a hint says, its label first; null when it says nothing.</summary>
    public string? Hint(Element? hint) =>
        hint is not null && Markdown((hint["label"] is { Length: > 0 } label ? $"<strong>{label}</strong> " : "") + hint.Inner()) is { Length: > 0 } text
            ? text
            : null;

    public string? Page(string? html) =>
        html is null ? null
        : Markdown(html) is { Length: > 0 } text ? text
        : null;

    public static string? Plain(string? html) =>
        html is null ? null
        : Blank().Replace(System.Net.WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim() is { Length: > 0 } text ? text
        : null;

    /// <summary>Where a link leads: to a file of the course, to a block, or where it always led.</summary>
    public string Link(string address)
    {
        if (JumpTo().Match(address) is { Success: true } jump)
            return $"amphi:block/{Folders.CourseIds.From(jump.Groups["id"].Value)}";
        if (StaticPath().Match(address) is { Success: true } file)
        {
            var name = file.Groups["name"].Value;
            if (Static(name) is { } path)
                return "/" + path;
            if (!name.Contains("://", StringComparison.Ordinal))
                _dead.Add(name);
            return "#missing";
        }

        if (address.StartsWith('/') && !address.StartsWith("//", StringComparison.Ordinal))
            return "#elsewhere";
        return address;
    }

    private string Cleared(string html)
    {
        _tokens += Token().Count(html);
        return Token().Replace(html, "");
    }

    private void Keep(string path)
    {
        var name = path["static/".Length..];
        var place = "assets/" + Unsafe().Replace(name, "_");
        for (var n = 2; !_assets.TryAdd(place, _package.Entry(path)); n++)
            place = $"assets/{n}-{Unsafe().Replace(name, "_")}";
        _pathOf[name] = place;
        _pathOf.TryAdd(name.Replace(' ', '_'), place);
        _pathOf.TryAdd(name.Split('/')[^1], place);
    }

    [GeneratedRegex(@"/jump_to(_id)?/(?:[^?#""']*(?:@|/))?(?<id>[\w.-]+)/?(?:[?#].*)?$", RegexOptions.None, 1000)]
    private static partial Regex JumpTo();

    [GeneratedRegex(@"^(?:https?://[^/]+)?/?(?:static/|c4x/[^/]+/[^/]+/asset/|asset-v1:[^@]+\+type@asset\+block@?/?)(?<name>[^?#]+)", RegexOptions.None, 1000)]
    private static partial Regex StaticPath();

    [GeneratedRegex(@"%%[A-Z_]{2,40}%%", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@"[^A-Za-z0-9._/-]", RegexOptions.None, 1000)]
    private static partial Regex Unsafe();
}
