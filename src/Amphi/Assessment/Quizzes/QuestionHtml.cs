using System.Collections.Concurrent;
using System.Text;
using Amphi.Assessment.Marking;
using Amphi.Formats.Courses;
using Amphi.Learning;

namespace Amphi.Assessment.Quizzes;

/// <summary>
/// Draws one question. Its fields belong to the page's one form for answers (<c>form="answers"</c>), so that what is
/// drawn holds nothing of the visitor's; its button says which question is answered.
/// </summary>
internal sealed class QuestionHtml
{
    private readonly QuizBlock _quiz;
    private readonly Question _question;
    private readonly int _number;
    private readonly LessonDesk _desk;
    private readonly ConcurrentDictionary<(string Markdown, string Prefix), string> _drawn = new();
    private readonly string _text;
    private readonly string _field;

    public QuestionHtml(QuizBlock quiz, Question question, int number, LessonDesk desk)
    {
        (_quiz, _question, _number, _desk) = (quiz, question, number, desk);
        _field = $"q.{question.Id}";
        // Drawn at once, so that the lesson knows whether it holds formulas.
        _text = question is GapQuestion ? "" : desk.Text(question.Text, $"{question.Id}-");
    }

    /// <summary>Draws what comes only with an answer or a hint, so that the lesson knows whether that holds formulas.</summary>
    public void DrawAhead()
    {
        if ((_question.Explanation ?? _quiz.Solution) is { } explanation)
            Text(explanation, $"{_question.Id}-x-");
        for (var n = 0; n < _question.Hints.Count; n++)
            _desk.Text(_question.Hints[n], $"{_question.Id}-h{n}-");
        foreach (var feedback in _question is SingleQuestion single ? single.Choices : (_question as MultipleQuestion)?.Choices ?? [])
            Inline(feedback.Feedback ?? "");
    }

    /// <summary>The question as a learner stands to it in a lesson; nothing in it says more than they may see.</summary>
    public string Draw(QuizStand stand)
    {
        var given = stand.To(_question.Id);
        var isClosed = given is not null && QuizStand.IsClosed(_quiz, given);
        var html = Open(isClosed).Append(isClosed && IsChoice ? Answered(given!, stand) : Fields(given, stand)).Append("</fieldset>");
        html.Append($"<div class=\"q-foot flow\" role=\"status\">{(given is null ? Shown(stand, null) : Said(given, isClosed, stand))}</div>");
        if (!isClosed)
            html.Append(
                $"<p class=\"row q-do\"><button class=\"btn\" form=\"answers\" name=\"question\" value=\"{_question.Id}\">{_desk.Words[given is null ? _quiz.Survey ? "quiz.vote" : "quiz.answer" : "quiz.again"]}</button></p>"
            );
        return html.Append(Hints(_desk.Lesson.Id, _question.Id, _question.Hints, stand.Hints(_question.Id), _desk)).Append("</div>").ToString();
    }

    /// <summary>The question in a test that is under way: its fields with what was saved, and nothing about it.</summary>
    public string Ask(QuizStand stand) =>
        Open(isClosed: false)
            .Append(Fields(stand.To(_question.Id), stand))
            .Append($"<input type=\"hidden\" form=\"answers\" name=\"question\" value=\"{_question.Id}\"></fieldset>")
            .Append(Hints(_quiz.Id!, _question.Id, _question.Hints, stand.Hints(_question.Id), _desk))
            .Append("</div>")
            .ToString();

    /// <summary>The question in a test that was handed in: nothing is sent any more, so its fields belong to no form.</summary>
    public string Result(QuizStand stand) =>
        stand.To(_question.Id) is { } given
            ? Open(isClosed: true)
                .Append((IsChoice ? Answered(given, stand) : Fields(given, stand)).Replace(" form=\"answers\"", "", StringComparison.Ordinal))
                .Append($"</fieldset><div class=\"q-foot flow\">{Said(given, true, stand)}</div></div>")
                .ToString()
            : "";

