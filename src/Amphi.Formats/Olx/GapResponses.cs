using System.Text;
using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads drop-downs, which stand in a sentence.</summary>
internal sealed partial class GapResponses(OlxHtml html)
{
    // Drop-downs stand in a sentence: the sentence is the question, each drop-down a gap.
    public Answerable Options(Element response, string before)
    {
        var gaps = new List<Gap>();
        var sentence = new StringBuilder(before);
        Place(response);
        var text = html.Markdown(sentence.ToString());
        for (var n = 1; n <= gaps.Count; n++)
            text = text.Replace($"GAPMARK{n}GAP", $"[[{n}]]", StringComparison.Ordinal);
        if (gaps.Count == 0 || gaps.Exists(gap => gap.Options.Count < 2 || gap.Options.All(option => !option.Correct)))
            return Answerable.No("it has no right choice to mark by");
        return new GapQuestion
        {
            Id = "",
            Text = text,
            Gaps = gaps,
        };

        void Place(Element from)
        {
            foreach (var part in from.Content)
            {
                if (part is not Element child)
                    Element.Write(sentence, part);
                else if (child.Name == "optioninput")
                {
                    gaps.Add(OneGap(child));
                    sentence.Append($" GAPMARK{gaps.Count}GAP ");
                }
                else if (child.Name is "solution" or "correcthint" or "script")
                    continue;
                else if (child.Name is "label" or "description" or "p" or "div" || child.All.Any(one => one.Name == "optioninput"))
                {
                    sentence.Append("<p>");
                    Place(child);
                    sentence.Append("</p>");
                }
                else
                    Element.Write(sentence, child);
            }
        }
    }

    private Gap OneGap(Element input)
    {
        if (input["options"] is { } listed)
        {
            var right = input["correct"]?.Trim();
            return new Gap
            {
                Options =
                [
                    .. Quoted()
                        .Matches(listed)
                        .Select(one => one.Groups["text"].Success ? Escaped().Replace(one.Groups["text"].Value, "$1") : one.Groups["bare"].Value)
                        .Select(text => new Choice(
                            html.Markdown(System.Net.WebUtility.HtmlEncode(text)) is { Length: > 0 } shown ? shown : "…",
                            text.Trim() == right
                        )),
                ],
            };
        }

        return new Gap
        {
            Options =
            [
                .. input
                    .Elements.Where(one => one.Name == "option")
                    .Select(option => new Choice(
                        html.Markdown(
                            string.Concat(
                                option
                                    .Content.Where(part => part is not Element { Name: "optionhint" })
                                    .Select(part => part is Element element ? element.Outer() : System.Net.WebUtility.HtmlEncode((string)part))
                            )
                        )
                            is { Length: > 0 } text
                            ? text
                            : "…",
                        option.Says("correct"),
                        html.Hint(option.Child("optionhint"))
                    )),
            ],
        };
    }

    [GeneratedRegex(@"[uU]?(?<quote>['""])(?<text>(?:\\.|(?!\k<quote>).)*)\k<quote>|(?<bare>[^\s,()'""][^,()'""]*)", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\\(.)", RegexOptions.None, 1000)]
    private static partial Regex Escaped();
}
