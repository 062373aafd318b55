using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Learning;
using Amphi.Tests.Theatre;
using Microsoft.Extensions.DependencyInjection;

namespace Amphi.Tests.Learning;

public sealed class LearningLedgerTests
{
    private static readonly OutlineBlock Video = new()
    {
        Id = "v1",
        Ordinal = 1,
        Kind = "video",
        Duration = 100_000,
    };
    internal static readonly OutlineLesson Lesson = new()
    {
        Id = "l1",
        Ordinal = 0,
        Title = "Cadrer",
        Path = "01/01.md",
        Blocks = [Video],
    };

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task A_video_seen_in_parts_on_two_devices_completes_its_lesson_once(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var ledger = amphi.Services.GetRequiredService<LearningLedger>();
        var amina = PersonaId.New();

        var afterPhone = await ledger.Write(Watch(amina, 0, 60_000));
        var afterDesk = await ledger.Write(Watch(amina, 55_000, 95_000));

        Assert.False(afterPhone.IsDone(Video.Ordinal));
        Assert.True(afterDesk.IsDone(Video.Ordinal));
        Assert.True(afterDesk.IsDone(Lesson.Ordinal));
        Assert.Equal(95_000, afterDesk.Places["v1"].Position);
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task An_act_sent_again_after_a_lost_answer_counts_once(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var ledger = amphi.Services.GetRequiredService<LearningLedger>();
        var amina = PersonaId.New();
        var done = new MarkedLesson(Guid.NewGuid(), amina, 1, new Instant(1), Lesson, IsDone: true);
        var undone = new MarkedLesson(Guid.NewGuid(), amina, 1, new Instant(2), Lesson, IsDone: false);

        await ledger.Write(done);
        await ledger.Write(undone);
        var after = await ledger.Write(done);

        Assert.False(after.IsDone(Lesson.Ordinal));
    }

    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Acts_of_a_crowd_at_once_are_all_kept(string engine)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var ledger = amphi.Services.GetRequiredService<LearningLedger>();
        var crowd = Enumerable.Range(0, 200).Select(_ => PersonaId.New()).ToList();

        await Task.WhenAll(crowd.SelectMany(persona => new[] { Watch(persona, 0, 50_000), Watch(persona, 50_000, 100_000) }).Select(ledger.Write));
        var standings = await Task.WhenAll(crowd.Select(persona => ledger.Write(new SawLesson(Guid.NewGuid(), persona, 1, new Instant(9), Lesson))));

        Assert.All(standings, standing => Assert.True(standing.IsDone(Lesson.Ordinal)));
    }

    private static Watched Watch(PersonaId persona, long from, long to) =>
        new(Guid.NewGuid(), persona, 1, new Instant(to), Lesson, Video, [new Segment(from, to)], to, 100_000);
}
