using System.Text.RegularExpressions;
using Amphi.Formats.Html;
using Amphi.Formats.Packages;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>The HTML of an export, with its links made ours, and the static files it comes with.</summary>
internal sealed partial class OlxHtml
{
    private const int Stretch = 1 << 16;
    private readonly OlxPackage _package;
    private readonly HtmlToMarkdown _converter;
    private readonly Dictionary<string, string> _pathOf = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, PackageEntry> _assets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dead = new(StringComparer.Ordinal);
    private readonly HashSet<string> _jumps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _tokens;
    private int _stretch;
    private int _elsewhere;

    public OlxHtml(OlxPackage package)
    {
        _package = package;
        _converter = new HtmlToMarkdown(Link);
        foreach (
            var path in package
                .Paths.Where(path => path.StartsWith("static/", StringComparison.Ordinal) || path.StartsWith("transcripts/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        )
            Keep(path);
    }

    /// <summary>Static files by their path in the course folder.</summary>
    public IReadOnlyDictionary<string, PackageEntry> Assets => _assets;

    /// <summary>Notes a thing that is not taken over, once.</summary>
    public void Tell(string what) => _told.Add(what);

    /// <param name="isThere">Whether the course holds something with an id.</param>
    public IEnumerable<string> Warnings(Func<string, bool> isThere)
    {
        if (_converter.Scripts > 0)
            yield return $"{_converter.Scripts} scripts in texts were left out";
        if (_converter.Gone > 0)
            yield return $"{_converter.Gone} buttons, fields, drawings and plug-ins in texts were left out";
        if (_tokens > 0)
            yield return $"{_tokens} marks that another platform fills in (%%USER_ID%% and its kin) were left out";
        if (_elsewhere > 0)
            yield return $"{_elsewhere} links to other pages of the platform the course comes from lead nowhere now";
        foreach (var told in _told)
            yield return told;
        foreach (var dead in _dead)
            yield return $"{dead} is linked and not in the package";
        foreach (var jump in _jumps.Where(jump => !isThere(jump)))
            yield return $"{jump} is linked and no part of the course";
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

    public IReadOnlyList<HtmlPiece> Pieces(string html) => _converter.Pieces(Cleared(html));

    public string Markdown(string html) => _converter.Text(Cleared(html));

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
        if ((JumpTo().Match(address) is { Success: true } jump || (jump = Courseware().Match(address)).Success) && jump.Groups["id"].Value is var block)
        {
            var id = Folders.CourseIds.From(block);
            _jumps.Add(id);
            return $"amphi:block/{id}";
        }

        if (StaticPath().Match(address) is { Success: true } file)
        {
            var name = file.Groups["name"].Value;
            if (Static(name) is { } path)
                return "/" + path;
            // Another site may have a folder of that name too.
            if (file.Groups["site"].Success)
                return address;
            _dead.Add(name);
            return "#missing";
        }

        if (address.Length == 0 || address[0] == '#' || address.StartsWith("//", StringComparison.Ordinal) || Scheme().IsMatch(address))
            return address;
        // A path within another platform, or beside a file of its own.
        if (address[0] != '/' && Static(address.Split('?', '#')[0]) is { } beside)
            return "/" + beside;
        _elsewhere++;
        return "#elsewhere";
    }

    private string Cleared(string html)
    {
        // A parsed text is many times as large as it was, and on a machine with large caches the garbage of them all would stay
        // until it is 100 MiB: the heap is swept after each stretch instead, which costs a few milliseconds.
        if ((_stretch += html.Length) > Stretch)
        {
            _stretch = 0;
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        }

        _tokens += Token().Count(html);
        return Token().Replace(html, "");
    }

    private void Keep(string path)
    {
        var name = path[(path.IndexOf('/') + 1)..];
        var place = "assets/" + Unsafe().Replace(name, "_");
        for (var n = 2; !_assets.TryAdd(place, _package.Entry(path)); n++)
            place = $"assets/{n}-{Unsafe().Replace(name, "_")}";
        _pathOf.TryAdd(name, place);
        _pathOf.TryAdd(name.Replace(' ', '_'), place);
        _pathOf.TryAdd(name.Split('/')[^1], place);
    }

    [GeneratedRegex(@"/jump_to(_id)?/(?:[^?#""']*(?:@|/))?(?<id>[\w.-]+)/?(?:[?#].*)?$", RegexOptions.None, 1000)]
    private static partial Regex JumpTo();

    // The address of a chapter, a sequential or a unit on the platform itself, old and new.
    [GeneratedRegex(
        @"^(?:https?://[^/]+)?/(?:course|courses/[^?#]+)/courseware/(?:[\w.-]+/)?(?<id>[A-Za-z_][\w.-]{2,}|[\w.-]{9,})(?:/\d*)?/?(?:[?#].*)?$|^(?:https?://[^/]+)?/(?:learning/)?course/[^?#]*block-v1:[^/?#]+@block@(?<id>[\w.-]+)/?(?:[?#].*)?$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Courseware();

    [GeneratedRegex(
        @"^(?<site>https?://[^/]+)?/?(?:static/|c4x/[^/]+/[^/]+/asset/|asset-v1:[^@]+\+type@asset\+block@?/?)(?<name>[^?#]+)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex StaticPath();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9+.-]*:", RegexOptions.None, 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"%%[A-Z_]{2,40}%%", RegexOptions.None, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blank();

    [GeneratedRegex(@"[^A-Za-z0-9._/-]", RegexOptions.None, 1000)]
    private static partial Regex Unsafe();
}
