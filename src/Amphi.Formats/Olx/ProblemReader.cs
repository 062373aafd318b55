using System.Text;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>
/// Reads CAPA problems: one block with a question for each response, what stands before a response being its text.
/// Python is kept as source and never run; what depends on it is not machine-gradable.
/// </summary>
internal sealed class ProblemReader(Element problem, string name, OlxNotes notes, OlxHtml html)
{
    private readonly ChoiceResponses _choices = new(html, problem);
    private readonly GapResponses _gaps = new(html);
    private readonly OldHints _hints = new(html, $"problem/{name}");
    private readonly List<Question> _questions = [];
    private readonly StringBuilder _before = new();
    private readonly List<string> _solutions = [];
    private readonly ProblemScript _script = new(problem);

    private TypedResponses Typed => field ??= new(html, _script, _hints);

    private static bool IsResponse(Element element) => element.Name.EndsWith("response", StringComparison.Ordinal);

    public IEnumerable<string> Responses => problem.All.Where(one => IsResponse(one)).Select(one => one.Name);

    public Block Read(string? title)
    {
        if (problem["markdown"] is { Length: > 0 } markdown && problem.Inner().Trim().Length == 0)
            return markdown.Length > ProblemMarkdown.Longest
                ? notes.Placeholder("problem", $"problem/{name}", "it is written in Studio's Markdown only, and too long to be read", title, markdown)
                : new ProblemReader(ProblemMarkdown.Read(problem, markdown), name, notes, html).Read(title);

        Walk(problem);
        _hints.TellRest(problem);
        var after = html.Markdown(_before.ToString());
        var id = notes.Id(name);
        if (_questions.Count == 0)
            return new TextBlock(after) { Id = id, Title = title };
        if (after.Length > 0)
            _questions.Add(new InfoQuestion { Id = Next(), Text = after });

        return new QuizBlock
        {
            Id = id,
            Title = title,
            Attempts = int.TryParse(problem["max_attempts"], out var attempts) && attempts is > 0 and <= 1000 ? attempts : null,
            Weight = Weight(),
            ShowAnswer = Shown(problem["showanswer"]),
            Hints =
            [
                .. problem
                    .All.Where(one => one.Name == "demandhint")
                    .SelectMany(hints => hints.Elements.Where(one => one.Name == "hint"))
                    .Select(hint => html.Markdown(hint.Inner()))
                    .Where(hint => hint.Length > 0),
            ],
            Solution = _solutions.Count > 0 ? string.Join("\n\n", _solutions) : null,
            Questions = _questions,
        };
    }

    // Weights are whole here; a problem that counted a little still counts.
    private int Weight()
    {
        if (!double.TryParse(problem["weight"], System.Globalization.CultureInfo.InvariantCulture, out var weight) || !double.IsFinite(weight))
            return 1;
        var whole = weight <= 0 ? 0 : (int)Math.Clamp(Math.Round(weight, MidpointRounding.AwayFromZero), 1, 1000);
        if (Math.Abs(whole - weight) > 0.001)
            notes.Warnings.Add($"problem/{name}: its weight {problem["weight"]} became {whole}");
        return whole;
    }

    private static ShowAnswer Shown(string? word) =>
        word?.Trim('"') switch
        {
            "always" => ShowAnswer.Always,
            "never" => ShowAnswer.Never,
            "past_due" => ShowAnswer.PastDue,
            "correct_or_past_due" => ShowAnswer.CorrectOrPastDue,
            "closed" or "finished" or "after_all_attempts_or_correct" or "after_attempts" or "after_all_attempts" or null => ShowAnswer.Finished,
            _ => ShowAnswer.Answered,
        };

    private void Walk(Element element)
    {
        foreach (var part in element.Content)
        {
            if (part is not Element child)
                Element.Write(_before, part);
            else if (IsResponse(child))
                Respond(child);
            else if (child.Name == "solution")
                Solve(child);
            else if (child.Name is "script" or "demandhint" or "hintgroup" or "style" or "targetedfeedbackset")
                continue;
            else if (child.All.Any(one => IsResponse(one) || one.Name == "solution"))
                Around(child);
            else
                Element.Write(_before, child);
        }
    }

    // A paragraph with a response in it: its text goes on around the response.
    private void Around(Element child)
    {
        _before.Append("<p>");
        Walk(child);
        _before.Append("</p>");
    }

    private void Solve(Element solution)
    {
        if (!_choices.IsOfAChoice(solution) && html.Markdown(solution.Inner()) is { Length: > 0 } text)
            _solutions.Add(text);
    }

    private void Respond(Element response)
    {
        foreach (var solution in response.All.Where(one => one.Name == "solution"))
            Solve(solution);

        var own = response.Name == "optionresponse" ? "" : ResponseProse.Of(response);
        var text =
            response.Name == "optionresponse" ? ""
            : html.Markdown(_before + own) is { Length: > 0 } asked ? asked
            : html.Markdown(Labelled(response));
        var read = response.Name switch
        {
            "multiplechoiceresponse" or "truefalseresponse" => _choices.Single(response),
            "choiceresponse" => _choices.Multiple(response),
            "optionresponse" => _gaps.Options(response, _before.ToString()),
            "stringresponse" => Typed.Text(response),
            "numericalresponse" => Typed.Number(response),
            "formularesponse" => Typed.Formula(response),
            "imageresponse" => Typed.Image(response),
            "customresponse" => Answerable.No("a program of the course marked it, which is never run here"),
            _ => Answerable.No($"Amphi has no {response.Name}"),
        };
        if (read.Question is not null && _script.Fills(response))
            read = Answerable.No("what it shows is computed by a program");
        var question = read.Question ?? Kept(response, read.Why!);
        _before.Clear();
        _questions.Add(question is GapQuestion or EssayQuestion ? question with { Id = Next() } : question with { Id = Next(), Text = text });
    }

    // Older exports label the input instead of asking.
    private static string Labelled(Element response) =>
        System.Net.WebUtility.HtmlEncode(response.All.Select(one => one["label"]).FirstOrDefault(label => label is { Length: > 0 }) ?? "");

    private string Next() => notes.Id($"{name}_{_questions.Count + 1}");

    private EssayQuestion Kept(Element response, string why)
    {
        var source = response.Outer() + (_script.IsThere ? $"\n\n<script type=\"loncapa/python\">\n{_script.Text}\n</script>" : "");
        return new EssayQuestion
        {
            Id = "",
            Text = html.Markdown(_before + ResponseProse.Of(response)),
            Why = why,
            Source = OlxNotes.Bounded(source),
        };
    }
}

/// <summary>A question that can be marked, or why there is none.</summary>
internal readonly record struct Answerable(Question? Question, string? Why)
{
    public static Answerable No(string why) => new(null, why);

    public static implicit operator Answerable(Question question) => new(question, null);
}
