using Amphi.Courses;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning.Dates;

namespace Amphi.Tests.Learning;

public sealed class RunCalendarTests
{
    [Theory]
    [InlineData("2027-02-01T22:59:00Z", "2027-02-01T22:59:00Z")]
    [InlineData("+7d", "+7d")]
    [InlineData("start+2w@18:00", "start+14d@18:00")]
    [InlineData("enrolment+10d", "enrolment+10d")]
    public void A_date_is_read_and_written_one_way(string written, string read)
    {
        Assert.True(DateRule.TryParse(written, out var rule));
        Assert.Equal(read, rule.ToString());
        Assert.True(DateRule.TryParse(read, out var again));
        Assert.Equal(rule, again);
    }

    [Theory]
    [InlineData("+7")]
    [InlineData("start-2d")]
    [InlineData("+7d@25:00")]
    [InlineData("+9999w")]
    [InlineData("demain")]
    public void What_is_no_date_is_refused(string written) => Assert.False(DateRule.TryParse(written, out _));

    [Theory]
    // In a run with dates the course's own dates count from its first day, over the change of hour in March.
    [InlineData("2027-03-22T08:00:00Z", "+7d", "2027-03-29T21:59:59.999Z")]
    [InlineData("2027-01-18T08:00:00Z", "+7d", "2027-01-25T22:59:59.999Z")]
    [InlineData("2027-01-18T08:00:00Z", "enrolment+1d@18:00", "2027-01-21T17:00:00Z")]
    [InlineData(null, "+7d", "2027-01-27T22:59:59.999Z")]
    // A page says 23:59, and that minute is the learner's to its end; any other hour is sharp.
    [InlineData(null, "2027-02-01T22:59:00Z", "2027-02-01T22:59:59.999Z")]
    [InlineData(null, "2027-02-01T22:58:00Z", "2027-02-01T22:58:00Z")]
    [InlineData(null, "start+7d", null)]
    public void A_relative_date_counts_from_the_run_s_first_day_or_from_enrolling(string? starts, string rule, string? due)
    {
        // 20 January 2027.
        var calendar = new RunCalendar(Run(starts), 20_838);
        Assert.True(DateRule.TryParse(rule, out var given));

        Assert.Equal(due is null ? null : Instant.From(DateTimeOffset.Parse(due)), calendar.Due("q1", given));
    }

    [Theory]
    // Over the hour that is skipped in March and the one struck twice in October, an hour of the clock stays that hour.
    [InlineData("enrolment+1d@18:00", "2027-03-26", 2, 0, 0, "2027-03-29T16:00:00Z")]
    [InlineData("enrolment+1d@18:00", "2027-03-26", 0, 0, 0, "2027-03-27T17:00:00Z")]
    [InlineData("enrolment+2d@02:30", "2027-03-26", 0, 0, 0, "2027-03-28T01:30:00Z")]
    [InlineData("enrolment+2d@02:30", "2027-10-29", 0, 0, 0, "2027-10-31T01:30:00Z")]
    // Moved, extended and allowed add up; 40 days are more than anyone may move.
    [InlineData("enrolment+1d@18:00", "2027-01-20", 3, 2, 1, "2027-01-27T17:00:00Z")]
    [InlineData("enrolment+1d@18:00", "2027-01-20", 40, 0, 0, "2027-02-18T17:00:00Z")]
    // What is fixed does not move; more time is still more time.
    [InlineData("2027-02-01T17:00:00Z", "2027-01-20", 3, 2, 1, "2027-02-04T17:00:00Z")]
    public void A_learner_s_own_days_add_to_the_date(string rule, string enrolled, int shift, int extension, int extra, string due)
    {
        var day = DateOnly.Parse(enrolled).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        var arranged = Arrangement.None(Amphi.Discretion.PersonaId.New(), 1);
        arranged.Move(shift, 60);
        arranged.Extend("q1", extension);
        arranged.Allow(extra, default);
        Assert.True(DateRule.TryParse(rule, out var given));

        Assert.Equal(Instant.From(DateTimeOffset.Parse(due)), new RunCalendar(Run(null), day, arranged).Due("q1", given));
    }

    [Fact]
    public void The_run_s_own_date_comes_before_the_course_s()
    {
        var own = Instant.From(DateTimeOffset.Parse("2027-05-01T10:00:00Z"));
        var run = Run("2027-03-22T08:00:00Z") with { Dates = RunDates.FromJson(RunDates.None.With("q1", new OwnDate(null, own.Milliseconds)).ToJson()) };
        Assert.True(DateRule.TryParse("+7d", out var rule));
        var calendar = new RunCalendar(run, null);

        Assert.Equal(own, calendar.Due("q1", rule));
        Assert.Equal(own, calendar.Due("q1", null));
        Assert.NotEqual(own, calendar.Due("q2", rule));
        Assert.Null(calendar.Due("q2", null));
        Assert.Empty(run.Dates.With("q1", new OwnDate(null, null)).Things);
    }

    [Fact]
    public void The_run_s_opening_date_is_of_the_thing_and_not_of_a_step_within_it()
    {
        var opens = Instant.From(DateTimeOffset.Parse("2027-05-01T10:00:00Z"));
        var run = Run(null) with { Dates = RunDates.FromJson(RunDates.None.With("k", new OwnDate(opens.Milliseconds, null)).ToJson()) };
        Assert.True(DateRule.TryParse("2027-05-20T10:00:00Z", out var reading));
        var calendar = new RunCalendar(run, null);

        Assert.Equal(opens, calendar.Opens("k", reading));
        Assert.Equal(Instant.From(reading.At), calendar.At(reading));
    }

    private static RunFacts Run(string? starts) =>
        new()
        {
            Id = 1,
            CourseId = 1,
            VersionId = 1,
            Code = "abc",
            Title = "Promo 1",
            TimeZone = "Europe/Paris",
            IsSelfPaced = starts is null,
            StartsAt = starts is null ? null : Instant.From(DateTimeOffset.Parse(starts)),
            EndsAt = null,
            CourseSlug = "first-aid",
            OrganisationId = 1,
        };
}
