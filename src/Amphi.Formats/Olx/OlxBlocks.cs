using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Html;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>Reads what stands in a unit: texts, videos, problems and the activities that Amphi knows.</summary>
internal sealed partial class OlxBlocks(OlxPackage package, OlxNotes notes, OlxHtml html, OlxElements elements)
{
    // What only holds others: those are taken, it is not.
    private static readonly HashSet<string> Containers = ["vertical", "sequential", "videosequence", "chapter", "wrapper", "section", "split_test", "unit"];

    private static readonly HashSet<string> Activities =
    [
        "html",
        "video",
        "videoalpha",
        "problem",
        "discussion",
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
        "problemset",
        "poll_question",
        "done",
        "drag-and-drop-v2",
        "edx_sga",
        "staffgradedxblock",
    ];

    // Folders of an export that hold no elements.
    private static readonly HashSet<string> OtherFolders =
    [
        "about",
        "assets",
        "course",
        "drafts",
        "info",
        "policies",
        "roots",
        "static",
        "tabs",
        "textbooks",
        "wiki",
        "library",
        "custom_tags",
    ];

    public static bool IsElementFolder(string folder) => !OtherFolders.Contains(folder);

    public static bool IsKnown(string element) => Activities.Contains(element) || Containers.Contains(element);

    public List<Block> Read(Element pointer, Element parent, bool isDraft)
    {
        if (!isDraft)
            notes.Met(pointer.Name);
        var name = pointer["url_name"] ?? pointer.Name;
        return elements.Within<List<Block>>(pointer, parent, element => Known(element, name, isDraft), missing => [missing]);
    }

    private IEnumerable<Block> Children(Element element, bool isDraft) => element.Elements.SelectMany(child => Read(child, element, isDraft));