    /// <summary>The hints that were taken, and a button for the next. Those not taken are not sent.</summary>
    /// <param name="page">The last part of the page's address: a lesson's id or a test's.</param>
    /// <param name="isWhole">They help with the whole quiz, not with one question.</param>
    public static string Hints(string page, string thing, IReadOnlyList<string> hints, int taken, LessonDesk desk, bool isWhole = false)
    {
        if (hints.Count == 0)
            return "";
        var html = new StringBuilder($"<div class=\"hints flow\" data-hints=\"h-{thing}\" id=\"h-{thing}\">");
        for (var n = 0; n < Math.Min(taken, hints.Count); n++)
            html.Append(
                $"<div class=\"msg info\">{desk.Icon("lightbulb")}<div><p><strong>{desk.Words.Say("quiz.hint", n + 1)}</strong></p><div class=\"prose\">{desk.Text(hints[n], $"{thing}-h{n}-")}</div></div></div>"
            );
        if (taken < hints.Count)
            html.Append(
                $"<p class=\"row q-do\"><button class=\"btn quiet\" form=\"answers\" formaction=\"{page}/hints?n={taken + 1}\" name=\"hint\" value=\"{thing}\">{desk.Icon("lightbulb")} {desk.Words.Say(isWhole ? "quiz.hint.whole" : "quiz.hint.take", taken + 1, hints.Count)}</button></p>"
            );
        return html.Append("</div>").ToString();
    }

    // Drawn once, as the question is; a lesson keeps it for all who answer.
    private string Inline(string markdown) => _drawn.GetOrAdd((markdown, ""), text => _desk.Inline(text.Markdown));

    private string Text(string markdown, string prefix) => _drawn.GetOrAdd((markdown, prefix), text => _desk.Text(text.Markdown, text.Prefix));

    private bool IsChoice => _question is SingleQuestion or MultipleQuestion;

    private StringBuilder Open(bool isClosed)
    {
        var html = new StringBuilder(
            $"<div class=\"q\" data-question=\"{_question.Id}\" id=\"a-{_question.Id}\"><div class=\"q-n\" aria-hidden=\"true\">{_number}</div><fieldset class=\"flow\"{(isClosed ? " disabled" : "")}><legend class=\"vh\">{_desk.Words.Say("quiz.question", _number)}</legend>"
        );
        return _text.Length > 0 ? html.Append($"<div class=\"q-leg prose\">{_text}</div>") : html;
    }

    private string Fields(GivenAnswer? given, QuizStand stand) =>
        _question switch
        {
            SingleQuestion single => Choices(Shown(stand), single.TrueFalse, "radio", given),
            MultipleQuestion => $"<p class=\"hint\">{_desk.Words["quiz.several"]}</p>" + Choices(Shown(stand), false, "checkbox", given),
            TextQuestion text => Box(given?.Answer.Text, text.Suffix, "text"),
            NumericQuestion numeric => Box(given?.Answer.Text, numeric.Suffix, "decimal"),
            FormulaQuestion => Box(given?.Answer.Text, null, "text"),
            GapQuestion gap => Gaps(gap, given),
            MatchQuestion match => Pairs(match, given),
            OrderQuestion order => Order(order, given),
            HotspotQuestion hotspot => Hotspot(hotspot, given),
            EssayQuestion essay => Essay(essay, given),
            _ => "",
        };

    private string Choices(IEnumerable<(Choice Choice, int Index)> choices, bool isTrueFalse, string type, GivenAnswer? given)
    {
        var html = new StringBuilder("<div class=\"opts\">");
        foreach (var (choice, index) in choices)
        {
            var isChosen = given?.Answer.Values.Contains(index.ToString()) == true;
            html.Append(
                $"<label class=\"opt\"><input type=\"{type}\" form=\"answers\" name=\"{_field}\" value=\"{index}\"{(isChosen ? " checked" : "")}><span>{Said(choice, isTrueFalse)}</span></label>"
            );
        }

        return html.Append("</div>").ToString();
    }

