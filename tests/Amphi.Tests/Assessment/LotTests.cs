using Amphi.Assessment.Marking;
using Amphi.Assessment.Quizzes;
using Amphi.Formats.Courses;
using CsCheck;

namespace Amphi.Tests.Assessment;

public sealed class LotTests
{
    /// <summary>The first numbers of Vigna's splitmix64.c after 1234567.</summary>
    [Fact]
    public void Lots_are_drawn_as_SplitMix64_draws_them()
    {
        var lot = new Lot(1234567);

        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431], Enumerable.Range(0, 4).Select(_ => lot.Next()));
    }

    [Fact]
    public void No_place_of_a_pool_is_likelier_to_hold_the_right_choice()
    {
        var question = new SingleQuestion
        {
            Id = "q",
            Pool = 4,
            Choices = [.. Enumerable.Range(0, 9).Select(n => new Choice($"{n}", n < 4) { Fixed = n == 8 })],
        };
        var quiz = new QuizBlock { Questions = [question] };
        var (places, chosen) = (new int[3], new int[9]);
        for (var n = 0; n < 12_000; n++)
        {
            var shown = new QuizStand($"{n}", new Dictionary<string, GivenAnswer>()).Shown(quiz, question);
            Assert.Equal((4, 8), (shown.Count, shown[^1]));
            places[shown.ToList().FindIndex(one => one < 4)]++;
            foreach (var one in shown)
                chosen[one]++;
        }

        Assert.All(places, count => Assert.InRange(count, 3_700, 4_300));
        Assert.All(chosen[..4], count => Assert.InRange(count, 2_700, 3_300));
        Assert.All(chosen[4..8], count => Assert.InRange(count, 5_600, 6_400));
    }

    [Fact]
    public void The_same_words_always_draw_the_same_and_nobody_is_favoured()
    {
        var (one, again) = (new Lot("amina q1"), new Lot("amina q1"));
        var counts = new int[6];
        for (var n = 0; n < 60_000; n++)
        {
            var drawn = one.Below(6);
            Assert.Equal(drawn, again.Below(6));
            counts[drawn]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void A_shuffle_keeps_every_place_and_the_share_stays_below_one() =>
        Gen.Select(Gen.String, Gen.Int[0, 40])
            .Sample(
                (words, count) =>
                {
                    var (lot, places) = (new Lot(words), Enumerable.Range(0, count).ToArray());
                    lot.Shuffle(places);
                    Assert.Equal(Enumerable.Range(0, count), places.Order());
                    Assert.InRange(lot.Share(), 0, 1 - 1e-15);
                }
            );

    [Fact]
    public void A_draw_prefers_what_its_learner_saw_least_whatever_the_bank() =>
        Gen.Select(Gen.Int[0, 3].Array[2, 12], Gen.Int[1, 12], Gen.String)
            .Sample(
                (seen, draw, seed) =>
                {
                    var quiz = new QuizBlock
                    {
                        Id = "q",
                        Draw = draw,
                        Questions = [.. seen.Select((_, n) => new InfoQuestion { Id = $"{n}" })],
                    };
                    var stand = new QuizStand(seed, new Dictionary<string, GivenAnswer>());
                    var drawn = stand.Drawn(quiz, question => seen[int.Parse(question)]).Select(question => int.Parse(question.Id)).ToHashSet();
                    var left = Enumerable.Range(0, seen.Length).Where(n => !drawn.Contains(n)).ToList();

                    Assert.Equal(Math.Min(draw, seen.Length), drawn.Count);
                    Assert.True(left.Count == 0 || drawn.Max(n => seen[n]) <= left.Min(n => seen[n]));
                }
            );
}
