using Amphi.Assessment.Cases;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Learning.Dates;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>What time and readings make of a copy, without a database.</summary>
public sealed class SubmissionTests
{
    private static readonly Instant Monday = new(1_800_000_000_000);
    private static readonly CaseStudy Study = new(
        1,
        new OutlineBlock
        {
            Id = "k",
            Ordinal = 3,
            Kind = "case",
        },
        new CaseBlock
        {
            Id = "k",
            Rubric = [new Criterion("a", "A", null, [new CriterionLevel("no", 0), new CriterionLevel("yes", 10)])],
            Steps =
            [
                new CaseStep
                {
                    Kind = "peer",
                    MustGive = 2,
                    MustGet = 2,
                },
            ],
        }
    );

    [Theory]
    [InlineData(new[] { 3 }, 3)]
    [InlineData(new[] { 1, 5, 2 }, 2)]
    [InlineData(new[] { 1, 4 }, 3)]
    [InlineData(new[] { 0, 10, 10, 1 }, 6)]
    public void The_median_of_an_even_number_is_the_mean_of_the_middle_two_rounded_up(int[] points, int median)
    {
        Assert.Equal(median, Medians.Of(points));
    }

    [Fact]
    public void Two_readings_and_ones_own_share_make_a_result()
    {
        var copy = HandedIn();

        Assert.False(copy.Advance(Monday, [Read(6)], hasGiven: true));
        Assert.False(copy.Advance(Monday, [Read(6), Read(9)], hasGiven: false));
        Assert.True(copy.Advance(Monday, [Read(6), Read(9)], hasGiven: true));
        Assert.Equal((8, Basis.Peers), (copy.Earned, copy.Basis));
        Assert.False(copy.Advance(Monday, [Read(6), Read(9), Read(0)], hasGiven: true));
    }

    [Fact]
    public void After_a_week_one_reading_is_enough_and_without_any_the_team_reads()
    {
        var read = HandedIn();
        var unread = HandedIn();
        var almost = Monday + Study.Patience - TimeSpan.FromMilliseconds(1);

        Assert.False(read.Advance(almost, [Read(4)], hasGiven: true));
        Assert.True(read.Advance(Monday + Study.Patience, [Read(4)], hasGiven: true));
        unread.Advance(Monday + Study.Patience, [], hasGiven: true);

        Assert.Equal((4, Basis.Peers), (read.Earned, read.Basis));
        Assert.Equal(SubmissionState.WithTeam, unread.State);
    }

    [Fact]
    public void On_the_promised_day_there_is_a_result_whatever_others_did()
    {
        var own = new Review
        {
            SubmissionId = 1,
            RunId = 1,
            Block = "k",
            Kind = ReviewKind.Self,
            BegunAt = Monday,
        };
        own.Send(Guid.NewGuid(), [new Judgement("a", 1, 7, null)], Remarks.None, Monday);
        var (selfRead, forgotten, lazy) = (HandedIn(), HandedIn(), HandedIn());
        var promised = Monday + Study.Promise;

        selfRead.Advance(promised, [own], hasGiven: false);
        forgotten.Advance(promised, [], hasGiven: false);
        lazy.Advance(promised, [own, Read(5)], hasGiven: false);

        Assert.Equal((7, Basis.Self), (selfRead.Earned, selfRead.Basis));
        Assert.Equal((null, Basis.LetOff), (forgotten.Earned, forgotten.Basis));
        Assert.Equal((5, Basis.Peers), (lazy.Earned, lazy.Basis));
    }

    [Fact]
    public void A_copy_is_taken_back_until_somebody_reads_it_or_it_is_too_late()
    {
        var copy = HandedIn();
        var read = HandedIn();
        read.Receive(wasLent: false);

        Assert.Equal("case.refused.withdraw.read", read.WithdrawalRefusal(default, false, Monday)?.Key);
        Assert.Equal("case.refused.withdraw.due", copy.WithdrawalRefusal(Due(Monday), false, Monday)?.Key);
        Assert.Equal("case.refused.withdraw.others", copy.WithdrawalRefusal(default, true, Monday)?.Key);
        copy.Withdraw(Due(Monday + TimeSpan.FromDays(1)), false, Monday);
        Assert.True(copy.IsDraft);
    }

    [Fact]
    public void A_copy_that_would_count_as_late_when_handed_in_again_stays_handed_in()
    {
        var copy = HandedIn();
        var late = new Deadline(Monday, new LatePolicy(TimeSpan.Zero, 10, 0, null));
        var lenient = new Deadline(Monday, LatePolicy.Lenient);
        var after = Monday + TimeSpan.FromHours(1);

        Assert.Equal("case.refused.withdraw.late", copy.WithdrawalRefusal(late, false, after)?.Key);
        Assert.Null(copy.WithdrawalRefusal(late, false, Monday));
        Assert.Null(copy.WithdrawalRefusal(lenient, false, after));
    }

    [Fact]
    public void Where_authors_read_themselves_alone_their_own_reading_is_the_result_and_nothing_waits_for_the_team()
    {
        var study = Study with { Block = Study.Block with { Steps = [new CaseStep { Kind = "self" }] } };
        var copy = HandedIn(study);
        var own = new Review
        {
            SubmissionId = 1,
            RunId = 1,
            Block = "k",
            Kind = ReviewKind.Self,
            BegunAt = Monday,
        };
        own.Send(Guid.NewGuid(), [new Judgement("a", 1, 7, null)], Remarks.None, Monday);

        Assert.NotEqual(SubmissionState.WithTeam, copy.State);
        Assert.False(copy.Advance(Monday, [], hasGiven: true));
        Assert.True(copy.Advance(Monday, [own], hasGiven: true));
        Assert.Equal((7, Basis.Self), (copy.Earned, copy.Basis));
        Assert.Equal(SubmissionState.WithTeam, HandedIn(Study with { Block = Study.Block with { Steps = [new CaseStep { Kind = "staff" }] } }).State);
    }

    [Fact]
    public void An_appeal_is_made_once_and_answered_with_a_reason()
    {
        var copy = HandedIn();

        Assert.Throws<RefusedException>(() => copy.AskAgain("Pourquoi ?", Monday));
        copy.Advance(Monday, [Read(6), Read(9)], hasGiven: true);
        copy.AskAgain("Le critère A est mal lu.", Monday);

        Assert.Throws<RefusedException>(() => copy.AskAgain("Encore.", Monday));
        Assert.Throws<RefusedException>(() => copy.AnswerAppeal("  ", Monday));
        copy.AnswerAppeal("Relu : le point est juste.", Monday);
        Assert.False(copy.AwaitsAppeal);
    }

    // Closed as it is due.
    private static Deadline Due(Instant at) => new(at, LatePolicy.Lenient with { ClosesAfter = TimeSpan.Zero });

    private static Submission HandedIn(CaseStudy? study = null)
    {
        var copy = new Submission
        {
            RunId = 1,
            Block = "k",
            Ordinal = 3,
            Persona = PersonaId.New(),
        };
        copy.Write(["Texte"], null, 0, Monday);
        copy.HandIn(Guid.NewGuid(), new Author(study ?? Study, copy.Persona, "fr", default, null, Monday), Monday);
        return copy;
    }

    private static Review Read(int points)
    {
        var review = new Review
        {
            SubmissionId = 1,
            RunId = 1,
            Block = "k",
            Reader = PersonaId.New(),
            Kind = ReviewKind.Peer,
            BegunAt = Monday,
        };
        review.Send(Guid.NewGuid(), [new Judgement("a", 0, points, null)], Remarks.None, Monday);
        return review;
    }
}