    // True and false have words of their own in each language.
    private string Said(Choice choice, bool isTrueFalse) =>
        isTrueFalse && choice.Text is "true" or "false" ? _desk.Words[$"quiz.{choice.Text}"] : Inline(choice.Text);

    /// <summary>The choices as the prototype shows them once nothing is left to try: yours, the right one, and why.</summary>
    private string Answered(GivenAnswer given, QuizStand stand)
    {
        var isTrueFalse = _question is SingleQuestion { TrueFalse: true };
        var shows = stand.Shows(_quiz, given);
        var html = new StringBuilder("<ul class=\"answers\">");
        foreach (var (choice, n) in Shown(stand))
        {
            var isYours = given.Answer.Values.Contains(n.ToString());
            var (kind, icon) =
                isYours && !choice.Correct ? ("yours no", "circle-x")
                : choice.Correct && (isYours || shows) ? ("yes", "circle-check")
                : ("", "circle");
            var tag =
                isYours ? $" <span class=\"tag {(choice.Correct ? "ok" : "late")}\">{_desk.Words["quiz.yours"]}</span>"
                : choice.Correct && shows ? $" <span class=\"tag ok\">{_desk.Words["quiz.right"]}</span>"
                : "";
            var why = (isYours || (choice.Correct && shows)) && choice.Feedback is { } feedback ? $"<div class=\"why\">{Inline(feedback)}</div>" : "";
            html.Append(
                $"<li class=\"{kind}\"><span class=\"mk\">{_desk.Icon(icon)}</span><div><p><b>{Said(choice, isTrueFalse)}</b>{tag}</p>{why}</div></li>"
            );
        }

        return html.Append("</ul>").ToString();
    }

    private string Said(GivenAnswer given, bool isClosed, QuizStand stand)
    {
        var words = _desk.Words;
        var mark = given.Mark.Verdict == Verdict.Unmarked || _quiz.Survey ? given.Mark : Marker.Mark(_question, given.Answer);
        var (kind, icon, verdict) = mark.Verdict switch
        {
            Verdict.Right => ("ok", "circle-check", words["quiz.verdict.right"]),
            Verdict.Partly => ("info", "circle-dot", words.Say("quiz.verdict.partly", mark.Possible == 0 ? 0 : mark.Earned * 100 / mark.Possible)),
            Verdict.Wrong => ("late", "circle-x", words[isClosed ? "quiz.verdict.closed" : "quiz.verdict.wrong"]),
            _ => ("", "check", words[_quiz.Survey ? "quiz.verdict.vote" : "quiz.verdict.kept"]),
        };
        var html = new StringBuilder($"<div class=\"msg {kind}\">{_desk.Icon(icon)}<div class=\"flow\"><p><strong>{verdict}</strong>");
        if (!isClosed && _quiz.Tries is { } tries)
            html.Append(' ').Append(words.Say("quiz.left", tries - given.Tries));
        html.Append("</p>");
        if (!isClosed || _question is not (SingleQuestion or MultipleQuestion))
            foreach (var feedback in Feedback(given, mark))
                html.Append($"<div>{Inline(feedback)}</div>");
        html.Append(Shown(stand, given, hasChoices: isClosed && IsChoice));
        return html.Append("</div></div>").ToString();
    }

    /// <summary>The right answer and the explanation, as far as they may be seen.</summary>
    private string Shown(QuizStand stand, GivenAnswer? given, bool hasChoices = false)
    {
        if (!stand.Shows(_quiz, given))
            return "";
        var right = given?.Mark.Verdict == Verdict.Right || hasChoices || _quiz.Survey ? [] : Right(stand).ToList();
        var html = right switch
        {
            [] => "",
            [var one] => $"<p>{_desk.Words["quiz.rightanswer"]} {one}</p>",
            _ => $"<p>{_desk.Words["quiz.rightanswer"]}</p><ul>{string.Concat(right.Select(one => $"<li>{one}</li>"))}</ul>",
        };
        return (_question.Explanation ?? _quiz.Solution) is { } explanation
            ? $"{html}<div class=\"prose\">{Text(explanation, $"{_question.Id}-x-")}</div>"
            : html;
    }

