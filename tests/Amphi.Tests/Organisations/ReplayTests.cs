using System.Text.RegularExpressions;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Tests.Assessment;
using Amphi.Tests.Assessment.Cases;
using Amphi.Tests.Assessment.Grades;
using Amphi.Tests.Learning;
using Amphi.Tests.Theatre;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Organisations;

/// <summary>T47: what tests do is done with every form sent four times, three of them at once; what they say still holds, and nothing counts twice.</summary>
public sealed partial class ReplayTests
{
    // Sent by script in a form of their own, and with marks of their own against being sent twice; or without any effect that lasts.
    private static readonly string[] Elsewhere =
    [
        "POST /c/{code}/acts",
        "POST /c/{code}/case/{block}/detach/{file}",
        "POST /c/{code}/gradebook/import",
        "POST /c/{code}/view-as",
    ];

    [Fact]
    public async Task Nothing_that_a_course_takes_counts_twice()
    {
        using var echo = new Echo();
        await InCoursesOf(Engines.Sqlite);
        await new TeamCaseTests().A_team_is_joined_by_its_code_within_its_size_and_left_until_it_has_handed_in();
        await new TrainingTests().A_reader_trains_until_they_agree_with_the_team_and_only_then_reads_peers(Engines.Sqlite);
        await new AttemptTests().Hints_of_a_test_come_one_by_one_while_it_is_open_and_keep_what_was_typed(Engines.Sqlite);
        await new QuizTests().Hints_are_sent_when_they_are_taken_and_counted_once(Engines.Sqlite);
        await new QuizTests().A_quiz_leaves_its_mark_on_the_sheet_as_often_as_it_weighs(Engines.Sqlite);
        await TakeACopyBackReadOnesOwnAndWantLess();
        await new ResultPageTests().Finishing_is_told_once_against_what_was_wanted_and_stays(Engines.Sqlite);
        await new DatesTests().An_allowance_is_given_to_a_seat_and_comes_on_top(Engines.Sqlite);
        await new DatesTests().Another_calendar_reads_one_s_dates_until_the_address_is_removed(Engines.Sqlite);
        await new LearnersPathTests().A_learner_enrols_reads_answers_finishes_and_comes_back_where_they_left(Engines.Sqlite);
        await new LearnersPathTests().Joining_leaving_and_coming_back_are_lines_of_the_journal_that_tell_the_day_and_not_the_minute(Engines.Sqlite);

        Assert.Empty(echo.Changes);
        var taken = AccessMatrix.Addresses.Keys.Where(one => one.StartsWith("POST /c/", StringComparison.Ordinal)).Except(Elsewhere);
        Assert.Equal([], [.. taken.Where(address => !echo.Heard.Any(path => Pattern(address).IsMatch(path)))]);
    }

    [Fact]
    public async Task Nothing_counts_twice_on_a_database_that_several_write_to()
    {
        using var echo = new Echo();
        await InCoursesOf(Engines.Postgres);

        Assert.Empty(echo.Changes);
    }

    private static async Task InCoursesOf(string engine)
    {
        await new CasePathTests().Three_learners_hand_in_read_each_other_and_see_what_came_back(engine);
        await new CasePathTests().What_is_sent_twice_counts_once_and_two_tabs_lose_nothing(engine);
        await new AttemptTests().A_test_is_begun_saved_taken_up_on_another_device_and_handed_in(engine);
        await new RegradeTests().Attempts_are_marked_again_too_those_under_way_and_other_words_stay_as_they_are(engine);
        await new ResultPageTests().The_team_sets_a_mark_with_a_reason_that_the_learner_reads_and_takes_it_back(engine);
        await new ChoiceTests().What_is_for_others_is_missing_until_it_is_chosen_and_nothing_done_is_lost(engine);
        await new DatesTests().A_learner_sees_the_run_s_date_moves_it_asks_for_more_and_is_answered(engine);
    }

    [Fact]
    public async Task A_planted_form_that_counts_what_it_is_sent_is_found()
    {
        using var echo = new Echo();
        await using var amphi = await Amphitheatre.Open(
            Engines.Sqlite,
            site =>
                site.MapPost(
                        "/planted",
                        async (Database db) =>
                            await db.Database.ExecuteSqlAsync($"insert into finishers (persona, run_id, finished_on) values (randomblob(16), 1, 1)")
                    )
                    .ForAnyoneSignedIn()
        );
        using var amina = await amphi.SignedIn("Amina");
        var word = (await amina.Visit("/me")).Find("main input[name=_word]")!.GetAttribute("value")!;

        await amina.Post("/planted", [("_word", word)]);

        Assert.Equal(["/planted again changed finishers"], echo.Changes);
    }

    private static async Task TakeACopyBackReadOnesOwnAndWantLess()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);
        var code = await amphi.OfferCase();
        using var amina = await amphi.LearnerOfCase("Amina");
        await amina.HandIn(code, "Trop vite.");
        await amina.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/withdraw");
        await amina.HandIn(code, "Relue.");
        await amina.Send(await amina.Submit($"/c/{code}/case/k", [], $"/c/{code}/case/k/own"), 1);
        await amina.Submit($"/c/{code}/place", [("intent", "LookAround")], $"/c/{code}/place");
    }

    private static Regex Pattern(string address) => new($"^{Hole().Replace(address["POST ".Length..], "[^/?]+")}(\\?.*)?$", RegexOptions.NonBacktracking);

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Hole();
}
