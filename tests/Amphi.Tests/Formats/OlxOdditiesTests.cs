using Amphi.Formats.Courses;
using Amphi.Formats.Folders;
using Amphi.Formats.Olx;
using Amphi.Formats.Packages;

namespace Amphi.Tests.Formats;

/// <summary>Exports as other people have them: each oddity in a package of a few lines.</summary>
public sealed class OlxOdditiesTests
{
    [Fact]
    public void What_stands_between_units_keeps_its_place_and_is_no_draft()
    {
        var course = Read(
            (
                "course.xml",
                Course(
                    """<chapter display_name="A"><sequential display_name="S"><vertical url_name="v1" visible_to_staff_only="true"><html>One</html></vertical><html>Two</html><problem url_name="gone"/></sequential><html url_name="h">Three</html></chapter>"""
                )
            )
        );

        var units = course.Document.Lessons.First().Units;
        Assert.Equal([true, false], units.Select(unit => unit.StaffOnly));
        Assert.Equal(["text", "placeholder"], units[1].Blocks.Select(block => block.Kind));
        Assert.Equal("Three", Texts(course).Last());
        Assert.Equal(1, course.Report.BrokenReferences);
        Assert.Contains(course.Report.Placeholders, note => note.Why.Contains("problem/gone.xml", StringComparison.Ordinal));
    }

    [Fact]
    public void Examples_of_an_open_assessment_become_samples_to_train_on()
    {
        const string assessment = """
            <openassessment url_name="o"><title>Case</title>
            <assessments><assessment name="student-training" must_grade="0">
              <example><answer><part>One.</part><part>Two.</part></answer><select criterion="Idea" option="Good"/><select criterion="Gone" option="Good"/></example>
              <example><answer>Nobody marked it.</answer></example>
            </assessment><assessment name="peer-assessment" must_grade="2" must_be_graded_by="1"/></assessments>
            <rubric><criterion><name>Idea</name><prompt>?</prompt><option points="0"><name>Poor</name></option><option points="3"><name>Good</name></option></criterion></rubric>
            </openassessment>
            """;
        var course = Read(("course.xml", Course($"<chapter><sequential><vertical>{assessment}</vertical></sequential></chapter>")));

        var study = course.Document.Lessons.First().Blocks.OfType<CaseBlock>().Single();
        var sample = Assert.Single(study.Samples);
        Assert.Equal("One.\n\nTwo.", sample.Text);
        Assert.Equal(new SampleMark(study.Rubric[0].Id, 3), Assert.Single(sample.Marks));
    }

    [Fact]
    public void An_element_within_itself_is_a_placeholder()
    {
        var course = Read(
            ("course.xml", Course("""<chapter><sequential><vertical url_name="a"/></sequential></chapter>""")),
            ("vertical/a.xml", """<vertical><html>x</html><vertical url_name="a"/><library_content url_name="l"/></vertical>"""),
            ("library_content/l.xml", """<library_content><library_content url_name="l"/></library_content>""")
        );

        Assert.Equal(2, course.Report.Placeholders.Count(note => note.Why == "it stands within itself"));
    }

