using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Olx;
using CsCheck;

namespace Amphi.Tests.Formats;

/// <summary>Problems that an export holds in the Markdown of Studio's simple editor only.</summary>
public sealed class ProblemMarkdownTests
{
    [Fact]
    public void Choices_come_with_their_marks_and_what_is_said_on_them()
    {
        var quiz = Read(
            """
            >>Which is a <b>fruit</b>?||Only one.<<

            (!x) apple {{Yes:: it is.}}
            ( ) carrot {{No, a root
               that one eats.}}

            (@) none & nothing
            ||Think of trees.||
            || Of <gardens. ||
            ---
            Which of these?
            [x] pear {{ selected: Right. }, { unselected: It is one too. }}
            [ ] leek
            [x] plum
            {{ ((A C)) Both. }}
            [explanation]
            They grow on trees.

            And fall.
            [explanation]
            """
        );

        var single = Assert.IsType<SingleQuestion>(quiz.Questions[0]);
        Assert.Equal("Which is a **fruit**?\n\n*Only one.*", single.Text);
        Assert.True(single.Shuffle);
        Assert.Equal(["apple", "carrot", "none & nothing"], single.Choices.Select(choice => choice.Text));
        Assert.Equal((true, "**Yes** it is.", false), (single.Choices[0].Correct, single.Choices[0].Feedback, single.Choices[0].Fixed));
        Assert.Equal((false, "No, a root that one eats.", true), (single.Choices[1].Correct, single.Choices[1].Feedback, single.Choices[2].Fixed));
        var multiple = Assert.IsType<MultipleQuestion>(quiz.Questions[1]);
        Assert.Equal("Which of these?", multiple.Text);
        Assert.Equal([true, false, true], multiple.Choices.Select(choice => choice.Correct));
        Assert.Equal(("Right.", "It is one too."), (multiple.Choices[0].Feedback, multiple.Choices[0].FeedbackWhenLeft));
        Assert.Equal("Both.", Assert.Single(multiple.Combinations, together => together.Chosen.SequenceEqual([0, 2])).Feedback);
        Assert.Equal(["Think of trees.", "Of \\<gardens."], quiz.Hints);
        Assert.Equal("They grow on trees.\n\nAnd fall.", quiz.Solution);
    }

    [Fact]
    public void Answers_that_are_typed_and_lists_to_choose_from_come_as_they_were_meant()
    {
        var quiz = Read(
            """
            A number
            ========
            How many?
            = 2*5 +- 5% {{Ten.}}

            Between?
            = (1, 2]

            Where?
            = Paris
            or= paname {{Slang.}}
            not= Lyon {{Further north.}}

            Like?
            =| P.*s
            As a text:
            s= 5
            The answer is [[wrong, (right), "other"]] here.
            [[
              (good) {{Sure.}}
              bad
            ]]
            """
        );

        Assert.Equal(["numeric", "numeric", "text", "text", "text", "gap", "gap"], quiz.Questions.Select(question => question.Type));
        var number = Assert.IsType<NumericQuestion>(quiz.Questions[0]);
        Assert.Equal("### A number\n\nHow many?", number.Text);
        Assert.Equal(new NumericAnswer("2*5", "5%", null, "Ten."), Assert.Single(number.Answers));
        Assert.Equal("(1, 2]", Assert.IsType<NumericQuestion>(quiz.Questions[1]).Answers[0].Range);
        var text = Assert.IsType<TextQuestion>(quiz.Questions[2]);
        Assert.Equal([new("Paris"), new("paname", "Slang.")], text.Answers);
        Assert.Equal([new("Lyon", "Further north.")], text.Foreseen);
        Assert.True(Assert.IsType<TextQuestion>(quiz.Questions[3]).Pattern);
        Assert.Equal("5", Assert.IsType<TextQuestion>(quiz.Questions[4]).Answers[0].Text);
        Assert.Equal([false, true, false], Assert.IsType<GapQuestion>(quiz.Questions[5]).Gaps[0].Options.Select(option => option.Correct));
        Assert.Equal("Sure.", Assert.IsType<GapQuestion>(quiz.Questions[6]).Gaps[0].Options[0].Feedback);
    }

    [Fact]
    public void Words_alone_are_a_text_and_its_XML_goes_before_its_Markdown()
    {
        var words = InUnit("""<problem markdown="Read this.&#10;Then <go on."/>""".Replace("<go", "&lt;go", StringComparison.Ordinal));
        var both = InUnit("""<problem markdown="= 3"><numericalresponse answer="4"><formulaequationinput/></numericalresponse></problem>""");

        Assert.Equal("Read this.\n\nThen \\<go on.", Assert.Single(words.Document.Blocks.OfType<TextBlock>()).Markdown);
        Assert.Equal("4", Assert.IsType<NumericQuestion>(both.Document.Blocks.OfType<QuizBlock>().Single().Questions[0]).Answers[0].Value);
        Assert.Equal("problem", Assert.Single(InUnit(Problem(new string('x', 20_001))).Report.Placeholders).Kind);
        Assert.Equal(1, both.Report.Source["numericalresponse"]);
        Assert.DoesNotContain("numericalresponse", InUnit("<problem markdown=\"= 3\"/>").Report.Source.Keys);
    }

    [Fact]
    public void Whatever_is_typed_there_is_read_and_makes_a_course() =>
        Gen.Int[0, Typed.Length - 1].Array[0, 40].Sample(parts => InUnit(Problem(string.Concat(parts.Select(n => Typed[n])))), iter: 3_000);

    private static readonly string[] Typed =
        """(x) |( ) |[x] |[ ] |[[|]]|(|)|,|= |s= |or= |not= |{{|}}|::|{{ ((A)) |>>|<<|---|====|[explanation]|[code]|[/code]|<b>|</b>|<script>|</script>|<!--|<![CDATA[|]]>|<!DOCTYPE x>|&|&nbsp;|"|'|3|+- 5%|word|é|$x|</problem>|<problem>|<solution>|selected: |{|}"""
            .Split('|')
            .Concat(["||", "|", "=| ", "\n", "\n", "\n\n", "\u2028"])
            .ToArray();

    private static QuizBlock Read(string markdown) => InUnit(Problem(markdown)).Document.Blocks.OfType<QuizBlock>().Single();

    private static string Problem(string markdown) =>
        $"<problem markdown=\"{System.Net.WebUtility.HtmlEncode(markdown).Replace("\n", "&#10;", StringComparison.Ordinal)}\"/>";

    // Whatever came in must also be a course folder without faults.
    private static OlxCourse InUnit(string block)
    {
        using var package = new TextPackage([
            (
                "course.xml",
                $"""<course org="o" course="c" url_name="r" display_name="K"><chapter><sequential><vertical url_name="u">{block}</vertical></sequential></chapter></course>"""
            ),
        ]);
        var course = OlxReader.Read(package);
        using var folder = new TextPackage([.. CourseFolderWriter.Write(course.Document).Select(text => (text.Key, text.Value))], course.Assets);
        Assert.Equal(CourseFolderWriter.Write(course.Document), CourseFolderWriter.Write(CourseFolder.Read(folder).Document));
        return course;
    }
}
