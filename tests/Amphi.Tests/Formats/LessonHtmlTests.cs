using Amphi.Formats.Html;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Amphi.Tests.Formats;

public sealed class LessonHtmlTests
{
    private static readonly LinkPlaces Places = new()
    {
        File = path => path.StartsWith("missing", StringComparison.Ordinal) ? null : $"f/{path}",
        Block = id => $"l#{id}",
        NoteTitle = word => word == "keep" ? "À retenir" : word,
    };

    [Theory]
    [InlineData("<div>")]
    [InlineData("<blockquote>")]
    [InlineData("<ul><li>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    public void HTML_of_10000_levels_is_read_and_shown(string level)
    {
        var deep = string.Concat(Enumerable.Repeat(level, 10_000)) + "Au fond.";

        Assert.Contains("Au fond.", LessonHtml.Render(deep, Places).Html, StringComparison.Ordinal);
        Assert.Contains("Au fond.", new HtmlToMarkdown(address => address).Text(deep), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("li", "-  x")]
    [InlineData("blockquote", "> x")]
    public void A_hundred_thousand_items_are_read_with_memory_in_their_proportion(string element, string read)
    {
        var many = string.Concat(Enumerable.Repeat($"<{element}>x</{element}>", 100_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var text = new HtmlToMarkdown(address => address).Text(element == "li" ? $"<ul>{many}</ul>" : many);

        Assert.Equal(100_000, text.Split('\n').Count(line => line == read));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000_000);
    }

    public static TheoryData<string> Payloads =>
        [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<svg onload=alert(1)>",
            "<svg><script>alert(1)</script></svg>",
            "<a href=javascript:alert(1)>x</a>",
            "<a href='java\tscript:alert(1)'>x</a>",
            "<a href=' javascript:alert(1)'>x</a>",
            "<a href='JaVaScRiPt:alert(1)'>x</a>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,<script>alert(1)</script>)",
            "[x](vbscript:msgbox(1))",
            "<iframe src=javascript:alert(1)></iframe>",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "<object data=javascript:alert(1)></object>",
            "<embed src=javascript:alert(1)>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
            "<form action=javascript:alert(1)><button>x</button></form>",
            "<button formaction=javascript:alert(1)>x</button>",
            "<input autofocus onfocus=alert(1)>",
            "<details open ontoggle=alert(1)>x</details>",
            "<body onload=alert(1)>",
            "<video><source onerror=alert(1)></video>",
            "<audio src=x onerror=alert(1)>",
            "<div style='background:url(javascript:alert(1))'>x</div>",
            "<style>*{background:url(javascript:alert(1))}</style>",
            "<link rel=stylesheet href=javascript:alert(1)>",
            "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
            "<base href=javascript:alert(1)//>",
            "<template><script>alert(1)</script></template>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
            "<p title='\"><img src=x onerror=alert(1)>'>x</p>",
            "<xmp><img src=x onerror=alert(1)></xmp>",
            "<a href='//evil.example/x'>x</a>",
            "<img src='//evil.example/x.png'>",
            "![x](https://evil.example/x.png)",
            "<a xlink:href=javascript:alert(1)>x</a>",
            "<marquee onstart=alert(1)>x</marquee>",
            "<p id='x' onclick='alert(1)'>x</p>",
            "::: note {onclick=alert(1)}\nx\n:::",
            "# x {onmouseover=alert(1)}",
            "`x`{onclick=alert(1)}",
            "$<img src=x onerror=alert(1)>$",
            "<textarea><script>alert(1)</script></textarea>",
            "<title><img src=x onerror=alert(1)></title>",
            "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
            "<svg><animate onbegin=alert(1)>",
            "<isindex action=javascript:alert(1)>",
            "<a href=\"&#106;avascript:alert(1)\">x</a>",
            "<a href=\"java&#10;script:alert(1)\">x</a>",
            "::: details {title=\"<img src=x onerror=alert(1)>\"}\nx\n:::",
            "[x]: javascript:alert(1)\n[x]",
            "<javascript:alert(1)>",
            "![x](\"onerror=\"alert(1))",
            "<a\u0000href=javascript:alert(1)>x</a>",
            "<scr<script>ipt>alert(1)</scr</script>ipt>",
        ];

    [Theory, MemberData(nameof(Payloads))]
    public void Nothing_that_runs_comes_out(string payload)
    {
        Assert.Empty(Live(LessonHtml.Render(payload, Places).Html));
    }

    [Theory]
    [InlineData("<p onclick=x>y</p>")]
    [InlineData("<script>x</script>")]
    [InlineData("<a href='java\nscript:x'>y</a>")]
    [InlineData("<iframe></iframe>")]
    public void The_check_sees_what_runs(string planted)
    {
        Assert.NotEmpty(Live(planted));
    }

    [Fact]
    public void Notes_tables_footnotes_and_formulas_are_drawn()
    {
        var rendered = LessonHtml.Render(
            "## Deux chemins\n\n::: keep\nUne **tâche**.[^1]\n:::\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$x^2$\n\n[^1]: Note.\n",
            Places
        );
        var page = new HtmlParser().ParseDocument(rendered.Html);

        Assert.Equal("À retenir", page.QuerySelector(".keep .note-t")!.TextContent);
        Assert.NotNull(page.QuerySelector("table.data td"));
        Assert.Equal("x^2", page.QuerySelector("span.math")!.TextContent);
        Assert.NotNull(page.QuerySelector(".footnotes"));
        Assert.True(rendered.HasMath);
        Assert.Equal("Deux chemins", Assert.Single(rendered.Headings).Text);
    }

    private static List<string> Live(string html) =>
        [.. new HtmlParser().ParseDocument($"<body>{html}</body>").Body!.QuerySelectorAll("*").SelectMany(element => Live(element))];

    private static IEnumerable<string> Live(IElement element)
    {
        if (element.LocalName is "script" or "style" or "iframe" or "object" or "embed" or "svg" or "math" or "form" or "link" or "meta" or "base")
            yield return element.LocalName;
        foreach (var attribute in element.Attributes)
        {
            var value = new string([.. attribute.Value.Where(c => c > ' ')]).ToLowerInvariant();
            if (
                attribute.Name.StartsWith("on", StringComparison.Ordinal)
                || attribute.Name is "style" or "srcdoc" or "formaction"
                || (
                    attribute.Name is "href" or "src"
                    && (
                        value.StartsWith("javascript:", StringComparison.Ordinal)
                        || value.StartsWith("data:", StringComparison.Ordinal)
                        || value.StartsWith("vbscript:", StringComparison.Ordinal)
                        || value.StartsWith("//", StringComparison.Ordinal)
                    )
                )
            )
                yield return $"{element.LocalName} {attribute.Name}={attribute.Value}";
        }
    }
}
