using Amphi.Formats.Courses;

namespace Amphi.Formats.Folders;

/// <summary>Writes blocks as directives.</summary>
internal static class BlockWriter
{
    public static string Write(Block block)
    {
        if (block is TextBlock { Id: null } prose)
            return Lines(prose.Markdown) + "\n";
        var body = block is TextBlock text
            ? Lines(text.Markdown) + "\n"
            : YamlText.Of(yaml => Body(yaml.Put("title", block.Title).List("for", block.For), block));
        var title = block is TextBlock { Title: { } name }
            ? $" title=\"{name.ReplaceLineEndings(" ").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : "";
        var audiences = block is TextBlock && block.For.Count > 0 ? $" for=\"{string.Join(' ', block.For)}\"" : "";
        var colons = new string(':', Math.Max(3, LongestFence(body) + 1));
        return $"{colons} {block.Kind} {{#{block.Id}{title}{audiences}}}\n{body}{colons}\n";
    }

    /// <summary>Markdown as a file holds it, with LF alone.</summary>
    public static string Lines(string markdown) => markdown.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');

    // A fence inside must not close the one around it.
    private static int LongestFence(string body) =>
        body.Split('\n')
            .Select(line => line.TrimEnd())
            .Where(line => line.StartsWith(":::", StringComparison.Ordinal))
            .Select(line => line.TakeWhile(c => c == ':').Count())
            .DefaultIfEmpty(2)
            .Max();

    private static void Body(YamlText yaml, Block block)
    {
        switch (block)
        {
            case VideoBlock video:
                Video(yaml, video);
                break;
            case QuizBlock quiz:
                Quiz(yaml, quiz);
                break;
            case CaseBlock study:
                Case(yaml, study);
                break;
            case DiscussionBlock talk:
                yaml.Put("category", talk.Category).Put("prompt", talk.Prompt);
                break;
            case FileBlock file:
                yaml.Put("path", file.Path);
                break;
            case EmbedBlock embed:
                yaml.Put("address", embed.Address).Put("height", embed.Height);
                break;
            case ToolBlock tool:
                yaml.Put("standard", tool.Standard).Put("address", tool.Address);
                break;
            case PlaceholderBlock placeholder:
                yaml.Put("element", placeholder.Element).Put("why", placeholder.Why).Put("source", placeholder.Source);
                break;
        }
    }

    private static void Video(YamlText yaml, VideoBlock video) =>
        yaml.List("src", video.Sources)
            .Put("youtube", video.YouTube)
            .Put("foreign", video.ForeignId)
            .Put("poster", video.Poster)
            .Duration("duration", video.Duration)
            .Duration("start", video.Start)
            .Duration("end", video.End)
            .Map("captions", video.Captions, (one, caption) => one.Put(caption.Language, caption.Path))
            .Maps("chapters", video.Chapters, (one, chapter) => one.Duration("at", chapter.At).Put("title", chapter.Title))
            .Put("handout", video.Handout);

    private static void Quiz(YamlText yaml, QuizBlock quiz) =>
        yaml.Put("mode", quiz.Mode == QuizMode.Lesson ? null : quiz.Mode.ToString().ToLowerInvariant())
            .Put("minutes", quiz.Minutes)
            .Put("intro", quiz.Intro)
            .Put("attempts", quiz.Attempts)
            .Put("answers", quiz.ShowAnswer == ShowAnswer.Answered ? null : Words.ShowAnswers[quiz.ShowAnswer])
            .Put("weight", quiz.Weight == 1 ? null : quiz.Weight)
            .Flag("survey", quiz.Survey)
            .Put("draw", quiz.Draw)
            .Flag("shuffle", quiz.Shuffle)
            .List("hints", quiz.Hints)
            .Put("solution", quiz.Solution)
            .Maps("questions", quiz.Questions, QuestionWriter.Write);

    private static void Case(YamlText yaml, CaseBlock study) =>
        yaml.Put("body", study.Body.Length > 0 ? study.Body : null)
            .List("prompts", [.. study.Prompts.Select(prompt => prompt.Text)])
            .Put("text", Word(study.Text))
            .Put("files", Word(study.Files))
            .List("filetypes", study.FileTypes)
            .Put("opens", study.Opens)
            .Put("due", study.Due)
            .Maps(
                "rubric",
                study.Rubric,
                (one, criterion) =>
                    one.Put("id", criterion.Id)
                        .Put("title", criterion.Title)
                        .Put("text", criterion.Text)
                        .Put("comment", Word(criterion.Comment))
                        .Maps("levels", criterion.Levels, (level, of) => level.Put("title", of.Title).Put("points", of.Points).Put("text", of.Text))
            )
            .Maps(
                "steps",
                study.Steps,
                (one, step) =>
                    one.Put("kind", step.Kind)
                        .Put("give", step.MustGive)
                        .Put("get", step.MustGet)
                        .Put("tolerance", step.Tolerance)
                        .Put("opens", step.Opens)
                        .Put("due", step.Due)
            )
            .Put("patience", study.Patience is { } patience ? Spans.Write(patience) : null)
            .Put("promise", study.Promise is { } promise ? Spans.Write(promise) : null)
            .Map<TeamSize>("team", study.Team is { } team ? [team] : [], (one, size) => one.Put("least", size.Least).Put("most", size.Most))
            .Maps(
                "samples",
                study.Samples,
                (one, sample) =>
                    one.Put("text", sample.Text)
                        .Maps("marks", sample.Marks, (mark, of) => mark.Put("criterion", of.Criterion).Put("points", of.Points).Put("why", of.Why))
            )
            .Put("solution", study.Solution);

