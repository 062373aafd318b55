using Amphi.Formats.Courses;
using YamlDotNet.RepresentationModel;

namespace Amphi.Formats.Folders;

/// <summary>Reads block directives.</summary>
internal static class BlockReader
{
    public static Block? Read(Directive directive, FaultLog faults, List<MissingId> missing)
    {
        if (directive.Name == "text")
            return new TextBlock(directive.Body)
            {
                Id = directive.Id,
                Title = directive.Title,
                For = directive.For,
            };
        if (YamlMap.Read(directive.Body + "\n", faults, directive.Line) is not { } map)
            return null;

        Block? block = directive.Name switch
        {
            "video" => Video(map),
            "quiz" => Quiz(map, missing),
            "case" => Case(map, missing),
            "discussion" => new DiscussionBlock { Category = map.Text("category"), Prompt = map.Text("prompt") },
            "file" => new FileBlock(map.Required("path")),
            "embed" => Embed(map),
            "tool" => new ToolBlock(map.Word("standard", "lti", "scorm", "cmi5", "xapi") ?? Missing(map, "standard"), map.Required("address")),
            "placeholder" => new PlaceholderBlock
            {
                Element = map.Required("element"),
                Why = map.Required("why"),
                Source = map.Text("source"),
            },
            _ => null,
        };
        if (block is null)
            return null;

        block = block with { Id = directive.Id, Title = map.Text("title") ?? directive.Title, For = map.Has("for") ? map.Texts("for") : directive.For };
        map.Done();
        return block;
    }

    private static VideoBlock Video(YamlMap map)
    {
        var video = new VideoBlock
        {
            Sources = map.Texts("src"),
            YouTube = map.Text("youtube"),
            ForeignId = map.Text("foreign"),
            Poster = map.Text("poster"),
            Duration = map.Duration("duration"),
            Start = map.Duration("start"),
            End = map.Duration("end"),
            Captions = [.. map.Pairs("captions").Select(pair => new CaptionFile(pair.Name, (pair.Value as YamlScalarNode)?.Value ?? ""))],
            Chapters = [.. map.Maps("chapters").Select(Chapter)],
            Handout = map.Text("handout"),
        };
        if (video.Sources.Count == 0 && video.YouTube is null && video.ForeignId is null)
            map.Fault("src", "a video needs src, youtube or foreign");
        return video;
    }

    private static Chapter Chapter(YamlMap map)
    {
        var chapter = new Chapter(map.Duration("at") ?? 0, map.Required("title"));
        map.Done();
        return chapter;
    }

    private static QuizBlock Quiz(YamlMap map, List<MissingId> missing)
    {
        var survey = map.Flag("survey");
        var quiz = new QuizBlock
        {
            Intro = map.Text("intro"),
            Mode = map.Word("mode", "lesson", "practice", "test") switch
            {
                "practice" => QuizMode.Practice,
                "test" => QuizMode.Test,
                _ => QuizMode.Lesson,
            },
            Minutes = map.Whole("minutes", 1, 10_000),
            Attempts = map.Whole("attempts", 1, 1000),
            ShowAnswer = map.Word("answers", [.. Words.ShowAnswers.Values]) is { } word
                ? Words.ShowAnswers.First(pair => pair.Value == word).Key
                : ShowAnswer.Answered,
            Weight = map.Whole("weight", 0, 1000) ?? 1,
            Survey = survey,
            Draw = map.Whole("draw", 1, 1000),
            Shuffle = map.Flag("shuffle"),
            Hints = map.Texts("hints"),
            Solution = map.Text("solution"),
            Questions = [.. map.Maps("questions").Select(question => QuestionReader.Read(question, survey, missing)).OfType<Question>()],
        };
        if (!map.Has("questions"))
            map.Fault("questions", "a quiz needs questions");
        if (quiz.Minutes is not null && quiz.Mode != QuizMode.Test)
            map.Fault("minutes", "minutes: only a test has them; write mode: test");
        if (quiz.Survey && quiz.Mode != QuizMode.Lesson)
            map.Fault("mode", "mode: a survey is answered in its lesson");
        return quiz;
    }

