using Amphi.Look;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Amphi.Organisations;

/// <summary>What was typed into a form whose session had ended, and the way back to its page.</summary>
public sealed record SessionEndedModel(IReadOnlyList<string> Typed, string SignIn);

/// <summary>
/// The answer to a form that comes after its session has ended: nothing was done, what was written is shown so that it
/// can be taken along, and signing in leads back to the page it stood on.
/// </summary>
internal static class SessionEnded
{
    public static async Task Show(HttpContext context, Visit visit)
    {
        const int status = StatusCodes.Status401Unauthorized;
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            await Results.Problem(title: visit.Words["session.ended"], detail: visit.Words["session.ended.text"], statusCode: status).ExecuteAsync(context);
            return;
        }

        var model = new SessionEndedModel(await Typed(context.Request, visit.Cancel), PageOf(context).AfterSignIn);
        await Page.Show(visit.Frame(visit.Words["session.ended"]), SessionEndedPage.Create(model), status).ExecuteAsync(context);
    }

    // Choices and numbers are made again in a moment; sentences are not. Passwords are never shown.
    private static async Task<IReadOnlyList<string>> Typed(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType || request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            return [];
        var form = await request.ReadFormAsync(cancel);
        return
        [
            .. form.Where(field => !field.Key.StartsWith('_') && !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase))
                .SelectMany(field => field.Value.OfType<string>())
                .Where(value => value.Trim().Any(char.IsWhiteSpace)),
        ];
    }

    /// <summary>The page a form stood on: the nearest address above the form's own that can be read.</summary>
    private static LocalPath PageOf(HttpContext context)
    {
        var pages = context
            .RequestServices.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) == true)
            .ToList();
        for (var path = context.Request.Path.ToString(); path.Length > 1; path = path[..path.LastIndexOf('/')])
            if (pages.Any(page => Fits(page, path)))
                return LocalPath.OrHome(path);
        return LocalPath.Home;
    }

    private static bool Fits(RouteEndpoint page, string path)
    {
        var words = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var pattern = page.RoutePattern.PathSegments;
        return pattern.Count == words.Length
            && pattern.Zip(words).All(pair => pair.First.Parts is not [RoutePatternLiteralPart literal] || literal.Content == pair.Second);
    }
}