    private static string Word(Wanted wanted) => wanted.ToString().ToLowerInvariant();
}

/// <summary>Writes the questions of a quiz.</summary>
internal static class QuestionWriter
{
    public static void Write(YamlText yaml, Question question)
    {
        yaml.Put("id", question.Id)
            .Put("type", question.Type)
            .Put("text", question.Text.Length > 0 ? question.Text : null)
            .Put("points", question.Points == 1 ? null : question.Points)
            .Put("group", question.Group)
            .List("hints", question.Hints);
        Own(yaml, question);
        yaml.Put("explanation", question.Explanation);
    }

    private static void Own(YamlText yaml, Question question)
    {
        switch (question)
        {
            case SingleQuestion single:
                yaml.Flag("shuffle", single.Shuffle).Put("pool", single.Pool).Maps("choices", single.Choices, Choice);
                break;
            case MultipleQuestion multiple:
                yaml.Flag("shuffle", multiple.Shuffle)
                    .Put("partial", Partial(multiple.Partial))
                    .Maps("choices", multiple.Choices, Choice)
                    .Maps(
                        "combinations",
                        multiple.Combinations,
                        (one, combination) => one.Row("chosen", combination.Chosen.Select(n => n.ToString())).Put("feedback", combination.Feedback)
                    );
                break;
            case TextQuestion text:
                yaml.Maps("answers", text.Answers, Answer)
                    .Flag("case", text.CaseSensitive)
                    .Flag("pattern", text.Pattern)
                    .Maps("foreseen", text.Foreseen, Answer)
                    .Put("suffix", text.Suffix);
                break;
            case NumericQuestion numeric:
                yaml.Maps(
                        "answers",
                        numeric.Answers,
                        (one, answer) =>
                            one.Put("value", answer.Value)
                                .Put("tolerance", answer.Tolerance)
                                .Put("range", answer.Range)
                                .Put("partial", answer.PartialPercent)
                                .Put("feedback", answer.Feedback)
                    )
                    .Map("variables", numeric.Drawn, Drawn)
                    .Put("partial", numeric.PartialPercent)
                    .Put("suffix", numeric.Suffix);
                break;
            case FormulaQuestion formula:
                yaml.Put("answer", formula.Answer)
                    .Map("variables", [.. formula.Variables.Select(Sampled), .. formula.Drawn.Select(Drawn)], (one, write) => write(one))
                    .Put("samples", formula.Samples == 10 ? null : formula.Samples)
                    .Put("tolerance", formula.Tolerance)
                    .Flag("case", formula.CaseSensitive)
                    .Maps("foreseen", formula.Foreseen, Answer);
                break;
            case GapQuestion gap:
                yaml.Maps("gaps", gap.Gaps, (one, of) => one.Maps("options", of.Options, Choice).List("answers", of.Answers));
                break;
            case MatchQuestion match:
                yaml.Maps("pairs", match.Pairs, (one, pair) => one.Put("left", pair.Left).Put("right", pair.Right).Put("feedback", pair.Feedback))
                    .List("distractors", match.Distractors)
                    .Put("image", match.Image);
                break;
            case OrderQuestion order:
                yaml.List("items", order.Items);
                break;
            case HotspotQuestion hotspot:
                yaml.Put("image", hotspot.Image)
                    .Put("alt", hotspot.Alt)
                    .Put("width", hotspot.Width)
                    .Put("height", hotspot.Height)
                    .Maps(
                        "regions",
                        hotspot.Regions,
                        (one, region) =>
                            one.Put("label", region.Label).Rows("points", region.Points.Select(point => new[] { point.X.ToString(), point.Y.ToString() }))
                    );
                break;
            case EssayQuestion essay:
                yaml.Put("why", essay.Why).Put("source", essay.Source);
                break;
        }
    }

    private static Action<YamlText> Sampled(FormulaVariable variable) => yaml => yaml.Row(variable.Name, [variable.From, variable.To]);

    private static Action<YamlText> Drawn(DrawnNumber number) => yaml => Drawn(yaml, number);

    private static void Drawn(YamlText yaml, DrawnNumber number) =>
        yaml.Map(number.Name, [number], (one, of) => one.Put("from", of.From).Put("to", of.To).Put("step", of.Step).List("of", of.Of).Put("is", of.Is));

    private static void Choice(YamlText yaml, Choice choice) =>
        yaml.Put("text", choice.Text)
            .Flag("correct", choice.Correct)
            .Put("feedback", choice.Feedback)
            .Put("left", choice.FeedbackWhenLeft)
            .Put("partial", choice.PartialPercent)
            .Flag("fixed", choice.Fixed);

    private static void Answer(YamlText yaml, TextAnswer answer) => yaml.Put("text", answer.Text).Put("feedback", answer.Feedback);

    private static string? Partial(PartialCredit partial) =>
        partial switch
        {
            PartialCredit.EveryDecision => "every-decision",
            PartialCredit.Halves => "halves",
            _ => null,
        };
}
