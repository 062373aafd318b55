using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Amphi.Tests.Theatre;

/// <summary>A browser without script: keeps cookies, follows redirects, fills in forms.</summary>
public sealed class Browser(Uri address, string language) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address };

    /// <summary>Cookies by name. Loopback counts as secure, as it does in browsers.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    /// <summary>What happens after a form was answered, before its answer is followed.</summary>
    public Func<Browser, string, IReadOnlyList<(string Name, string Value)>, Task>? Posted { get; init; }

    /// <summary>The page it stands on, redirects followed.</summary>
    public async Task<BrowserPage> Visit(string path)
    {
        var answer = await Send(new HttpRequestMessage(HttpMethod.Get, path));
        return await Follow(answer, path);
    }

    /// <summary>Opens a page, fills in the form that posts to <paramref name="action"/> (or the only one in its main part) and sends it.</summary>
    public async Task<BrowserPage> Submit(string path, IEnumerable<(string Name, string Value)> fields, string? action = null) =>
        await Submit(await Visit(path), fields, action);

    public async Task<BrowserPage> Submit(BrowserPage page, IEnumerable<(string Name, string Value)> fields, string? action = null)
    {
        var form =
            page.Document.QuerySelectorAll("main form")
                .OfType<IHtmlFormElement>()
                .FirstOrDefault(f => f.Method == "post" && (action is null || f.GetAttribute("action") == action))
            ?? throw new InvalidOperationException($"{page.Path} ({page.Status}) has no form to post: {page.Document.Title}");
        var given = fields.ToList();
        var values = Held(form).Where(held => given.All(one => one.Name != held.Name)).Concat(given);
        var target = form.GetAttribute("action") is { Length: > 0 } to ? to : page.Path;
        return await Post(target, values);
    }

    public async Task<BrowserPage> Post(string path, IEnumerable<(string Name, string Value)> fields)
    {
        var sent = fields.ToList();
        var answer = await SendForm(path, sent);
        if (Posted is { } posted)
            await posted(this, path, sent);
        return await Follow(answer, path);
    }

    /// <summary>Posts fields and follows nothing.</summary>
    public Task<HttpResponseMessage> SendForm(string path, IEnumerable<(string Name, string Value)> fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        return Send(request);
    }

    /// <summary>Sends a request as it is, with this browser's cookies.</summary>
    public async Task<HttpResponseMessage> Send(HttpRequestMessage request)
    {
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(language));
        if (Cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        var answer = await _http.SendAsync(request);
        Keep(answer);
        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<BrowserPage> Follow(HttpResponseMessage answer, string path)
    {
        for (var hops = 0; answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther && hops < 8; hops++)
        {
            path = answer.Headers.Location!.ToString();
            answer = await Send(new HttpRequestMessage(HttpMethod.Get, path));
        }

        var html = await answer.Content.ReadAsStringAsync();
        return new BrowserPage(path, answer, html, await new HtmlParser().ParseDocumentAsync(html));
    }

    private void Keep(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Set-Cookie", out var cookies))
            return;

        foreach (var pair in cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)))
            if (pair[1].Length == 0)
                Cookies.Remove(pair[0]);
            else
                Cookies[pair[0]] = pair[1];
    }

    private static IEnumerable<(string Name, string Value)> Held(IHtmlFormElement form)
    {
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { } name || element.HasAttribute("disabled"))
                continue;

            if (element is IHtmlInputElement input && (input.Type is not ("checkbox" or "radio" or "submit") || input.IsChecked))
                yield return (name, input.Value);
            else if (element is IHtmlTextAreaElement area)
                yield return (name, area.Value);
            else if (element is IHtmlSelectElement { Value: { } chosen })
                yield return (name, chosen);
        }
    }
}

/// <summary>What a browser shows.</summary>
public sealed record BrowserPage(string Path, HttpResponseMessage Answer, string Html, IHtmlDocument Document)
{
    public HttpStatusCode Status => Answer.StatusCode;

    /// <summary>What a person reads, without the markup.</summary>
    public string Text => Document.Body?.TextContent ?? Html;

    public IElement? Find(string selector) => Document.QuerySelector(selector);
}
