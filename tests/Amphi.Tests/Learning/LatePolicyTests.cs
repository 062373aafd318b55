using Amphi.Ground;
using Amphi.Learning.Dates;
using CsCheck;

namespace Amphi.Tests.Learning;

public sealed class LatePolicyTests
{
    private static readonly Instant Due = Instant.From(new DateTimeOffset(2027, 2, 1, 22, 59, 0, TimeSpan.Zero));
    private static readonly LatePolicy Strict = new(TimeSpan.FromHours(2), 10, 60, TimeSpan.FromDays(7));

    [Theory]
    [InlineData(-1_000, 100)]
    [InlineData(0, 100)]
    [InlineData(1, 100)]
    [InlineData(7_200_000, 100)]
    [InlineData(7_200_001, 90)]
    [InlineData(86_400_000, 90)]
    [InlineData(86_400_001, 80)]
    [InlineData(500_000_000, 60)]
    [InlineData(604_800_000, 60)]
    [InlineData(604_800_001, null)]
    public void Late_work_keeps_all_in_the_grace_then_less_each_day_then_is_closed(long millisecondsAfter, int? kept) =>
        Assert.Equal(kept, Strict.KeptPercent(Due, new Instant(Due.Milliseconds + millisecondsAfter)));

    [Fact]
    public void Later_never_keeps_more_and_never_less_than_the_floor()
    {
        Gen.Select(Gen.Int[0, 72], Gen.Int[0, 100], Gen.Int[0, 100], Gen.Long[0, 2_000_000_000], Gen.Long[0, 2_000_000_000])
            .Sample(
                (grace, percent, floor, one, other) =>
                {
                    var policy = new LatePolicy(TimeSpan.FromHours(grace), percent, floor, null);
                    var sooner = policy.KeptPercent(Due, new Instant(Due.Milliseconds + Math.Min(one, other)))!.Value;
                    var later = policy.KeptPercent(Due, new Instant(Due.Milliseconds + Math.Max(one, other)))!.Value;
                    return later <= sooner && later >= floor && sooner <= 100;
                }
            );
    }

    [Fact]
    public void Where_a_course_says_nothing_late_work_counts_in_full() => Assert.Equal(100, LatePolicy.Lenient.KeptPercent(Due, Due + TimeSpan.FromDays(400)));
}
