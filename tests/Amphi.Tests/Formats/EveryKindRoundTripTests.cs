using System.Text.Json;
using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using CsCheck;

namespace Amphi.Tests.Formats;

/// <summary>Every kind of block and question with every member, filled with the texts that break formats, written and read again.</summary>
public sealed class EveryKindRoundTripTests
{
    private static readonly IReadOnlyList<DrawnNumber> Drawn =
    [
        new DrawnNumber("n")
        {
            From = "2",
            To = "9",
            Step = "0.5",
        },
        new DrawnNumber("p") { Of = ["12.5", "13"] },
        new DrawnNumber("t") { Is = "round(n * p, 1)" },
    ];

    private static readonly string[] Nasty =
    [
        "plain",
        " space before",
        "space after ",
        "---",
        "::: quiz",
        ":::",
        "# heading {#x}",
        "a {#b}",
        "key: value # note",
        "\ttab",
        "two\nlines",
        "two\n\nparagraphs\n\n- with\n  - a list\n",
        "  indented\nthen not",
        "trailing \nspace",
        "carriage\r\nreturn",
        "\nfirst line empty",
        "---\nid: x\n---",
        "::: note\nx\n:::",
        "```\n:::\n```",
        "\\ back\\slash \"quoted\"",
        "日本語 🎓 e\u0301 \u00A0\u2028\u0085",
        "~",
        "null",
        "true",
        "0x1F",
        "1e3",
        "=x",
        "*a",
        "- ",
        "? x",
        "[[1]]",
        "|",
        ">-",
        "%TAG",
        new string('x', 20_000),
        string.Join(' ', Enumerable.Repeat("mot", 5_000)),
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Nasty.Length - 1].Select(n => Nasty[n]);

