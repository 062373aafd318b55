using System.Text.RegularExpressions;
using System.Xml;
using Amphi.Formats.Courses;
using Amphi.Formats.Html;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads what stands in a unit: texts, videos, problems and the activities that Amphi knows.</summary>
internal sealed partial class OlxBlocks(OlxPackage package, OlxNotes notes, OlxHtml html, OlxElements elements, OlxPolicies policies)
{
    private static readonly HashSet<string> Folders =
    [
        "html",
        "video",
        "videoalpha",
        "problem",
        "discussion",
        "vertical",
        "sequential",
        "chapter",
        "split_test",
        "library_content",
        "poll",
        "survey",
        "openassessment",
        "word_cloud",
        "lti",
        "lti_consumer",
        "conditional",
        "itembank",
        "randomize",
        "poll_question",
        "done",
        "drag-and-drop-v2",
    ];

    /// <summary>Where drafts are read from; empty for what is published.</summary>
    public string Folder { get; set; } = "";

    public static bool IsElementFolder(string folder) => Folders.Contains(folder);

    public List<Block> Read(Element pointer, string where, bool isDraft)
    {
        if (!isDraft)
            notes.Met(pointer.Name);
        var name = pointer["url_name"] ?? pointer.Name;
        if (Resolved(pointer, where) is not { } element)
            return [notes.Placeholder(pointer.Name, $"{pointer.Name}/{name}", "its file is missing from the package or is not XML", null, null)];
        return Known(element, name, where, isDraft);
    }

    private Element? Resolved(Element pointer, string where)
    {
        if (Folder.Length > 0 && pointer["url_name"] is { } name && package.Has($"{Folder}{pointer.Name}/{name}.xml"))
        {
            try
            {
                return package.Xml($"{Folder}{pointer.Name}/{name}.xml");
            }
            catch (XmlException)
            {
                return null;
            }
        }

        return elements.Defined(pointer);
    }

    private List<Block> Known(Element element, string name, string where, bool isDraft)
    {
        var title = policies.Name(element);
        switch (element.Name)
        {
            case "html":
                return Text(element, name, title);
            case "video" or "videoalpha":
                return [VideoReader.Read(element, notes.Id(name), title, package, html)];
            case "problem":
                return [Problem(element, name, title, isDraft)];
            case "discussion":
                return
                [
                    new DiscussionBlock
                    {
                        Id = notes.Id(name),
                        Title = element["discussion_target"] ?? title,
                        Category = element["discussion_category"],
                    },
                ];
            case "poll" or "survey":
                return [PollReader.Read(element, notes.Id(name), title, html)];
            case "word_cloud":
                return
                [
                    new QuizBlock
                    {
                        Id = notes.Id(name),
                        Title = title,
                        Survey = true,
                        Weight = 0,
                        Questions =
                        [
                            new TextQuestion
                            {
                                Id = notes.Id($"{name}-1"),
                                Text = html.Markdown(element["instructions"] ?? ""),
                                Answers = [],
                            },
                        ],
                    },
                ];
            case "openassessment":
                return [AssessmentReader.Read(element, notes.Id(name), title, html, notes)];
            case "edx_sga" or "staffgradedxblock":
                return
                [
                    new CaseBlock
                    {
                        Id = notes.Id(name),
                        Title = title,
                        Text = Wanted.No,
                        Files = Wanted.Required,
                        Solution = element["solution"] is { Length: > 0 } solution ? html.Markdown(solution) : null,
                        Steps = [new CaseStep { Kind = "staff" }],
                    },
                ];
            case "library_content" or "itembank" or "randomize" or "problemset":
                return [Bank(element, name, title, isDraft)];
            case "conditional":
                return
                [
                    .. element.Elements.Where(child => child.Name != "show").SelectMany(child => Read(child, where, isDraft)),
                    notes.Placeholder("conditional", $"{where}/{name}", "its condition is not kept; what it showed is", title, null),
                ];
            case "lti" or "lti_consumer":
                return [Tool(element, name, title)];
            case "drag-and-drop-v2":
                return [DragAndDropReader.Read(element, notes.Id(name), title, html, notes)];
            case "done":
                return [new TextBlock("") { Id = notes.Id(name), Title = title }];
            case "google-document" or "google-calendar" when Source(element) is { } address:
                return [new EmbedBlock(address) { Id = notes.Id(name), Title = title }];
            default:
                return [notes.Placeholder(element.Name, $"{element.Name}/{name}", "Amphi has no such activity", title, element.Outer())];
        }
    }

