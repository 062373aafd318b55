using Amphi.Ground;
using Amphi.Look;

namespace Amphi.Organisations;

/// <summary>
/// The one handler of everything that went wrong: says what happened and the way out in the reader's language, and no
/// more. What nobody foresaw is logged once, under a reference that the page shows.
/// </summary>
public sealed class FaultPages(RequestDelegate next, ILogger<FaultPages> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentLength: null } && context.GetEndpoint() is null)
                await Show(context, 404, "missing", null);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            await Answer(context, fault);
        }
    }

    private Task Answer(HttpContext context, Exception fault)
    {
        switch (fault)
        {
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask;
            case MissingException:
                return Show(context, 404, "missing", null);
            case RefusedException { Refusal: var refusal }:
                return Show(context, refusal.Status, "refused", null, refusal);
            case BadHttpRequestException bad:
                return Show(context, bad.StatusCode, "bad", null);
            case OverloadedException:
                context.Response.Headers.RetryAfter = "5";
                return Show(context, 503, "busy", null);
            case var _ when Outage.IsBehind(fault):
                log.LogError("The database is away: {Fault}", fault.GetType().Name);
                context.Response.Headers.RetryAfter = "5";
                return Show(context, 503, "away", null);
            default:
                var reference = RandomWord.Code(8);
                log.LogError(fault, "Unforeseen, reference {Reference}, at {Route}", reference, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
                return Show(context, 500, "broken", reference);
        }
    }

    private static async Task Show(HttpContext context, int status, string what, string? reference, Refusal? refusal = null)
    {
        var visit = context.Features.Get<Visit>();
        var words = visit?.Words ?? Words.In(Languages.Of(null, context.Request.Headers.AcceptLanguage));
        var text = refusal is null ? words[$"notice.{what}.text"] : words.Say(refusal.Key, [.. refusal.Values.Select(value => Said(value, words, visit))]);
        if (visit is null || context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal))
        {
            await Results
                .Problem(
                    title: words[$"notice.{what}.heading"],
                    detail: text,
                    statusCode: status,
                    extensions: reference is null ? null : new Dictionary<string, object?> { ["reference"] = reference }
                )
                .ExecuteAsync(context);
            return;
        }

        var heading = words[$"notice.{what}.heading"];
        var notice = new Notice(words[$"notice.{what}.kicker"], heading, text, new Way("/", words["notice.home"]), reference);
        await Page.Show(visit.Frame(heading), NoticePage.Create(notice), status).ExecuteAsync(context);
    }

    private static object Said(object value, Words words, Visit? visit) => value is Instant at ? words.Day(at, visit?.TimeZone ?? "Europe/Paris") : value;
}