    // A unit's title is one line without spaces around or doubled.
    private static readonly Gen<string> Line = Text.Select(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    private static readonly Gen<string?> Perhaps = Gen.Bool.SelectMany(there => there ? Text.Select(text => (string?)text) : Gen.Const((string?)null));
    private static readonly Gen<Choice> AChoice = Gen.Select(Text, Gen.Bool, Perhaps, Perhaps, Gen.Int[0, 101])
        .Select((text, right, said, left, part) => new Choice(text, right, said, part > 100 ? null : part) { Fixed = part % 2 == 0, FeedbackWhenLeft = left });
    private static readonly Gen<Choice[]> Choices = AChoice
        .Array[2, 4]
        .Select(choices => choices.Select((choice, n) => n == 0 ? choice with { Correct = true } : choice).ToArray());
    private static readonly Gen<TextAnswer[]> Answers = Gen.Select(Text, Perhaps).Select((text, said) => new TextAnswer(text, said)).Array[1, 3];

    private static readonly Gen<Question> AnyQuestion = Gen.OneOf(
            Gen.Select(Choices, Gen.Bool)
                .Select(
                    (choices, shuffle) =>
                        (Question)
                            new SingleQuestion
                            {
                                Id = "",
                                Choices = choices,
                                Shuffle = shuffle,
                                Pool = shuffle ? choices.Length : null,
                            }
                ),
            Gen.Select(AChoice, AChoice)
                .Select(
                    (one, other) =>
                        (Question)
                            new SingleQuestion
                            {
                                Id = "",
                                TrueFalse = true,
                                Choices = [one with { Correct = true }, other],
                            }
                ),
            Gen.Select(Choices, Gen.Bool, Gen.Int[0, 2], Text)
                .Select(
                    (choices, shuffle, partial, said) =>
                        (Question)
                            new MultipleQuestion
                            {
                                Id = "",
                                Choices = choices,
                                Shuffle = shuffle,
                                Partial = (PartialCredit)partial,
                                Combinations = [new CombinationFeedback([0, 1], said), new CombinationFeedback([], said)],
                            }
                ),
            Gen.Select(Answers, Answers, Gen.Bool, Gen.Bool, Perhaps)
                .Select(
                    (right, foreseen, cased, pattern, suffix) =>
                        (Question)
                            new TextQuestion
                            {
                                Id = "",
                                Answers = right,
                                Foreseen = foreseen,
                                CaseSensitive = cased,
                                Pattern = pattern,
                                Suffix = suffix,
                            }
                ),
            Gen.Select(Text, Perhaps, Perhaps, Gen.Int[0, 101])
                .Select(
                    (value, tolerance, suffix, part) =>
                        (Question)
                            new NumericQuestion
                            {
                                Id = "",
                                Answers =
                                    part % 2 != 0
                                        ? [new NumericAnswer("n * p", "p / 10", null, suffix), new NumericAnswer(null, null, "[t,2*t)")]
                                        : [new NumericAnswer(value, tolerance, null, suffix), new NumericAnswer(null, null, "[1,2)", suffix, part % 100)],
                                PartialPercent = part > 100 ? null : part,
                                Drawn = part % 2 == 0 ? [] : Drawn,
                                Suffix = suffix,
                            }
                ),
            Gen.Select(Text, Perhaps, Gen.Int[1, 100], Gen.Bool)
                .Select(
                    (answer, tolerance, samples, cased) =>
                        (Question)
                            new FormulaQuestion
                            {
                                Id = "",
                                Answer = cased ? "n * x" : answer,
                                Drawn = cased ? Drawn : [],
                                Tolerance = tolerance,
                                Samples = samples,
                                CaseSensitive = cased,
                                Foreseen = cased ? [] : [new TextAnswer(answer, tolerance), new TextAnswer("x", answer)],
                                Variables = [new FormulaVariable("x", "1", "3"), new FormulaVariable("y_1", "-1e2", answer)],
                            }
                ),
            Gen.Select(Choices, Text)
                .Select(
                    (choices, answer) =>
                        (Question)
                            new GapQuestion
                            {
                                Id = "",
                                Text = "[[1]] [[2]]",
                                Gaps = [new Gap { Options = choices }, new Gap { Answers = [answer, "b"] }],
                            }
                ),
            Gen.Select(Text, Text, Perhaps)
                .Select(
                    (left, right, said) =>
                        (Question)
                            new MatchQuestion
                            {
                                Id = "",
                                Pairs = [new MatchPair(left, right, said)],
                                Distractors = [right, left],
                            }
                ),
            Text.Array[1, 4].Select(items => (Question)new OrderQuestion { Id = "", Items = items }),
            Gen.Select(Perhaps, Gen.Int[1, 1000])
                .Select(
                    (alt, width) =>
                        (Question)
                            new HotspotQuestion
                            {
                                Id = "",
                                Image = "/i.png",
                                Alt = alt,
                                Width = width,
                                Regions = [new HotspotRegion([(0, -1), (5, 5), (9, 0)], alt)],
                            }
                ),
            Gen.Const((Question)new InfoQuestion { Id = "" }),
            Gen.Select(Perhaps, Perhaps)
                .Select(
                    (why, source) =>
                        (Question)
                            new EssayQuestion
                            {
                                Id = "",
                                Why = why,
                                Source = source,
                            }
                )
        )
        .SelectMany(question =>
            Gen.Select(Text, Gen.Int[0, 5], Perhaps, Text.Array[0, 2], Perhaps)
                .Select(
                    (text, points, group, hints, explanation) =>
                        question with
                        {
                            Text = question is GapQuestion ? question.Text : text,
                            Points = points,
                            Group = group,
                            Hints = hints,
                            Explanation = explanation,
                        }
                )
        );

    private static readonly DateTimeOffset Then = new(2027, 1, 25, 8, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Block> AnyBlock = Gen.OneOf(
            Text.Where(text => !text.Contains('\r', StringComparison.Ordinal) && !text.StartsWith("::: ", StringComparison.Ordinal))
                .Select(text => (Block)new TextBlock(text.Trim('\n'))),
            Gen.Select(Perhaps, Gen.Long[0, 4_000_000])
                .Select(
                    (name, time) =>
                        (Block)
                            new VideoBlock
                            {
                                Sources = ["https://x.example/a.mp4", "/i.png"],
                                YouTube = "abcdefghijk",
                                ForeignId = name,
                                Poster = "/i.png",
                                Duration = time,
                                Start = time / 2,
                                End = time,
                                Captions = [new CaptionFile("fr", "/i.png")],
                                Chapters = [new Chapter(time, name ?? "x")],
                                Handout = "/i.png",
                            }
                ),
            Gen.Select(AnyQuestion.Array[1, 4], Perhaps, Gen.Int[0, 5], Text.Array[0, 2], Perhaps)
                .Select(
                    (questions, intro, n, hints, solution) =>
                        (Block)
                            new QuizBlock
                            {
                                Intro = intro,
                                Attempts = n == 0 ? null : n,
                                ShowAnswer = (ShowAnswer)n,
                                Weight = n,
                                Survey = n % 2 == 0,
                                Draw = n == 0 ? null : n,
                                Shuffle = n % 2 == 1,
                                Hints = hints,
                                Solution = solution,
                                Questions = questions,
                            }
                ),
            Gen.Select(Text, Perhaps, Gen.Int[0, 2], Text)
                .Select(
                    (body, solution, n, title) =>
                        (Block)
                            new CaseBlock
                            {
                                Body = body,
                                Prompts = [new CasePrompt(title)],
                                Text = (Wanted)n,
                                Files = (Wanted)n,
                                FileTypes = ["pdf"],
                                Opens = Then,
                                Due = Then,
                                Patience = n * 90,
                                Promise = n == 0 ? null : 20_160,
                                Solution = solution,
                                Team = n == 0 ? null : new TeamSize(n, n + 2),
                                Samples = [new CaseSample(body, [new SampleMark("", n, solution)])],
                                Rubric = [new Criterion("", title, solution, [new CriterionLevel(title, n, solution)], (Wanted)n)],
                                Steps =
                                [
                                    new CaseStep
                                    {
                                        Kind = "peer",
                                        MustGive = 3,
                                        MustGet = n,
                                        Tolerance = n * 10,
                                        Opens = Then,
                                        Due = Then,
                                    },
                                ],
                            }
                ),
            Gen.Select(Perhaps, Perhaps).Select((category, prompt) => (Block)new DiscussionBlock { Category = category, Prompt = prompt }),
            Gen.Const((Block)new FileBlock("/i.png")),
            Gen.Int[50, 5_000].Select(height => (Block)new EmbedBlock("https://x.example/?a=b#c") { Height = height }),
            Text.Select(address => (Block)new ToolBlock("lti", address)),
            Gen.Select(Text, Text, Perhaps)
                .Select(
                    (element, why, source) =>
                        (Block)
                            new PlaceholderBlock
                            {
                                Element = element,
                                Why = why,
                                Source = source,
                            }
                )
        )
        .SelectMany(block => Perhaps.Select(title => block is TextBlock ? block : block with { Title = title, For = title is null ? [] : ["t", "p"] }));

    private static readonly Gen<UnitDocument> Unit = Gen.Select(Line, Gen.Bool, Gen.Bool, AnyBlock.Array[0, 4])
        .Select(
            (title, draft, staff, blocks) =>
                new UnitDocument
                {
                    Title = title,
                    Draft = draft,
                    StaffOnly = staff,
                    Blocks = blocks,
                }
        );

    private static readonly Gen<LessonDocument> ALesson = Gen.Select(Text, Unit.Array[1, 3], Gen.Bool, Perhaps)
        .Select(
            (title, units, flag, graded) =>
                new LessonDocument
                {
                    Id = "",
                    Title = title,
                    File = "",
                    Units = units,
                    Draft = flag,
                    StaffOnly = !flag,
                    Optional = flag,
                    Minutes = flag ? 5 : null,
                    Due = flag ? Then : null,
                    Graded = graded,
                }
        );

    [Fact]
    public void Every_kind_of_block_and_question_is_read_as_it_was_written()
    {
        Gen.Select(Text, Perhaps, ALesson.Array[1, 3], Gen.Bool)
            .Sample(
                (title, perhaps, lessons, draft) =>
                {
                    var course = Numbered(
                        new CourseDocument
                        {
                            Slug = "c",
                            Title = title,
                            Subtitle = perhaps,
                            Language = "fr",
                            Summary = perhaps,
                            Authors = [title],
                            Outcomes = [title, title],
                            Tracks = [new TrackDocument("t", title, perhaps)],
                            Paths = [new TrackDocument("p", title, perhaps)],
                            Choose = draft ? new ChoiceDocument(1, 1, Then) : null,
                            Sections =
                            [
                                new SectionDocument
                                {
                                    Id = "s",
                                    Folder = "01",
                                    Title = title,
                                    Draft = draft,
                                    Track = "t",
                                    For = ["p"],
                                    Week = 3,
                                    Opens = Then,
                                    Lessons = lessons,
                                },
                            ],
                        }
                    );
                    var written = CourseFolderWriter.Write(course);
                    using var folder = new TextPackage([.. written.Select(file => (file.Key, file.Value)), ("i.png", "x")]);
                    var again = CourseFolder.Read(folder).Document;

                    Assert.Equal(Shape(course), Shape(again));
                    Assert.Equal(written, CourseFolderWriter.Write(again));
                },
                iter: 400
            );
    }

    [Fact]
    public void The_comparison_sees_a_lost_letter()
    {
        var one = new CourseDocument
        {
            Slug = "c",
            Title = "t",
            Language = "fr",
            Sections =
            [
                new SectionDocument
                {
                    Id = "s",
                    Folder = "1",
                    Title = "a ",
                },
            ],
        };

        Assert.NotEqual(Shape(one), Shape(one with { Sections = [one.Sections[0] with { Title = "a" }] }));
    }

    // Ids and files as a writer needs them.
    private static CourseDocument Numbered(CourseDocument course)
    {
        var n = 0;
        return course with
        {
            Sections =
            [
                .. course.Sections.Select(section =>
                    section with
                    {
                        Lessons =
                        [
                            .. section.Lessons.Select(
                                (lesson, place) =>
                                    lesson with
                                    {
                                        Id = Id(),
                                        File = $"{place:00}.md",
                                        Units = [.. lesson.Units.Select(unit => unit with { Id = Id(), Blocks = [.. unit.Blocks.Select(Block)] })],
                                    }
                            ),
                        ],
                    }
                ),
            ],
        };

        string Id() => $"i{n++}";

        Block Block(Block block) =>
            block switch
            {
                TextBlock => block with { Id = Id() },
                QuizBlock quiz => quiz with { Id = Id(), Questions = [.. quiz.Questions.Select(question => question with { Id = Id() })] },
                CaseBlock study => Case(study with { Id = Id(), Rubric = [.. study.Rubric.Select(criterion => criterion with { Id = Id() })] }),
                _ => block with { Id = Id() },
            };

        static CaseBlock Case(CaseBlock study) =>
            study with
            {
                Samples =
                [
                    .. study.Samples.Select(sample => sample with { Marks = [.. sample.Marks.Select(mark => mark with { Criterion = study.Rubric[0].Id })] }),
                ],
            };
    }

    private static readonly JsonSerializerOptions Whole = new()
    {
        IncludeFields = true,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
    };

    private static string Shape(CourseDocument course) =>
        JsonSerializer.Serialize(course with { Sections = [] }, Whole)
        + string.Join(
            '\n',
            course.Sections.SelectMany(section =>
                section
                    .Lessons.SelectMany(lesson =>
                        lesson
                            .Units.SelectMany(unit => unit.Blocks.SelectMany(Lines).Prepend(JsonSerializer.Serialize(unit with { Blocks = [] }, Whole)))
                            .Prepend(JsonSerializer.Serialize(lesson with { Units = [] }, Whole))
                    )
                    .Prepend(JsonSerializer.Serialize(section with { Lessons = [] }, Whole))
            )
        );

    private static IEnumerable<string> Lines(Block block) =>
        block is QuizBlock quiz
            ? quiz
                .Questions.Select(question => JsonSerializer.Serialize<object>(question, Whole))
                .Prepend(JsonSerializer.Serialize<object>(quiz with { Questions = [] }, Whole))
            : [JsonSerializer.Serialize<object>(block, Whole)];
}
