using System.Text;
using System.Text.RegularExpressions;
using Amphi.Formats.Courses;
using Amphi.Formats.Xml;

namespace Amphi.Formats.Olx;

/// <summary>
/// Reads CAPA problems: one block with a question for each response, what stands before a response being its text.
/// Python is kept as source and never run; what depends on it is not machine-gradable.
/// </summary>
internal sealed partial class ProblemReader(Element problem, string name, OlxNotes notes, OlxHtml html)
{
    private static readonly HashSet<string> ResponseNames =
    [
        "multiplechoiceresponse",
        "truefalseresponse",
        "choiceresponse",
        "optionresponse",
        "stringresponse",
        "numericalresponse",
        "formularesponse",
        "customresponse",
        "imageresponse",
        "schematicresponse",
        "coderesponse",
        "externalresponse",
        "symbolicresponse",
        "annotationresponse",
        "jsmeresponse",
        "javascriptresponse",
        "choicetextresponse",
        "optionhintresponse",
    ];

    private readonly List<Question> _questions = [];
    private readonly StringBuilder _before = new();
    private readonly List<string> _solutions = [];
    private readonly string _script = string.Join("\n", problem.All.Where(one => one.Name == "script").Select(one => one.Text));

    public IEnumerable<string> Responses => problem.All.Where(one => ResponseNames.Contains(one.Name)).Select(one => one.Name);

