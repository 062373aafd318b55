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
    [InlineData("2027-03-22T08:00:00Z", "+7d", "2027-03-29T21:59:00Z")]
    [InlineData("2027-01-18T08:00:00Z", "+7d", "2027-01-25T22:59:00Z")]
    [InlineData("2027-01-18T08:00:00Z", "enrolment+1d@18:00", "2027-01-21T17:00:00Z")]
    [InlineData(null, "+7d", "2027-01-27T22:59:00Z")]
    [InlineData(null, "start+7d", null)]
    public void A_relative_date_counts_from_the_run_s_first_day_or_from_enrolling(string? starts, string rule, string? due)
    {
        // 20 January 2027.
        var calendar = new RunCalendar(Run(starts), 20_838);
        Assert.True(DateRule.TryParse(rule, out var given));

        Assert.Equal(due is null ? null : Instant.From(DateTimeOffset.Parse(due)), calendar.Due("q1", given));
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