    private IEnumerable<string> Feedback(GivenAnswer given, Mark mark)
    {
        if (mark.Feedback is { } whole)
            yield return whole;
        if (_question is MultipleQuestion multiple)
            for (var n = 0; n < multiple.Choices.Count; n++)
                if ((given.Answer.Values.Contains(n.ToString()) ? multiple.Choices[n].Feedback : multiple.Choices[n].FeedbackWhenLeft) is { } feedback)
                    yield return feedback;
    }

    private IEnumerable<string> Right(QuizStand stand) =>
        _question switch
        {
            SingleQuestion or MultipleQuestion => Shown(stand)
                .Where(one => one.Choice.Correct)
                .Select(one => Said(one.Choice, _question is SingleQuestion { TrueFalse: true })),
            TextQuestion { Pattern: false, Answers: [var first, ..] } => [LessonDesk.Plain(first.Text)],
            NumericQuestion numeric when numeric.Answers.FirstOrDefault(one => one.IsRight) is { } first =>
            [
                LessonDesk.Plain(first.Value ?? first.Range ?? ""),
            ],
            FormulaQuestion formula => [$"<code>{LessonDesk.Plain(formula.Answer)}</code>"],
            OrderQuestion order => [string.Join(" → ", order.Items.Select(Inline))],
            MatchQuestion match => match.Pairs.Select(pair => $"{Inline(pair.Left)} → {Inline(pair.Right)}"),
            GapQuestion gap =>
            [
                string.Join(
                    ", ",
                    gap.Gaps.Select(one => one.Options.Count > 0 ? Inline(one.Options.First(option => option.Correct).Text) : LessonDesk.Plain(one.Answers[0]))
                ),
            ],
            _ => [],
        };

    private string Box(string? value, string? suffix, string mode) =>
        $"<div class=\"field short\"><label for=\"f-{_question.Id}\">{_desk.Words["quiz.youranswer"]}</label><span class=\"row\"><input class=\"in{(mode == "decimal" ? " num" : "")}\" id=\"f-{_question.Id}\" form=\"answers\" name=\"{_field}\" inputmode=\"{mode}\" autocomplete=\"off\" maxlength=\"500\" value=\"{LessonDesk.Plain(value ?? "")}\">{(suffix is null ? "" : $"<span>{LessonDesk.Plain(suffix)}</span>")}</span></div>";