    private static string? Source(Element element) =>
        FrameSource().Match(element["embed_code"] ?? element["document_url"] ?? element.Text) is { Success: true } found
        && Uri.TryCreate(found.Value, UriKind.Absolute, out var uri)
        && uri.Scheme == "https"
            ? uri.ToString()
            : null;

    private List<Block> Text(Element element, string name, string? title)
    {
        var file = element["filename"] is { Length: > 0 } given ? given : null;
        var markup = file is not null
            ? package.Text($"{Folder}html/{file}.html") ?? package.Text($"html/{file}.html") ?? package.Text($"html/{file}")
            : element.Inner();
        if (markup is null)
        {
            notes.BrokenReferences++;
            return [notes.Placeholder("html", $"html/{name}", $"its text html/{file}.html is missing from the package", title, null)];
        }

        var blocks = new List<Block>();
        foreach (var piece in html.Pieces(markup))
            blocks.Add(
                piece is FramePiece frame
                    ? Frame(frame, $"{name}-{blocks.Count}")
                    : new TextBlock(((MarkdownPiece)piece).Markdown) { Id = notes.Id(blocks.Count == 0 ? name : $"{name}-{blocks.Count}") }
            );
        return blocks.Count > 0 ? blocks : [new TextBlock("") { Id = notes.Id(name) }];
    }

    private Block Frame(FramePiece frame, string name) =>
        YouTube().Match(frame.Address) is { Success: true } video
            ? new VideoBlock
            {
                Id = notes.Id(name),
                Title = frame.Title,
                YouTube = video.Groups["id"].Value,
            }
            : new EmbedBlock(frame.Address)
            {
                Id = notes.Id(name),
                Title = frame.Title,
                Height = frame.Height,
            };

    private Block Problem(Element element, string name, string? title, bool isDraft)
    {
        var reader = new ProblemReader(element, name, notes, html);
        if (!isDraft)
            foreach (var response in reader.Responses)
                notes.Met(response);
        return reader.Read(title);
    }

    private QuizBlock Bank(Element element, string name, string? title, bool isDraft)
    {
        var questions = new List<Question>();
        foreach (var child in element.Elements)
        foreach (var block in Read(child, $"{element.Name}/{name}", isDraft))
            if (block is QuizBlock quiz)
                questions.AddRange(quiz.Questions.Select(question => question with { Group = quiz.Id, Explanation = question.Explanation ?? quiz.Solution }));
            else if (block is TextBlock { Markdown.Length: > 0 } text)
                questions.Add(
                    new InfoQuestion
                    {
                        Id = notes.Id($"{text.Id}-text"),
                        Text = text.Markdown,
                        Group = text.Id,
                    }
                );
        if (questions.Count == 0)
            questions.Add(new InfoQuestion { Id = notes.Id($"{name}-empty"), Text = title ?? name });
        return new QuizBlock
        {
            Id = notes.Id(name),
            Title = title,
            Draw = int.TryParse(element["max_count"], out var count) && count > 0 ? count : null,
            Questions = questions,
        };
    }

    private Block Tool(Element element, string name, string? title) =>
        element["launch_url"] is { Length: > 0 } address
            ? new ToolBlock("lti", address) { Id = notes.Id(name), Title = title }
            : notes.Placeholder(element.Name, $"{element.Name}/{name}", "the tool has no address", title, null);

    [GeneratedRegex(@"(youtube(-nocookie)?\.com/embed/|youtu\.be/)(?<id>[\w-]{11})", RegexOptions.None, 1000)]
    private static partial Regex YouTube();

    [GeneratedRegex(@"https://[^\s""'<>]+", RegexOptions.None, 1000)]
    private static partial Regex FrameSource();
}