    [Fact]
    public void Elements_that_name_each_other_over_and_over_are_refused()
    {
        var files = Enumerable
            .Range(0, 25)
            .Select(n => ($"vertical/v{n}.xml", $"""<vertical><vertical url_name="v{n + 1}"/><vertical url_name="v{n + 1}"/></vertical>"""));

        var refused = Assert.Throws<PackageRefusedException>(() =>
            Read([("course.xml", Course("""<chapter><sequential><vertical url_name="v0"/></sequential></chapter>""")), .. files])
        );

        Assert.Contains("more than", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_settings_come_from_policies_and_from_above()
    {
        var course = Read(
            ("course.xml", """<course org="o" course="c" url_name="r"/>"""),
            ("course/r.xml", """<course max_attempts="3"><chapter url_name="a"/></course>"""),
            (
                "chapter/a.xml",
                """<chapter><sequential url_name="s"><vertical><problem showanswer="never"><stringresponse answer="x"><textline label="Which?"/></stringresponse></problem></vertical></sequential></chapter>"""
            ),
            (
                "policies/r/policy.json",
                """{"course/r": {"display_name": "Kurs", "language": "pt_BR", "graceperiod": "2 days 5 hours", "tabs": [{"url_slug": "b", "name": "Second"}, {"url_slug": "a", "name": "First"}]}, "chapter/a": {"display_name": "Week"}, "sequential/s": {"graded": true, "format": " Exam ", "due": "2027-01-02T10:00:00Z"}}"""
            ),
            ("policies/r/grading_policy.json", """{"GRADER": [{"type": "Homework", "weight": 1}], "GRADE_CUTOFFS": {"Pass": 0.5}}"""),
            ("tabs/a.html", "<p>A</p>"),
            ("tabs/b.html", "<p>B</p>"),
            ("about/requirements.html", "<p>None.</p>")
        );

        var document = course.Document;
        var quiz = document.Blocks.OfType<QuizBlock>().Single();
        Assert.Equal(("Kurs", "pt-BR", "Week", "Exam"), (document.Title, document.Language, document.Sections[0].Title, document.Lessons.First().Graded));
        Assert.Equal((3, ShowAnswer.Never, "Which?"), (quiz.Attempts, quiz.ShowAnswer, quiz.Questions[0].Text));
        Assert.Equal(["Homework", "Exam"], document.Grading!.Categories.Select(category => category.Name));
        Assert.Equal(new LateDocument(53 * 60, ClosesAfterMinutes: 53 * 60), document.Grading.Late);
        Assert.Equal(["Second", "First", "requirements"], document.Pages.Select(page => page.Title));
        Assert.Contains(course.Report.Warnings, warning => warning.Contains("no category Exam", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("course/")]
    [InlineData("repository-main/course/")]
    public void The_root_is_found_in_wrapping_folders_and_litter_is_passed_over(string root)
    {
        var course = Read(
            ($"{root}course.xml", """<course url_name="course" org="o" course="c"/>"""),
            ($"{root}course/course.xml", """<course display_name="K"><chapter url_name="a"/></course>"""),
            ($"{root}chapter/a.xml", "\uFEFF<chapter display_name=\"A\"><sequential><vertical><html>x</html></vertical></sequential></chapter>"),
            ($"{root}chapter/._a.xml", "\0\0"),
            ($"{root}static/._logo.png", "x"),
            ($"__MACOSX/{root}._course.xml", "x"),
            ("__MACOSX/course.xml", "x")
        );

        Assert.Equal("K", course.Document.Title);
        Assert.Empty(course.Report.Orphans);
        Assert.Empty(course.Assets);
    }

    [Fact]
    public void Two_courses_in_one_archive_an_empty_one_and_one_of_another_kind_are_refused_by_name()
    {
        var two = Assert.Throws<PackageRefusedException>(() => Read(("a/course.xml", Course("<chapter/>")), ("b/course.xml", Course("<chapter/>"))));
        var empty = Assert.Throws<PackageRefusedException>(() =>
            Read(("course.xml", """<course url_name="r" org="o" course="c"/>"""), ("course/r.xml", "<course/>"))
        );
        var other = Assert.Throws<PackageRefusedException>(() => Read(("course/course.xml", "<course><fullname>Kurs</fullname></course>")));
        var template = Assert.Throws<PackageRefusedException>(() => Read(("course.xml", "{{ course }}")));

        Assert.Equal(("b/course.xml", "course.xml", "course/course.xml", "course.xml"), (two.File, empty.File, other.File, template.File));
        Assert.Contains("second course", two.Why, StringComparison.Ordinal);
        Assert.Contains("chapter", other.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Letters_are_read_whatever_the_encoding_and_whatever_the_entity()
    {
        var latin = System.Text.Encoding.Latin1.GetBytes(
            """<?xml version="1.0" encoding="iso-8859-1"?><vertical display_name="Été"><html>Été &amp; fini</html></vertical>"""
        );
        var utf16 = System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes("<p>Grün</p>")).ToArray();
        var course = Read(
            [
                ("course.xml", Course("""<chapter><sequential><vertical url_name="a"/><vertical url_name="b"/></sequential></chapter>""")),
                ("vertical/b.xml", "<vertical>\r\n<html>Q&A&nbsp;&eacute; <b>&lt;x&gt;</b></html>\r\n<html filename=\"t\"/></vertical>"),
            ],
            ("vertical/a.xml", latin),
            ("html/t.html", utf16)
        );

        Assert.Equal(["Été & fini", "Q&A é **\\<x\\>**", "Grün"], Texts(course).Select(text => text.Replace('\u00A0', ' ')));
        Assert.Equal("Été", course.Document.Lessons.First().Units[0].Title);
    }

    [Fact]
    public void A_file_that_is_no_xml_is_a_placeholder_that_keeps_it_and_a_bomb_of_entities_too()
    {
        var course = Read(
            ("course.xml", Course("""<chapter><sequential><vertical><problem url_name="a"/><problem url_name="b"/></vertical></sequential></chapter>""")),
            ("problem/a.xml", "<problem>2 < 3</problem>"),
            ("problem/b.xml", "<!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><problem>&b;</problem>")
        );

        var kept = course.Document.Blocks.OfType<PlaceholderBlock>().ToList();
        Assert.Equal(2, kept.Count);
        Assert.Contains("2 < 3", kept[0].Source, StringComparison.Ordinal);
        Assert.All(kept, one => Assert.Contains("is not XML", one.Why, StringComparison.Ordinal));
    }

    [Fact]
    public void Wrappers_give_what_they_hold()
    {
        var course = InUnit(
            """
            <split_test><vertical><html>For one</html></vertical><vertical><html>For another</html></vertical></split_test>
            <conditional><show sources="i4x://o/c/html/far"/><html>Shown</html></conditional>
            <randomize url_name="r"><problem>{Q}</problem><problem>{Q}</problem><video youtube="1.00:abcdefghijk"/></randomize>
            <library_content max_count="1"><problem weight="2"><p>Ask</p>{Q}<demandhint><hint>Think</hint></demandhint></problem><problem>{Q}</problem></library_content>
            <itembank max_count="3"/>
            <wrapper><vertical><html>Deep</html></vertical></wrapper>
            <mystery><html url_name="far"/></mystery>
            """,
            ("html/far.xml", "<html>Far</html>")
        );

        Assert.Equal(["For one", "Far", "Shown", "Deep", "Far", "For another"], Texts(course));
        var banks = course.Document.Blocks.OfType<QuizBlock>().ToList();
        Assert.Equal([1, 1], banks.Select(bank => bank.Draw));
        Assert.Equal(["Think"], banks[1].Questions[0].Hints);
        Assert.Single(course.Document.Blocks.OfType<VideoBlock>());
        Assert.Equal(["conditional", "itembank", "mystery"], course.Report.Placeholders.Select(note => note.Kind));
    }

    [Fact]
    public void Links_lead_to_the_course_or_where_they_led()
    {
        var course = InUnit(
            """
            <html url_name="here"><![CDATA[
            <a href="/static/a b.pdf">1</a><a href="/c4x/o/c/asset/a_b.pdf">2</a><a href="asset-v1:o+c+r+type@asset+block@a_b.pdf">3</a>
            <a href="/jump_to_id/here">4</a><a href="https://lms.example/courses/course-v1:o+c+r/jump_to/block-v1:o+c+r+type@html+block@here">5</a>
            <a href="/courses/o/c/r/courseware/chapter_a/here/">6</a><a href="https://else.example/static/x.pdf">7</a>
            <a href="/course/progress">8</a><a href="relative/page">9</a><a href="/static/gone.png">10</a><a href="/jump_to_id/nowhere">11</a>
            ]]></html>
            """,
            ("static/a b.pdf", "x")
        );

        var text = Texts(course).Single();
        Assert.Equal(3, text.Split("(/assets/a_b.pdf)").Length - 1);
        Assert.Equal(3, text.Split("(amphi:block/here)").Length - 1);
        Assert.Contains("[7](https://else.example/static/x.pdf)", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("(#elsewhere)").Length - 1);
        Assert.Contains(course.Report.Warnings, warning => warning.StartsWith("gone.png", StringComparison.Ordinal));
        Assert.Contains(course.Report.Warnings, warning => warning.StartsWith("nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public void Brackets_in_a_sentence_are_no_link()
    {
        Assert.Equal("f\\[a\\](b) and \\[1\\](see there)", Assert.Single(Texts(InUnit("<html>f[a](b) and [1](see there)</html>"))));
    }

    [Fact]
    public void Transcripts_are_found_in_all_their_ways()
    {
        var course = InUnit(
            """
            <video sub="abc"/>
            <video youtube_id_1_0="abcdefghijk"><transcript language="fr" src="fr one.srt"/></video>
            <video edx_video_id="e-1"><video_asset><transcripts><transcript language_code="de" file_format="srt"/></transcripts></video_asset></video>
            <video html5_sources="[&quot;http://x.example/a.mp4&quot;, &quot;https://youtu.be/abcdefghijk&quot;]" transcripts="{&quot;es&quot;: &quot;gone.srt&quot;}"/>
            """,
            ("static/subs_abc.srt.sjson", "{}"),
            ("static/fr_one.srt", "x"),
            ("transcripts/e-1-de.srt", "x")
        );

        var videos = course.Document.Blocks.OfType<VideoBlock>().ToList();
        Assert.Equal(["en", "fr", "de"], videos.SelectMany(video => video.Captions).Select(caption => caption.Language));
        Assert.Equal(("https://x.example/a.mp4", "abcdefghijk"), (Assert.Single(videos[3].Sources), videos[3].YouTube));
        Assert.Contains(course.Report.Warnings, warning => warning.StartsWith("gone.srt", StringComparison.Ordinal));
    }

    [Fact]
    public void Responses_are_read_as_their_authors_meant_them()
    {
        var course = InUnit(
            """
            <problem weight="0.5"><optionresponse><optioninput options="(u'don\'t','a_b','c')" correct="a_b"/></optionresponse></problem>
            <problem><stringresponse answer="one _or_ two" type="ci"><textline/></stringresponse></problem>
            <problem><stringresponse answer="$USD"><textline/></stringresponse></problem>
            <problem><numericalresponse answer="(1,2]"><additional_answer answer="5"/><responseparam type="tolerance" default="2%"/><formulaequationinput/></numericalresponse></problem>
            <problem><multiplechoiceresponse targeted-feedback=""><choicegroup><choice correct="True" explanation-id="e">yes</choice><choice correct="false">no</choice></choicegroup></multiplechoiceresponse>
              <targetedfeedbackset><targetedfeedback explanation-id="e">Because.</targetedfeedback></targetedfeedbackset></problem>
            <problem><script type="loncapa/python">x = 3</script><multiplechoiceresponse><choicegroup><choice correct="true">$x</choice><choice correct="false">4</choice></choicegroup></multiplechoiceresponse></problem>
            <problem><chemicalresponse/></problem>
            """
        );

        var quizzes = course.Document.Blocks.OfType<QuizBlock>().ToList();
        var gap = Assert.IsType<GapQuestion>(quizzes[0].Questions[0]).Gaps[0];
        Assert.Equal(1, quizzes[0].Weight);
        Assert.Equal(["don't", "a\\_b", "c"], gap.Options.Select(option => option.Text));
        Assert.True(gap.Options[1].Correct);
        Assert.Equal(["one", "two"], Assert.IsType<TextQuestion>(quizzes[1].Questions[0]).Answers.Select(answer => answer.Text));
        Assert.Equal("$USD", Assert.IsType<TextQuestion>(quizzes[2].Questions[0]).Answers[0].Text);
        Assert.Equal(
            [("(1,2]", null), (null, "5")],
            Assert.IsType<NumericQuestion>(quizzes[3].Questions[0]).Answers.Select(answer => (answer.Range, answer.Value))
        );
        var single = Assert.IsType<SingleQuestion>(Assert.Single(quizzes[4].Questions));
        Assert.Equal(("", "Because."), (single.Text, single.Choices[0].Feedback));
        Assert.Contains("computed", Assert.IsType<EssayQuestion>(quizzes[5].Questions[0]).Why, StringComparison.Ordinal);
        Assert.IsType<EssayQuestion>(quizzes[6].Questions[0]);
        Assert.Contains(course.Report.Warnings, warning => warning.Contains("weight 0.5", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_right_numbers_come_with_what_they_earn()
    {
        var course = InUnit(
            """
            <problem><numericalresponse answer="10" partial_credit="list"><responseparam type="tolerance" default="5%" partial_answers="20, -10"/><formulaequationinput/></numericalresponse></problem>
            <problem><numericalresponse answer="10" partial_credit="close, list"><responseparam partial_answers="2*pi" partial_range="3"/><formulaequationinput/></numericalresponse></problem>
            <problem><numericalresponse answer="10"><responseparam partial_answers="20"/><formulaequationinput/></numericalresponse></problem>
            """
        );

        var numbers = course.Document.Blocks.OfType<QuizBlock>().Select(quiz => Assert.IsType<NumericQuestion>(quiz.Questions[0])).ToList();
        Assert.Equal([null, 50, 50], numbers[0].Answers.Select(answer => answer.PartialPercent));
        Assert.Equal(["10", "20", "-10"], numbers[0].Answers.Select(answer => answer.Value));
        Assert.All(numbers[0].Answers, answer => Assert.Equal("5%", answer.Tolerance));
        Assert.Equal([null, 50, null], numbers.Select(number => number.PartialPercent));
        Assert.Equal("2*pi", numbers[1].Answers[1].Value);
        Assert.Single(numbers[2].Answers);
        Assert.Contains(course.Report.Warnings, warning => warning.Contains("partial_range", StringComparison.Ordinal));
    }

    [Fact]
    public void Feedback_of_the_old_form_is_said_of_the_answers_it_was_meant_for()
    {
        var course = InUnit(
            """
            <problem><stringresponse answer="Michigan" type="ci"><textline/><hintgroup>
              <stringhint answer="Minnesota" type="cs" name="m"/><hintpart on="m"><startouttext/>It <b>is</b> further east.<endouttext/></hintpart></hintgroup></stringresponse></problem>
            <problem><numericalresponse answer="5"><formulaequationinput/><hintgroup>
              <numericalhint answer="-5" name="sign"><responseparam default="0.1"/></numericalhint><hintpart on="sign"><text>Look at the sign.</text></hintpart></hintgroup></numericalresponse></problem>
            <problem><formularesponse answer="2*x" samples="x@1:3#5"><formulaequationinput/><hintgroup>
              <formulahint samples="x@1:3#5" answer="x^2" name="square"/><hintpart on="square"><text>Twice.</text></hintpart></hintgroup></formularesponse></problem>
            <problem url_name="p"><stringresponse answer="x"><textline/><hintgroup hintfn="decide"><hintpart on="default"><text>Hm.</text></hintpart></hintgroup></stringresponse></problem>
            <problem url_name="q">{Q}<hintgroup><hintpart on="a"><text>Hm.</text></hintpart></hintgroup></problem>
            """
        );

        var questions = course.Document.Blocks.OfType<QuizBlock>().Select(quiz => quiz.Questions[0]).ToList();
        Assert.Equal(new TextAnswer("Minnesota", "It **is** further east."), Assert.Single(Assert.IsType<TextQuestion>(questions[0]).Foreseen));
        Assert.Equal(new NumericAnswer("-5", "0.1", null, "Look at the sign.", 0), Assert.IsType<NumericQuestion>(questions[1]).Answers[1]);
        Assert.Equal(new TextAnswer("x^2", "Twice."), Assert.Single(Assert.IsType<FormulaQuestion>(questions[2]).Foreseen));
        Assert.Equal(
            ["problem/p: feedback in its hintgroup that no stringhint shows was left out", "problem/q: a hintgroup that belongs to no answer was left out"],
            course.Report.Warnings
        );
    }

    [Fact]
    public void A_pool_of_choices_is_drawn_from_and_each_right_one_keeps_its_own_solution()
    {
        var course = InUnit(
            """
            <problem><multiplechoiceresponse><choicegroup answer-pool="3">
              <choice correct="true" explanation-id="s1">one</choice><choice correct="true" explanation-id="s2">two</choice>
              <choice correct="false">three</choice><choice correct="false">four</choice><choice correct="false">five</choice></choicegroup></multiplechoiceresponse>
              <solutionset><solution explanation-id="s1">First.</solution><solution explanation-id="s2">Second.</solution></solutionset><solution>For all.</solution></problem>
            <problem><multiplechoiceresponse><choicegroup answer-pool="0"><choice correct="true">a</choice><choice correct="false">b</choice></choicegroup></multiplechoiceresponse></problem>
            """
        );

        var quizzes = course.Document.Blocks.OfType<QuizBlock>().ToList();
        var questions = quizzes.Select(quiz => Assert.IsType<SingleQuestion>(Assert.Single(quiz.Questions))).ToList();
        Assert.Equal([3, null], questions.Select(question => question.Pool));
        Assert.Equal(["First.", "Second.", null], questions[0].Choices.Take(3).Select(choice => choice.Feedback));
        Assert.Equal("For all.", quizzes[0].Solution);
        Assert.Empty(course.Report.Warnings);
    }

    [Fact]
    public void Drafts_outside_units_and_below_lost_parents_are_kept()
    {
        var course = Read(
            ("course.xml", Course("""<chapter url_name="a"><sequential url_name="s"/></chapter>""")),
            ("sequential/s.xml", "<sequential/>"),
            ("drafts/vertical/v.xml", """<vertical parent_url="block-v1:o+c+r+type@sequential+block@s"><html url_name="h"/></vertical>"""),
            ("drafts/html/h.xml", """<html filename="h"/>"""),
            ("drafts/html/h.html", "Inside"),
            ("drafts/html/alone.xml", """<html parent_url="i4x://o/c/vertical/lost">Alone</html>""")
        );

        Assert.Equal(["Inside", "Alone"], Texts(course));
        Assert.True(course.Document.Lessons.First().Units.Single().Draft);
        Assert.True(course.Document.Sections[^1].Draft);
        Assert.Equal(["html", "vertical"], course.Report.Drafts.Keys);
    }

    [Fact]
    public void Many_lessons_stay_in_their_order()
    {
        var course = Read(
            ("course.xml", Course($"<chapter>{string.Concat(Enumerable.Range(1, 120).Select(n => $"<sequential display_name=\"L{n}\"/>"))}</chapter>"))
        );

        Assert.Equal(course.Document.Lessons.Select(lesson => lesson.Title), Again(course).Lessons.Select(lesson => lesson.Title));
    }

    [Fact]
    public void Old_polls_and_word_clouds_ask_without_a_key()
    {
        var course = InUnit(
            """
            <poll_question><p>Agreed?</p><answer id="y">Yes</answer><answer id="n">No</answer></poll_question>
            <poll question="**Bold**" answers="[[&quot;a&quot;, {&quot;label&quot;: &quot;Caf&amp;eacute;&quot;}], [&quot;b&quot;, {&quot;label&quot;: null}]]"/>
            <word_cloud num_inputs="2" instructions="Words"/>
            """
        );

        var polls = course.Document.Blocks.OfType<QuizBlock>().ToList();
        Assert.All(polls, poll => Assert.True(poll.Survey));
        Assert.Equal(["Agreed?", "**Bold**"], polls.Take(2).Select(poll => poll.Questions[0].Text));
        Assert.Equal("Café", ((SingleQuestion)polls[1].Questions[0]).Choices[0].Text);
        Assert.Equal(2, polls[2].Questions.Count);
    }

    private const string Q =
        """<multiplechoiceresponse><choicegroup><choice correct="true">a</choice><choice correct="false">b</choice></choicegroup></multiplechoiceresponse>""";

    private static string Course(string inside) => $"""<course org="o" course="c" url_name="r" display_name="K">{inside}</course>""";

    private static OlxCourse InUnit(string blocks, params (string, string)[] files) =>
        Read([
            (
                "course.xml",
                Course($"<chapter><sequential><vertical url_name=\"u\">{blocks.Replace("{Q}", Q, StringComparison.Ordinal)}</vertical></sequential></chapter>")
            ),
            .. files,
        ]);

    private static OlxCourse Read(params (string, string)[] files) => Read(files, []);

    // Whatever came in must also be a course folder without faults.
    private static OlxCourse Read((string Path, string Text)[] files, params (string Path, byte[] Bytes)[] more)
    {
        using var package = new TextPackage([.. files.Select(file => (file.Path, System.Text.Encoding.UTF8.GetBytes(file.Text))), .. more]);
        var course = OlxReader.Read(package);
        Assert.Equal(CourseFolderWriter.Write(course.Document), CourseFolderWriter.Write(Again(course)));
        return course;
    }

    private static CourseDocument Again(OlxCourse course)
    {
        using var folder = new TextPackage([.. CourseFolderWriter.Write(course.Document).Select(text => (text.Key, text.Value))], course.Assets);
        return CourseFolder.Read(folder).Document;
    }

    private static List<string> Texts(OlxCourse course) => [.. course.Document.Blocks.OfType<TextBlock>().Select(block => block.Markdown)];
}