    private static CaseBlock Case(YamlMap map, List<MissingId> missing)
    {
        var study = new CaseBlock
        {
            Body = map.Text("body") ?? "",
            Prompts = [.. map.Texts("prompts").Select(text => new CasePrompt(text))],
            Text = Wanted(map, "text", Courses.Wanted.Required),
            Files = Wanted(map, "files", Courses.Wanted.No),
            FileTypes = map.Texts("filetypes"),
            Opens = map.Date("opens"),
            Due = map.Date("due"),
            Rubric = [.. map.Maps("rubric").Select(criterion => Criterion(criterion, missing))],
            Steps = [.. map.Maps("steps").Select(Step)],
            Patience = map.Span("patience"),
            Promise = map.Span("promise"),
            Team = Team(map.Map("team")),
            Samples = [.. map.Maps("samples").Select(Sample)],
            Solution = map.Text("solution"),
        };
        if ((study.Patience ?? CaseBlock.UsualPatience) > (study.Promise ?? CaseBlock.UsualPromise))
            map.Fault("promise", "promise: no result can be promised before readers are waited for; make it at least as long as patience");
        foreach (var mark in study.Samples.SelectMany(sample => sample.Marks))
            if (study.Rubric.FirstOrDefault(one => one.Id == mark.Criterion) is not { } criterion)
                map.Fault("samples", $"samples: the rubric has no criterion {mark.Criterion}");
            else if (criterion.Levels.All(level => level.Points != mark.Points))
                map.Fault("samples", $"samples: no level of {mark.Criterion} is worth {mark.Points} points");
        return study;
    }

    private static TeamSize? Team(YamlMap? map)
    {
        if (map is null)
            return null;
        var size = new TeamSize(map.Whole("least", 1, 50) ?? TeamSize.Usual.Least, map.Whole("most", 1, 50) ?? TeamSize.Usual.Most);
        if (size.Most < size.Least)
            map.Fault("most", "most: a team cannot have fewer than its least");
        map.Done();
        return size;
    }

    private static CaseSample Sample(YamlMap map)
    {
        var sample = new CaseSample(map.Required("text"), [.. map.Maps("marks").Select(Mark)]);
        map.Done();
        return sample;
    }

    private static SampleMark Mark(YamlMap map)
    {
        var mark = new SampleMark(map.Required("criterion"), map.Whole("points", 0, 10_000) ?? 0, map.Text("why"));
        map.Done();
        return mark;
    }

    private static Criterion Criterion(YamlMap map, List<MissingId> missing)
    {
        var criterion = new Criterion(
            map.Id(missing),
            map.Required("title"),
            map.Text("text"),
            [.. map.Maps("levels").Select(Level)],
            Wanted(map, "comment", Courses.Wanted.Optional)
        );
        map.Done();
        return criterion;
    }

    private static CriterionLevel Level(YamlMap map)
    {
        var level = new CriterionLevel(map.Required("title"), map.Whole("points", 0, 10_000) ?? 0, map.Text("text"));
        map.Done();
        return level;
    }

    private static CaseStep Step(YamlMap map)
    {
        var step = new CaseStep
        {
            Kind = map.Word("kind", "training", "peer", "self", "staff") ?? Missing(map, "kind"),
            MustGive = map.Whole("give", 0, 100),
            MustGet = map.Whole("get", 0, 100),
            Tolerance = map.Whole("tolerance", 0, 100),
            Opens = map.Date("opens"),
            Due = map.Date("due"),
        };
        map.Done();
        return step;
    }

    private static EmbedBlock Embed(YamlMap map)
    {
        var address = map.Required("address");
        if (address.Length > 0 && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps))
            map.Fault("address", "address: expected one that begins with https://");
        return new EmbedBlock(address) { Height = map.Whole("height", 50, 5_000) };
    }

    private static Wanted Wanted(YamlMap map, string key, Wanted otherwise) =>
        map.Word(key, "no", "optional", "required") switch
        {
            "no" => Courses.Wanted.No,
            "optional" => Courses.Wanted.Optional,
            "required" => Courses.Wanted.Required,
            _ => otherwise,
        };

    private static string Missing(YamlMap map, string key)
    {
        if (!map.Has(key))
            map.Fault(key, $"{key} is missing");
        return "";
    }
}

/// <summary>The words of closed choices, shared by reader and writer.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<ShowAnswer, string> ShowAnswers = new Dictionary<ShowAnswer, string>
    {
        [ShowAnswer.Answered] = "answered",
        [ShowAnswer.Finished] = "finished",
        [ShowAnswer.CorrectOrPastDue] = "correct-or-past-due",
        [ShowAnswer.PastDue] = "past-due",
        [ShowAnswer.Always] = "always",
        [ShowAnswer.Never] = "never",
    };
}