    public Block Read(string? title)
    {
        Walk(problem);
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
            Weight = double.TryParse(problem["weight"], System.Globalization.CultureInfo.InvariantCulture, out var weight)
                ? (int)Math.Clamp(Math.Round(weight), 0, 1000)
                : 1,
            ShowAnswer = Shown(problem["showanswer"]),
            Hints =
            [
                .. problem
                    .All.Where(one => one.Name == "hint" && one["selected"] is null)
                    .Select(hint => html.Markdown(hint.Inner()))
                    .Where(hint => hint.Length > 0),
            ],
            Solution = _solutions.Count > 0 ? string.Join("\n\n", _solutions) : null,
            Questions = _questions,
        };
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
            else if (ResponseNames.Contains(child.Name))
                Respond(child);
            else if (child.Name == "solution")
                Solve(child);
            else if (child.Name is "script" or "demandhint" or "hintgroup" or "style")
                continue;
            else if (child.All.Any(one => ResponseNames.Contains(one.Name) || one.Name == "solution"))
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
        if (html.Markdown(solution.Inner()) is { Length: > 0 } text)
            _solutions.Add(text);
    }

    private void Respond(Element response)
    {
        foreach (var solution in response.All.Where(one => one.Name == "solution"))
            Solve(solution);

        var own = response.Name == "optionresponse" ? "" : Prose(response);
        var text = response.Name == "optionresponse" ? "" : html.Markdown(_before + own);
        Question question = response.Name switch
        {
            "multiplechoiceresponse" or "truefalseresponse" => Single(response),
            "choiceresponse" => Multiple(response),
            "optionresponse" => Options(response),
            "stringresponse" => Text(response),
            "numericalresponse" => Number(response),
            "formularesponse" => Formula(response),
            "imageresponse" => Image(response),
            _ => Kept(
                response,
                response.Name == "customresponse" ? "a program of the course marked it, which is never run here" : $"Amphi has no {response.Name}"
            ),
        };
        _before.Clear();
        _questions.Add(question is GapQuestion or EssayQuestion ? question with { Id = Next() } : question with { Id = Next(), Text = text });
    }

    private string Next() => notes.Id($"{name}_{_questions.Count + 1}");

    // What a response says besides its inputs, hints and solution.
    private static string Prose(Element response)
    {
        var prose = new StringBuilder();
        Collect(response, prose);
        return prose.ToString();

        static void Collect(Element from, StringBuilder prose)
        {
            foreach (var part in from.Content)
            {
                if (part is not Element child)
                    Element.Write(prose, part);
                else if (IsInput(child.Name))
                    continue;
                else if (child.All.Any(one => IsInput(one.Name)))
                {
                    prose.Append("<p>");
                    Collect(child, prose);
                    prose.Append("</p>");
                }
                else if (child.Name is "label")
                    prose.Append("<p>").Append(child.Inner()).Append("</p>");
                else if (child.Name is "description")
                    prose.Append("<p><em>").Append(child.Inner()).Append("</em></p>");
                else
                    Element.Write(prose, child);
            }
        }
    }

    private static bool IsInput(string name) =>
        name
            is "choicegroup"
                or "checkboxgroup"
                or "radiogroup"
                or "optioninput"
                or "textline"
                or "formulaequationinput"
                or "imageinput"
                or "responseparam"
                or "solution"
                or "correcthint"
                or "stringequalhint"
                or "additional_answer"
                or "answer"
                or "textbox"
                or "jsinput"
                or "drag_and_drop_input"
                or "hintgroup"
                or "compoundhint"
                or "regexphint"
                or "formulahint"
                or "numericalhint"
                or "script"
                or "schematic"
                or "filesubmission"
                or "annotationinput"
                or "designprotein2dinput"
                or "editageneinput"
                or "editamoleculeinput"
                or "chemicalequationinput"
                or "vsepr_input"
                or "javascriptinput"
                or "input"
                or "loncapa";

    private Question Single(Element response)
    {
        var group = response.All.FirstOrDefault(one => one.Name is "choicegroup" or "radiogroup");
        var choices = (group?.Elements ?? []).Where(one => one.Name == "choice").Select(one => Choice(one, response["partial_credit"])).ToList();
        if (choices.Count < 2 || choices.TrueForAll(choice => !choice.Correct))
            return Kept(response, "it has no right choice to mark by");
        return new SingleQuestion
        {
            Id = "",
            Shuffle = group!["shuffle"] == "true",
            Choices = choices,
        };
    }

    private Choice Choice(Element choice, string? partial)
    {
        var hints = choice.Elements.Where(one => one.Name == "choicehint").ToList();
        var text = html.Markdown(
            string.Concat(
                choice
                    .Content.Where(part => part is not Element { Name: "choicehint" })
                    .Select(part => part is Element element ? element.Outer() : System.Net.WebUtility.HtmlEncode((string)part))
            )
        );
        var feedback = hints.FirstOrDefault(hint => hint["selected"] is null or "true");
        var left = hints.FirstOrDefault(hint => hint["selected"] == "false");
        var points =
            choice["correct"] == "partial" || (partial == "points" && choice["point_value"] is not null) ? Percent(choice["point_value"]) ?? 50 : (int?)null;
        return new Choice(text.Length > 0 ? text : "…", choice["correct"] is "true" or "True", Said(feedback), points)
        {
            Fixed = choice["fixed"] == "true",
            FeedbackWhenLeft = Said(left),
        };
    }

    private string? Said(Element? hint) =>
        hint is not null && html.Markdown((hint["label"] is { Length: > 0 } label ? $"<strong>{label}</strong> " : "") + hint.Inner()) is { Length: > 0 } text
            ? text
            : null;

    private static int? Percent(string? points) =>
        double.TryParse(points?.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? (int)Math.Clamp(Math.Round(points!.EndsWith('%') ? value : value * 100), 0, 100)
            : null;

    private Question Multiple(Element response)
    {
        var group = response.All.FirstOrDefault(one => one.Name is "checkboxgroup" or "choicegroup");
        var elements = (group?.Elements ?? []).Where(one => one.Name == "choice").ToList();
        if (elements.Count < 2)
            return Kept(response, "it has no choices to mark by");
        return new MultipleQuestion
        {
            Id = "",
            Choices = [.. elements.Select(one => Choice(one, null))],
            Partial = response["partial_credit"]?.Trim().ToUpperInvariant() switch
            {
                "EDC" => PartialCredit.EveryDecision,
                "HALVES" => PartialCredit.Halves,
                _ => PartialCredit.None,
            },
            Combinations =
            [
                .. response
                    .All.Where(one => one.Name == "compoundhint" && one["value"] is not null)
                    .Select(hint => new CombinationFeedback(
                        [
                            .. hint["value"]!
                                .Split(' ', ',')
                                .Where(letter => letter.Length == 1 && char.IsAsciiLetter(letter[0]))
                                .Select(letter => char.ToUpperInvariant(letter[0]) - 'A'),
                        ],
                        Said(hint) ?? "…"
                    )),
            ],
        };
    }

    // Drop-downs stand in a sentence: the sentence is the question, each drop-down a gap.
    private Question Options(Element response)
    {
        var gaps = new List<Gap>();
        var sentence = new StringBuilder(_before.ToString());
        Place(response);
        var text = html.Markdown(sentence.ToString());
        for (var n = 1; n <= gaps.Count; n++)
            text = text.Replace($"GAPMARK{n}GAP", $"[[{n}]]", StringComparison.Ordinal);
        if (gaps.Count == 0 || gaps.Exists(gap => gap.Options.Count < 2 || gap.Options.All(option => !option.Correct)))
            return Kept(response, "it has no right choice to mark by");
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
            var right = input["correct"];
            return new Gap
            {
                Options =
                [
                    .. Quoted()
                        .Matches(listed)
                        .Select(one => one.Groups["text"].Success ? one.Groups["text"].Value : one.Groups["bare"].Value)
                        .Select(text => new Choice(text.Length > 0 ? text : "…", text == right)),
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
                        option["correct"] is "True" or "true",
                        Said(option.Child("optionhint"))
                    )),
            ],
        };
    }

    private Question Text(Element response)
    {
        if (response["answer"] is not { Length: > 0 } answer || IsComputed(answer))
            return Kept(response, "its answer is computed by a program");
        var type = response["type"] ?? "";
        var more = response
            .Elements.Where(one => one.Name == "additional_answer")
            .Select(one => new TextAnswer(one["answer"] ?? one.Text.Trim(), Said(one.Child("correcthint"))));
        return new TextQuestion
        {
            Id = "",
            Answers = [new TextAnswer(answer, Said(response.Child("correcthint"))), .. more.Where(one => one.Text.Length > 0)],
            CaseSensitive = !type.Contains("ci", StringComparison.Ordinal),
            Pattern = type.Contains("regexp", StringComparison.Ordinal),
            Foreseen =
            [
                .. response
                    .Elements.Where(one => one.Name == "stringequalhint" && one["answer"] is { Length: > 0 })
                    .Select(one => new TextAnswer(one["answer"]!, Said(one))),
            ],
            Suffix = Suffix(response),
        };
    }

    private Question Number(Element response)
    {
        if (response["answer"] is not { Length: > 0 } answer || IsComputed(answer))
            return Kept(response, "its answer is computed by a program");
        var tolerance = response.Elements.FirstOrDefault(one => one.Name == "responseparam" && one["type"] == "tolerance")?["default"];
        if (tolerance is not null && IsComputed(tolerance))
            return Kept(response, "its tolerance is computed by a program");
        var isRange = answer.Length > 2 && answer[0] is '[' or '(' && answer[^1] is ']' or ')' && answer.Contains(',', StringComparison.Ordinal);
        return new NumericQuestion
        {
            Id = "",
            Answers =
            [
                isRange
                    ? new NumericAnswer(null, null, answer, Said(response.Child("correcthint")))
                    : new NumericAnswer(answer, tolerance, null, Said(response.Child("correcthint"))),
                .. response
                    .Elements.Where(one => one.Name == "additional_answer" && one["answer"] is { Length: > 0 })
                    .Select(one => new NumericAnswer(one["answer"], tolerance, null, Said(one.Child("correcthint")))),
            ],
            PartialPercent = response["partial_credit"] is { Length: > 0 } ? 50 : null,
            Suffix = Suffix(response),
        };
    }

    private Question Formula(Element response)
    {
        if (
            response["answer"] is not { Length: > 0 } answer
            || IsComputed(answer)
            || response["samples"] is not { } samples
            || Samples().Match(samples) is not { Success: true } parts
        )
            return Kept(response, "its answer or its samples are computed by a program");
        var names = parts.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries);
        var from = parts.Groups["from"].Value.Split(',', StringSplitOptions.TrimEntries);
        var to = parts.Groups["to"].Value.Split(',', StringSplitOptions.TrimEntries);
        if (from.Length != names.Length || to.Length != names.Length)
            return Kept(response, "its samples cannot be read");
        return new FormulaQuestion
        {
            Id = "",
            Answer = answer,
            Variables = [.. names.Select((variable, n) => new FormulaVariable(variable, from[n], to[n]))],
            Samples = Math.Clamp(int.Parse(parts.Groups["count"].Value), 1, 100),
            Tolerance = response.Elements.FirstOrDefault(one => one.Name == "responseparam")?["default"],
            CaseSensitive = response["type"]?.Contains("cs", StringComparison.Ordinal) == true,
        };
    }

    private Question Image(Element response)
    {
        var input = response.All.FirstOrDefault(one => one.Name == "imageinput");
        var path = input?["src"] is { } source ? html.Link(source) : "#missing";
        var regions = (input?["rectangle"] ?? "").Split(';').Select(text => Rectangle().Match(text)).Where(one => one.Success).Select(Box).ToList();
        foreach (
            var region in Polygons()
                .Matches(input?["regions"] ?? "")
                .Select(one => Point().Matches(one.Value).Select(point => (int.Parse(point.Groups[1].Value), int.Parse(point.Groups[2].Value))).ToList())
                .Where(points => points.Count >= 3)
        )
            regions.Add(new HotspotRegion(region));
        if (regions.Count == 0 || !path.StartsWith("/assets", StringComparison.Ordinal))
            return Kept(response, "its picture or its regions are missing");
        return new HotspotQuestion
        {
            Id = "",
            Image = path,
            Alt = input!["alt"],
            Width = int.TryParse(input["width"], out var width) && width > 0 ? width : null,
            Height = int.TryParse(input["height"], out var height) && height > 0 ? height : null,
            Regions = regions,
        };
    }

    private static HotspotRegion Box(Match match)
    {
        var (left, top, right, bottom) = (Number(1), Number(2), Number(3), Number(4));
        return new HotspotRegion([(left, top), (right, top), (right, bottom), (left, bottom)]);

        int Number(int group) => int.Parse(match.Groups[group].Value);
    }

    private EssayQuestion Kept(Element response, string why)
    {
        var source = response.Outer() + (_script.Length > 0 ? $"\n\n<script type=\"loncapa/python\">\n{_script}\n</script>" : "");
        return new EssayQuestion
        {
            Id = "",
            Text = html.Markdown(_before + Prose(response)),
            Why = why,
            Source = OlxNotes.Bounded(source),
        };
    }

    private static bool IsComputed(string text) => Variable().IsMatch(text);

    private static string? Suffix(Element response) =>
        response.All.FirstOrDefault(one => one.Name is "textline" or "formulaequationinput")?["trailing_text"] is { Length: > 0 } suffix ? suffix : null;

    [GeneratedRegex(@"\$[A-Za-z_{]", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?<quote>['""])(?<text>(?:\\.|(?!\k<quote>).)*)\k<quote>|(?<bare>[^\s,()'""][^,()'""]*)", RegexOptions.None, 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^\s*(?<names>[^@]+)@(?<from>[^:]+):(?<to>[^#]+)#(?<count>\d{1,4})\s*$", RegexOptions.None, 1000)]
    private static partial Regex Samples();

    [GeneratedRegex(@"\(\s*(-?\d{1,6})\s*,\s*(-?\d{1,6})\s*\)\s*-\s*\(\s*(-?\d{1,6})\s*,\s*(-?\d{1,6})\s*\)", RegexOptions.None, 1000)]
    private static partial Regex Rectangle();

    [GeneratedRegex(@"\[(\s*\[\s*-?\d{1,6}\s*,\s*-?\d{1,6}\s*\]\s*,?)+\]", RegexOptions.None, 1000)]
    private static partial Regex Polygons();

    [GeneratedRegex(@"\[\s*(-?\d{1,6})\s*,\s*(-?\d{1,6})\s*\]", RegexOptions.None, 1000)]
    private static partial Regex Point();
}
