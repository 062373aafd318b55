using AngleSharp.Html.Parser;
using Markdig;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Amphi.Formats.Html;

/// <summary>Where the links of a text lead once it stands on a page.</summary>
public sealed record LinkPlaces
{
    /// <summary>The address of a file of the course, by its reference as the text writes it; null when there is none.</summary>
    public required Func<string, string?> File { get; init; }

    /// <summary>The address of a lesson or block, by its id; null when there is none.</summary>
    public required Func<string, string?> Block { get; init; }

    /// <summary>What the titles of notes without one are called, by the directive's word: « À retenir », "Tip".</summary>
    public required Func<string, string> NoteTitle { get; init; }
}

/// <summary>Markdown as clean HTML.</summary>
/// <param name="Html">Holds no script, no style, no event handler and no frame, whatever the Markdown held.</param>
/// <param name="Headings">The second-level headings with their ids on the page.</param>
public sealed record RenderedText(string Html, IReadOnlyList<RenderedHeading> Headings, bool HasMath);

public sealed record RenderedHeading(string Id, string Text);

/// <summary>Renders what people wrote. The Markdown of courses may hold HTML; what comes out is what an allowlist knows.</summary>
public static class LessonHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseCustomContainers()
        .UsePipeTables()
        .UseFootnotes()
        .UseDefinitionLists()
        .UseTaskLists()
        .UseMathematics()
        .UseEmphasisExtras()
        .UseAutoIdentifiers()
        .UseGenericAttributes()
        .Build();

    /// <param name="prefix">Put before every id, so that a text's ids meet no other's on the page.</param>
    public static RenderedText Render(string markdown, LinkPlaces places, string prefix = "t-")
    {
        var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlCustomContainerRenderer>(new NoteRenderer(places.NoteTitle));
        renderer.ObjectRenderers.Replace<HtmlMathBlockRenderer>(new MathBlockRenderer());
        renderer.ObjectRenderers.Replace<HtmlMathInlineRenderer>(new MathInlineRenderer());
        renderer.Render(Markdown.Parse(markdown, Pipeline));

        var document = new HtmlParser().ParseDocument("<body></body>");
        var body = document.Body!;
        body.InnerHtml = writer.ToString();
        new Cleaning(places, prefix).Clean(body);

        var headings = body.QuerySelectorAll("h2[id]").Select(heading => new RenderedHeading(heading.Id!, heading.TextContent.Trim())).ToList();
        return new RenderedText(body.InnerHtml, headings, body.QuerySelector(".math") is not null);
    }

    /// <summary>One line of Markdown, without the paragraph around it.</summary>
    public static string Inline(string markdown, LinkPlaces places)
    {
        var html = Render(markdown, places).Html.Trim();
        return
            html.StartsWith("<p>", StringComparison.Ordinal)
            && html.EndsWith("</p>", StringComparison.Ordinal)
            && html.LastIndexOf("<p>", StringComparison.Ordinal) == 0
            ? html[3..^4]
            : html;
    }

    /// <summary><c>::: keep</c> and its kin.</summary>
    private sealed class NoteRenderer(Func<string, string> title) : HtmlObjectRenderer<CustomContainer>
    {
        protected override void Write(HtmlRenderer renderer, CustomContainer obj)
        {
            var word = obj.Info ?? "note";
            var given = obj.TryGetAttributes()?.Properties?.Find(property => property.Key == "title").Value;
            renderer.EnsureLine();
            if (word == "details")
            {
                renderer.Write("<details class=\"more\"><summary>").WriteEscape(given ?? title(word)).WriteLine("</summary>");
                renderer.WriteChildren(obj);
                renderer.WriteLine("</details>");
                return;
            }

            if (word == "gloss")
            {
                renderer.Write("<div class=\"gloss\">");
                if (given is not null)
                    renderer.Write("<b>").WriteEscape(given).WriteLine("</b>");
            }
            else
            {
                renderer
                    .Write($"<div class=\"{(word == "keep" ? "keep" : $"keep {Known(word)}")}\"><p class=\"note-t\">")
                    .WriteEscape(given ?? title(word))
                    .WriteLine("</p>");
            }

            renderer.WriteChildren(obj);
            renderer.WriteLine("</div>");
        }

        private static string Known(string word) => word is "tip" or "warning" or "example" ? word : "note";
    }

    private sealed class MathBlockRenderer : HtmlObjectRenderer<MathBlock>
    {
        protected override void Write(HtmlRenderer renderer, MathBlock obj)
        {
            renderer.EnsureLine();
            renderer.Write("<div class=\"math display\">");
            renderer.WriteLeafRawLines(obj, writeEndOfLines: true, escape: true);
            renderer.WriteLine("</div>");
        }
    }

    private sealed class MathInlineRenderer : HtmlObjectRenderer<MathInline>
    {
        protected override void Write(HtmlRenderer renderer, MathInline obj) =>
            renderer.Write(obj.DelimiterCount > 1 ? "<span class=\"math display\">" : "<span class=\"math\">").WriteEscape(ref obj.Content).Write("</span>");
    }
}
