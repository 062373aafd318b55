using Amphi.Assessment.Cases;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Formats.Courses;
using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Assessment.Cases;

/// <summary>
/// A crowd hands in and reads over some weeks of the house's clock: some never read, some are late, some judge at
/// random, some let their time run out, and the team reads few copies a day. Every copy has its result by its day.
/// </summary>
public sealed class CrowdOfReadersTests
{
    private static readonly OutlineLesson Lesson = new()
    {
        Id = "lk",
        Ordinal = 1,
        Title = "Le cas",
        Path = "01/01.md",
    };

    private static readonly CriterionLevel[] Levels = [new("0", 0), new("1", 1), new("2", 2), new("3", 3)];

    [Theory]
    [InlineData(Engines.Sqlite, 2_000)]
    [InlineData(Engines.Postgres, 150)]
    public async Task Every_copy_of_a_careless_crowd_has_its_result_by_the_promised_day(string engine, int learners)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        var run = await amphi.With<Database, long>(db => db.Runs.Where(one => one.Code == code).Select(one => one.Id).SingleAsync());
        var crowd = new Crowd(amphi, Study(run), learners, teamADay: learners / 100);

        await crowd.Live(TimeSpan.FromDays(24));

        var copies = await amphi.With<Database, List<Submission>>(db => db.Set<Submission>().AsNoTracking().ToListAsync());
        var complete = copies.Where(copy => !copy.IsDraft).ToList();
        Assert.Equal(crowd.HandedIn, complete.Count);
        Assert.Empty(Stranded(complete));
        Assert.Contains(complete, copy => copy.Basis == Basis.Peers);
        Assert.True(complete.Count(copy => copy.Basis == Basis.LetOff) < complete.Count / 10);
        await NothingIsCountedTwice(amphi, complete);