    private string Gaps(GapQuestion gap, GivenAnswer? given)
    {
        var html = $"<div class=\"prose gaps\">{Text(_question.Text, $"{_question.Id}-")}</div>";
        for (var n = 0; n < gap.Gaps.Count; n++)
        {
            var value = Value(given, n);
            var label = _desk.Words.Say("quiz.gap", n + 1);
            var field = gap.Gaps[n].Options is { Count: > 0 } options
                ? $"<select class=\"in\" form=\"answers\" name=\"{_field}\" aria-label=\"{label}\"><option value=\"\">…</option>{string.Concat(options.Select((option, index) => $"<option value=\"{index}\"{(value == index.ToString() ? " selected" : "")}>{LessonDesk.Plain(option.Text)}</option>"))}</select>"
                : $"<input class=\"in\" form=\"answers\" name=\"{_field}\" aria-label=\"{label}\" autocomplete=\"off\" maxlength=\"200\" value=\"{LessonDesk.Plain(value)}\">";
            html = html.Replace($"[[{n + 1}]]", field, StringComparison.Ordinal);
        }

        return html;
    }

    private string Pairs(MatchQuestion match, GivenAnswer? given)
    {
        var sides = Marker.RightHandSides(match);
        var html = new StringBuilder(
            match.Image is { } image && _desk.FileAddress(image) is { } address ? $"<img src=\"{LessonDesk.Plain(address)}\" alt=\"\" loading=\"lazy\">" : ""
        );
        html.Append("<ul class=\"pairs\">");
        for (var n = 0; n < match.Pairs.Count; n++)
            html.Append(
                $"<li><label for=\"f-{_question.Id}-{n}\">{Inline(match.Pairs[n].Left)}</label><select class=\"in\" id=\"f-{_question.Id}-{n}\" form=\"answers\" name=\"{_field}\"><option value=\"\">…</option>{string.Concat(sides.Select((side, index) => $"<option value=\"{index}\"{(Value(given, n) == index.ToString() ? " selected" : "")}>{LessonDesk.Plain(side)}</option>"))}</select></li>"
            );
        return html.Append("</ul>").ToString();
    }

    private string Order(OrderQuestion order, GivenAnswer? given)
    {
        var html = new StringBuilder($"<p class=\"hint\">{_desk.Words["quiz.order"]}</p><ul class=\"pairs\" data-order>");
        foreach (var n in Enumerable.Range(0, order.Items.Count).OrderBy(n => order.Items[n], StringComparer.CurrentCultureIgnoreCase))
            html.Append(
                $"<li><label for=\"f-{_question.Id}-{n}\">{Inline(order.Items[n])}</label><select class=\"in\" id=\"f-{_question.Id}-{n}\" form=\"answers\" name=\"{_field}.{n}\"><option value=\"\">…</option>{string.Concat(Enumerable.Range(1, order.Items.Count).Select(place => $"<option{(Value(given, n) == place.ToString() ? " selected" : "")}>{place}</option>"))}</select></li>"
            );
        return html.Append("</ul>").ToString();
    }

    private string Hotspot(HotspotQuestion hotspot, GivenAnswer? given)
    {
        var address = LessonDesk.Plain(_desk.FileAddress(hotspot.Image) ?? "");
        var point = given?.Answer.Text.Split(',') is [var x, var y] ? (x, y) : ("", "");
        return $"<div class=\"hotspot\" data-hotspot><img src=\"{address}\" alt=\"{LessonDesk.Plain(hotspot.Alt ?? "")}\"{(hotspot.Width is { } width ? $" width=\"{width}\"" : "")}{(hotspot.Height is { } height ? $" height=\"{height}\"" : "")}></div><p class=\"hint\">{_desk.Words["quiz.hotspot"]}</p><p class=\"row\"><label class=\"field short\">{_desk.Words["quiz.hotspot.x"]}<input class=\"in num\" form=\"answers\" name=\"{_field}\" inputmode=\"numeric\" maxlength=\"6\" value=\"{LessonDesk.Plain(point.Item1)}\"></label><label class=\"field short\">{_desk.Words["quiz.hotspot.y"]}<input class=\"in num\" form=\"answers\" name=\"{_field}\" inputmode=\"numeric\" maxlength=\"6\" value=\"{LessonDesk.Plain(point.Item2)}\"></label></p>";
    }

    private string Essay(EssayQuestion essay, GivenAnswer? given) =>
        (essay.Why is null ? "" : $"<p class=\"small soft\">{_desk.Words["quiz.unmarked"]}</p>")
        + $"<div class=\"field\"><label for=\"f-{_question.Id}\">{_desk.Words["quiz.youranswer"]}</label><textarea class=\"in\" id=\"f-{_question.Id}\" form=\"answers\" name=\"{_field}\" rows=\"5\" maxlength=\"{Answer.Longest}\">{LessonDesk.Plain(given?.Answer.Text ?? "")}</textarea></div>";

    private static string Value(GivenAnswer? given, int place) => given is not null && place < given.Answer.Values.Count ? given.Answer.Values[place] : "";

    private IEnumerable<(Choice Choice, int Index)> Shown(QuizStand stand) => stand.Shown(_quiz, _question).Select(n => (ItemFigures.Choices(_question)[n], n));
}