    private List<Block> Known(Element element, string name, bool isDraft)
    {
        var title = OlxElements.NameOf(element);
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
            case "poll" or "survey" or "poll_question":
                return [PollReader.Read(element, notes.Id(name), title, html)];
            case "word_cloud":
                return [WordCloud(element, name, title)];
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
                return Bank(element, name, title, isDraft);
            case "conditional":
                return
                [
                    .. element.Elements.SelectMany(child => child.Name == "show" ? Shown(child, element, isDraft) : Read(child, element, isDraft)),
                    notes.Placeholder("conditional", $"conditional/{name}", "its condition is not kept; what it showed is", title, null),
                ];
            case "lti" or "lti_consumer":
                return [Tool(element, name, title)];
            case "drag-and-drop-v2":
                return [DragAndDropReader.Read(element, notes.Id(name), title, html, notes)];
            case "done":
                return [new TextBlock("") { Id = notes.Id(name), Title = title }];
            case "google-document" or "google-calendar" when Source(element) is { } address:
                return [new EmbedBlock(address) { Id = notes.Id(name), Title = title }];
            case var container when Containers.Contains(container):
                return [.. Children(element, isDraft)];
            default:
                return
                [
                    notes.Placeholder(element.Name, $"{element.Name}/{name}", "Amphi has no such activity", title, element.Outer()),
                    .. element.Elements.Where(child => IsKnown(child.Name) && child["url_name"] is not null).SelectMany(child => Read(child, element, isDraft)),
                ];
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
        var markup =
            file is not null ? package.Text($"{elements.Folder}html/{file}.html") ?? package.Text($"html/{file}.html") ?? package.Text($"html/{file}")
            // Text alone is HTML too, in CDATA or escaped.
            : element.Elements.Any() ? element.Inner()
            : element.Text;
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

    // Words of one's own, as many as the cloud takes; nothing is right or wrong.
    private QuizBlock WordCloud(Element element, string name, string? title)
    {
        var words = int.TryParse(element["num_inputs"], out var many) ? Math.Clamp(many, 1, 20) : 5;
        return new QuizBlock
        {
            Id = notes.Id(name),
            Title = title,
            Survey = true,
            Weight = 0,
            Intro = element["instructions"] is { Length: > 0 } said ? html.Markdown(said) : null,
            Questions = [.. Enumerable.Range(1, words).Select(n => new TextQuestion { Id = notes.Id($"{name}-{n}"), Answers = [] })],
        };
    }

    // Old exports name what a condition shows by its location: i4x://org/course/html/name.
    private IEnumerable<Block> Shown(Element show, Element parent, bool isDraft) =>
        show
            .Elements.SelectMany(child => Read(child, parent, isDraft))
            .Concat(
                (show["sources"] ?? "")
                    .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(source => source.Split('/'))
                    .Where(source => source.Length > 1)
                    .SelectMany(source =>
                    {
                        var pointer = new Element(source[^2], show.Line);
                        pointer.Set("url_name", source[^1]);
                        return Read(pointer, parent, isDraft);
                    })
            );

    private List<Block> Bank(Element element, string name, string? title, bool isDraft)
    {
        var id = notes.Id(name);
        var questions = new List<Question>();
        var others = new List<Block>();
        var quizzes = new List<QuizBlock>();
        foreach (var block in Children(element, isDraft))
            if (block is QuizBlock quiz)
            {
                quizzes.Add(quiz);
                questions.AddRange(Grouped(quiz));
            }
            else if (block is TextBlock { Markdown.Length: > 0 } text)
                questions.Add(
                    new InfoQuestion
                    {
                        Id = notes.Id($"{text.Id}-text"),
                        Text = text.Markdown,
                        Group = text.Id,
                    }
                );
            else
                others.Add(block);
        if (questions.Count == 0)
            return
            [
                notes.Placeholder(
                    element.Name,
                    $"{element.Name}/{name}",
                    others.Count > 0 ? "its choice is not kept; what it chose from is" : "what it draws from is not in the package",
                    title,
                    null
                ),
                .. others,
            ];
        if (others.Count > 0)
            notes.Warnings.Add($"{element.Name}/{name}: {others.Count} that are no questions stand after those it draws");
        int? attempts = quizzes.Select(quiz => quiz.Attempts).Distinct().ToList() is [{ } same] ? same : null;
        return
        [
            new QuizBlock
            {
                Id = id,
                Title = title,
                Attempts = attempts,
                ShowAnswer = quizzes.Count > 0 ? quizzes[0].ShowAnswer : ShowAnswer.Answered,
                Draw =
                    int.TryParse(element["max_count"], out var count) && count > 0 ? Math.Min(count, 1000)
                    : element.Name == "randomize" ? 1
                    : null,
                Questions = questions,
            },
            .. others,
        ];
    }

    // What was said once for a problem is said with its first question.
    private static IEnumerable<Question> Grouped(QuizBlock quiz) =>
        quiz.Questions.Select(
            (question, n) =>
                question with
                {
                    Group = quiz.Id,
                    Explanation = question.Explanation ?? (n == quiz.Questions.Count - 1 ? quiz.Solution : null),
                    Hints = n == 0 ? [.. quiz.Hints, .. question.Hints] : question.Hints,
                }
        );

    private Block Tool(Element element, string name, string? title) =>
        (element["launch_url"] is { Length: > 0 } old ? old : element["lti_1p3_launch_url"]) is { Length: > 0 } address
            ? new ToolBlock("lti", address) { Id = notes.Id(name), Title = title }
            : notes.Placeholder(element.Name, $"{element.Name}/{name}", "the tool has no address", title, null);

    [GeneratedRegex(@"(youtube(-nocookie)?\.com/embed/|youtu\.be/)(?<id>[\w-]{11})", RegexOptions.None, 1000)]
    private static partial Regex YouTube();

    [GeneratedRegex(@"https://[^\s""'<>]+", RegexOptions.None, 1000)]
    private static partial Regex FrameSource();
}