        // The positive control: a copy that is made to wait is found.
        await amphi.With<Database, int>(db =>
            db.Set<Submission>()
                .Where(copy => copy.Id == complete[0].Id)
                .ExecuteUpdateAsync(set => set.SetProperty(copy => copy.State, SubmissionState.WithPeers))
        );
        Assert.Single(
            Stranded(
                await amphi.With<Database, List<Submission>>(db => db.Set<Submission>().AsNoTracking().Where(copy => copy.HandedInAt != null).ToListAsync())
            )
        );
    }

    private static IEnumerable<Submission> Stranded(IEnumerable<Submission> copies) =>
        copies.Where(copy => !copy.IsSettled || copy.SettledAt > copy.PromisedAt!.Value + TimeSpan.FromHours(1));

    private static Task<bool> NothingIsCountedTwice(Amphitheatre amphi, List<Submission> copies) =>
        amphi.With<Database, bool>(async db =>
        {
            var readings = await db.Set<Review>().AsNoTracking().ToListAsync();
            var ownerOf = copies.ToDictionary(copy => copy.Id, copy => copy.Persona);
            Assert.DoesNotContain(readings, reading => reading.Kind == ReviewKind.Peer && reading.Reader == ownerOf[reading.SubmissionId]);
            Assert.All(readings.Where(one => one.Reader is not null).GroupBy(one => (one.SubmissionId, one.Reader)), all => Assert.Single(all));
            foreach (var copy in copies)
            {
                var peers = readings.Where(reading => reading.SubmissionId == copy.Id && reading.Kind == ReviewKind.Peer).ToList();
                Assert.Equal(peers.Count(reading => reading.IsDone), copy.Received);
                Assert.Equal(peers.Count(reading => reading.IsDone || reading.LeasedUntil is not null), copy.Taken);
            }

            return true;
        });

    private static CaseStudy Study(long run) =>
        new(
            run,
            new OutlineBlock
            {
                Id = "k",
                Ordinal = 2,
                Kind = "case",
            },
            new CaseBlock
            {
                Id = "k",
                Rubric = [new Criterion("a", "A", null, Levels), new Criterion("b", "B", null, Levels)],
                Steps =
                [
                    new CaseStep
                    {
                        Kind = "peer",
                        MustGive = 3,
                        MustGet = 3,
                    },
                ],
            }
        );

    private sealed class Crowd(Amphitheatre amphi, CaseStudy study, int learners, int teamADay)
    {
        private static readonly TimeSpan Day = TimeSpan.FromDays(1);
        private readonly Random _dice = new(14);
        private readonly PriorityQueue<Func<Task>, long> _coming = new();
        private readonly Instant _begin = amphi.Clock.Now();
        private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

        public int HandedIn { get; private set; }
        private Instant Now => amphi.Clock.Now();

        public async Task Live(TimeSpan time)
        {
            for (var learner = 0; learner < learners; learner++)
                Plan(TimeSpan.FromHours(_dice.NextDouble() * 24 * 7), HandIn);
            for (var day = Day; day < time; day += Day)
            {
                Plan(day, Team);
                Plan(day - TimeSpan.FromHours(12), amphi.DeliverAnnouncements);
            }

            while (_coming.TryDequeue(out var act, out var at) && at < (_begin + time).Milliseconds)
            {
                if (at > Now.Milliseconds)
                    amphi.Clock.Pass(TimeSpan.FromMilliseconds(at - Now.Milliseconds));
                await act();
            }
        }

        private void Plan(TimeSpan later, Func<Task> act) => _coming.Enqueue(act, (Now + later).Milliseconds);

        private async Task HandIn()
        {
            var persona = PersonaId.New();
            var author = new Author(study, persona, _dice.Next(5) == 0 ? "en" : "fr", null, null, Now);
            await amphi.With<SubmissionDesk, int>(desk => desk.Keep(author, ["Une copie."], null, 0, _cancel));

            // One in ten writes and leaves.
            if (_dice.Next(10) == 0)
                return;
            await amphi.With<SubmissionDesk, bool>(async desk =>
            {
                await desk.HandIn(author, Lesson, Guid.NewGuid(), _cancel);
                return true;
            });
            HandedIn++;
            Plan(TimeSpan.FromHours(_dice.NextDouble() * 48), () => Read(author, _dice.Next(10)));
        }

        // 0, 1: never. 2: lets the time run out and comes back. 3: late. 4: at random. The others read well.
        private async Task Read(Author reader, int manner)
        {
            if (manner < 2)
                return;
            var room = await amphi.With<ReadingRoom, ReadingRoom>(Task.FromResult);
            if (await room.Next(study.RunId, study.Id, reader.Persona, reader.Language, Now, _cancel) is not { } code)
                return;
            var wait =
                manner == 2 ? TimeSpan.FromHours(9 + (_dice.NextDouble() * 40))
                : manner == 3 ? TimeSpan.FromDays(5)
                : TimeSpan.FromMinutes(30);
            Plan(wait, () => Send(reader, manner, code));
        }

        private async Task Send(Author reader, int manner, string code)
        {
            // One in twenty leaves in the middle of it.
            if (_dice.Next(20) == 0)
                return;
            var points = manner == 4 ? _dice.Next(4) : 2 + _dice.Next(2);
            Judgement[] said = [new("a", points, points, null), new("b", 2, 2, null)];
            await amphi.With<ReviewDesk, bool>(async desk =>
            {
                await desk.Send(code, reader.Persona, new Written(said, Remarks.None), Guid.NewGuid(), Now, _cancel);
                return true;
            });
            if (_dice.Next(8) > 0)
                Plan(TimeSpan.FromHours(1 + (_dice.NextDouble() * 20)), () => Read(reader, manner));
        }

        private async Task Team()
        {
            var waiting = await amphi.With<Database, List<long>>(db => db.WaitingForTeam(study.RunId).Select(copy => copy.Id).Take(teamADay).ToListAsync());
            foreach (var copy in waiting)
                await amphi.With<ReviewDesk, bool>(async desk =>
                {
                    await desk.Mark(copy, new Written([new Judgement("a", 3, 3, null)], Remarks.None), null, Guid.NewGuid(), Now, _cancel);
                    return true;
                });
        }
    }
}
