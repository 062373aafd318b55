using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Html;

namespace Amphi.Look;

/// <summary>
/// The bundled styles, scripts, icons and fonts, read once at the start. Their names tell their content, so browsers may
/// keep them for a year; their compressed forms were made by the bundler.
/// </summary>
public sealed class Assets
{
    private readonly Dictionary<string, string> _addresses;
    private readonly ConcurrentDictionary<(string Name, string? Classes), HtmlString> _icons = new();
    private readonly Dictionary<string, BundledFile> _files;

    /// <exception cref="FileNotFoundException">Nothing was bundled.</exception>
    public Assets(string folder)
    {
        var manifest = Path.Combine(folder, "manifest.json");
        if (!File.Exists(manifest))
            throw new FileNotFoundException("The pages' styles and scripts are not bundled: run ./amphi, or npm ci and node build.mjs.", manifest);

        var names = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(manifest))!;
        _addresses = names.ToDictionary(name => name.Key, name => $"/build/{name.Value}");
        _files = names.Values.Distinct().ToDictionary(name => name, name => BundledFile.Read(Path.Combine(folder, name)));
        Icons = Url("icons.svg");
    }

    /// <summary>The address of the icon sprite.</summary>
    public string Icons { get; }

    /// <summary>The address of a bundled file by its plain name, such as <c>amphi.css</c>.</summary>
    public string Url(string name) => _addresses[name];

    /// <summary>An icon of the sprite, drawn once; names and classes are words of ours.</summary>
    public HtmlString Icon(string name, string? classes) =>
        _icons.GetOrAdd(
            (name, classes),
            (key, icons) =>
                new($"<svg class=\"i{(key.Classes is null ? "" : " " + key.Classes)}\" aria-hidden=\"true\"><use href=\"{icons}#{key.Name}\"/></svg>"),
            Icons
        );

    internal IResult Serve(string file, HttpContext context)
    {
        if (!_files.TryGetValue(file, out var found))
            return Results.NotFound();

        var headers = context.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.Vary = "Accept-Encoding";
        var (bytes, encoding) = found.For(context.Request.Headers.AcceptEncoding.ToString());
        if (encoding is not null)
            headers.ContentEncoding = encoding;
        return Results.Bytes(bytes, found.MediaType);
    }

    private sealed record BundledFile(byte[] Plain, byte[]? Brotli, byte[]? Gzip, string MediaType)
    {
        public static BundledFile Read(string path) =>
            new(File.ReadAllBytes(path), OrNull(path + ".br"), OrNull(path + ".gz"), MediaTypeOf(Path.GetExtension(path)));

        public (byte[] Bytes, string? Encoding) For(string accepted) =>
            Brotli is not null && accepted.Contains("br", StringComparison.Ordinal) ? (Brotli, "br")
            : Gzip is not null && accepted.Contains("gzip", StringComparison.Ordinal) ? (Gzip, "gzip")
            : (Plain, null);

        private static byte[]? OrNull(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

        private static string MediaTypeOf(string extension) =>
            extension switch
            {
                ".css" => "text/css; charset=utf-8",
                ".js" => "text/javascript; charset=utf-8",
                ".svg" => "image/svg+xml",
                ".woff2" => "font/woff2",
                _ => "application/octet-stream",
            };
    }
}
