using Amphi.Assessment.Cases;
using Amphi.Courses;
using Amphi.Discretion;
using Amphi.Enrolments;
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
    [InlineData(Engines.Sqlite, 250, 1)]
    [InlineData(Engines.Postgres, 80, 1)]
    [InlineData(Engines.Sqlite, 90, 3)]
    [InlineData(Engines.Postgres, 45, 3)]
    public async Task Every_copy_of_a_careless_crowd_has_its_result_by_the_promised_day(string engine, int learners, int together)
    {
        await using var amphi = await Amphitheatre.Open(engine);
        var code = await amphi.OfferCase();
        var run = await amphi.With<Database, long>(db => db.Runs.Where(one => one.Code == code).Select(one => one.Id).SingleAsync());
        var crowd = new Crowd(new StoredCopies(amphi, Study(run, together)), learners, teamADay: 1 + (learners / 100));

        await crowd.Live(TimeSpan.FromDays(24));

        var copies = await amphi.With<Database, List<Submission>>(db => db.Set<Submission>().AsNoTracking().ToListAsync());
        var complete = copies.Where(copy => !copy.IsDraft).ToList();
        Assert.Equal(crowd.HandedIn, complete.Count);
        Assert.Empty(Stranded(complete));
        Assert.Contains(complete, copy => copy.Basis == Basis.Peers);
        Assert.True(complete.Count(copy => copy.Basis == Basis.LetOff) < complete.Count / 10);
        await NothingIsCountedTwice(amphi, complete);
        await EveryAuthorHasTheMark(amphi, complete);

        // A planted fault: a copy that is made to wait is found.
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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Of_2000_learners_nobody_waits_for_a_missing_peer(int together)
    {
        var copies = new CopiesInMemory(Study(1, together));
        var crowd = new Crowd(copies, 2_000, teamADay: 20);

        await crowd.Live(TimeSpan.FromDays(24));

        Assert.Equal(crowd.HandedIn, copies.All.Count);
        Assert.True(crowd.HandedIn > 1_700 / together);
        Assert.Empty(Stranded(copies.All));
        Assert.True(copies.All.Count(copy => copy.Basis == Basis.Peers) > crowd.HandedIn * 8 / 10);
        Assert.True(copies.All.Count(copy => copy.Basis == Basis.LetOff) < crowd.HandedIn / 50);

        // A planted fault: the team and the promise are taken away.
        var forsaken = new CopiesInMemory(Study(1, together)) { IsForgetful = true };
        await new Crowd(forsaken, 2_000, teamADay: 0).Live(TimeSpan.FromDays(24));
        Assert.NotEmpty(Stranded(forsaken.All));
    }

    private static IEnumerable<Submission> Stranded(IEnumerable<Submission> copies) =>
        copies.Where(copy => !copy.IsSettled || copy.SettledAt > copy.PromisedAt!.Value + TimeSpan.FromHours(1));

    private static Task<bool> NothingIsCountedTwice(Amphitheatre amphi, List<Submission> copies) =>
        amphi.With<Database, bool>(async db =>
        {
            var readings = await db.Set<Review>().AsNoTracking().ToListAsync();
            var owners = await OwnersOf(db, copies);
            Assert.DoesNotContain(readings, reading => reading.Kind == ReviewKind.Peer && owners[reading.SubmissionId].Contains(reading.Reader!.Value));
            Assert.All(readings.Where(one => one.Reader is not null).GroupBy(one => (one.SubmissionId, one.Reader)), all => Assert.Single(all));
            foreach (var copy in copies)
            {
                var peers = readings.Where(reading => reading.SubmissionId == copy.Id && reading.Kind == ReviewKind.Peer).ToList();
                Assert.Equal(peers.Count(reading => reading.IsDone), copy.Received);
                Assert.Equal(peers.Count(reading => reading.IsDone || reading.LeasedUntil is not null), copy.Taken);
            }

            return true;
        });

    // A team's copy is its members'; nobody is an author of two.
    private static Task<bool> EveryAuthorHasTheMark(Amphitheatre amphi, List<Submission> copies) =>
        amphi.With<Database, bool>(async db =>
        {
            var owners = await OwnersOf(db, copies);
            Assert.Distinct(owners.SelectMany(one => one.Value));
            var reads = await amphi.With<HotReads, HotReads>(Task.FromResult);
            foreach (var copy in copies)
            foreach (var owner in owners[copy.Id])
            {
                var sheet = await reads.One(
                    Amphi.Assessment.Grades.Tables.SheetOf,
                    Amphi.Assessment.Grades.Tables.Sheet,
                    TestContext.Current.CancellationToken,
                    owner.ToBytes()
                );
                Assert.Equal((copy.Earned ?? 0) * 1000, sheet!.Of(copy.Ordinal)!.Value.Earned);
            }

            return true;
        });

    private static async Task<Dictionary<long, List<PersonaId>>> OwnersOf(Database db, List<Submission> copies)
    {
        var owners = copies.Where(copy => !copy.IsTeams).ToDictionary(copy => copy.Id, copy => new List<PersonaId> { copy.Persona });
        foreach (var author in await db.CaseAuthors.AsNoTracking().ToListAsync())
            (owners.TryGetValue(author.SubmissionId, out var known) ? known : owners[author.SubmissionId] = []).Add(author.Persona);
        return owners;
    }

    private static CaseStudy Study(long run, int together) =>
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
                Team = together == 1 ? null : new TeamSize(together, together),
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

    /// <summary>Where copies are kept and handed out.</summary>
    private interface ICopies
    {
        Instant Now { get; }
        Task PassTo(Instant time);
        Task Keep(Author author, IReadOnlyList<PersonaId> members);
        Task HandIn(Author author);
        Task<object?> Next(Author reader);
        Task Send(object reading, Author reader, Written written);
        Task ByTeam(int most, Written written);
        Task Tick();
        CaseStudy Study { get; }
    }

    private sealed class Crowd(ICopies copies, int learners, int teamADay)
    {
        private readonly Random _dice = new(14);
        private readonly PriorityQueue<Func<Task>, (long, int)> _coming = new();
        private int _planned;
        private int _personas;

        public int HandedIn { get; private set; }
        private int Together => copies.Study.Team?.Most ?? 1;

        public async Task Live(TimeSpan time)
        {
            var end = copies.Now + time;
            for (var copy = 0; copy < learners / Together; copy++)
                Plan(TimeSpan.FromHours(_dice.NextDouble() * 24 * 7), HandIn);
            for (var hour = 1; hour < time.TotalHours; hour++)
            {
                Plan(TimeSpan.FromHours(hour), copies.Tick);
                if (hour % 24 == 0)
                    Plan(TimeSpan.FromHours(hour), () => copies.ByTeam(teamADay, new Written([new Judgement("a", 3, 3, null)], Remarks.None)));
            }

            while (_coming.TryDequeue(out var act, out var at) && at.Item1 < end.Milliseconds)
            {
                await copies.PassTo(new Instant(at.Item1));
                await act();
            }
        }

        private void Plan(TimeSpan later, Func<Task> act) => _coming.Enqueue(act, ((copies.Now + later).Milliseconds, _planned++));

        private async Task HandIn()
        {
            // One team in four has lost a member on the way.
            var members = Enumerable.Range(0, Together).Select(_ => new PersonaId(new UInt128(14, (ulong)(++_personas)))).ToList();
            if (members.Count > 1 && _dice.Next(4) == 0)
                members.RemoveAt(2);
            var author = new Author(
                copies.Study,
                members.Count == 1 ? members[0] : new PersonaId(new UInt128(15, (ulong)_personas)),
                _dice.Next(5) == 0 ? "en" : "fr",
                default,
                null,
                copies.Now
            )
            {
                Hand = members[0],
                IsFewer = true,
            };
            await copies.Keep(author, members);

            // One in ten writes and leaves.
            if (_dice.Next(10) == 0)
                return;
            await copies.HandIn(author);
            HandedIn++;
            foreach (var member in members)
            {
                var (reader, manner) = (author with { Persona = member, Hand = member }, _dice.Next(10));
                Plan(TimeSpan.FromHours(_dice.NextDouble() * 48), () => Read(reader, manner));
            }
        }

        // 0, 1: never. 2: lets the time run out and comes back. 3: late. 4: at random. The others read well.
        private async Task Read(Author reader, int manner)
        {
            if (manner < 2 || await copies.Next(reader) is not { } reading)
                return;
            var wait =
                manner == 2 ? TimeSpan.FromHours(9 + (_dice.NextDouble() * 40))
                : manner == 3 ? TimeSpan.FromDays(5)
                : TimeSpan.FromMinutes(30);
            Plan(wait, () => Send(reader, manner, reading));
        }

        private async Task Send(Author reader, int manner, object reading)
        {
            // One in twenty leaves in the middle of it.
            if (_dice.Next(20) == 0)
                return;
            var points = manner == 4 ? _dice.Next(4) : 2 + _dice.Next(2);
            await copies.Send(reading, reader, new Written([new("a", points, points, null), new("b", 2, 2, null)], Remarks.None));
            if (_dice.Next(8) > 0)
                Plan(TimeSpan.FromHours(1 + (_dice.NextDouble() * 20)), () => Read(reader, manner));
        }
    }

    /// <summary>The house's own desks on a database.</summary>
    private sealed class StoredCopies(Amphitheatre amphi, CaseStudy study) : ICopies
    {
        private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

        public CaseStudy Study => study;
        public Instant Now => amphi.Clock.Now();

        public Task PassTo(Instant time)
        {
            if (time > Now)
                amphi.Clock.Pass(time - Now);
            return Task.CompletedTask;
        }

        public async Task Keep(Author author, IReadOnlyList<PersonaId> members)
        {
            if (study.Team is not null)
                await amphi.With<Database, int>(db => MakeTeam(db, author.Persona, members));
            await amphi.With<SubmissionDesk, int>(desk => desk.Keep(author, ["Une copie."], null, 0, _cancel));
        }

        private Task<int> MakeTeam(Database db, PersonaId team, IReadOnlyList<PersonaId> members)
        {
            db.Teams.Add(
                new Team
                {
                    Persona = team,
                    RunId = study.RunId,
                    Name = "Une équipe",
                    FoundedOn = 1,
                }
            );
            foreach (var member in members)
            {
                db.Enrolments.Add(
                    new Enrolment
                    {
                        Persona = member,
                        RunId = study.RunId,
                        Seat = (int)(ulong)member.Bits,
                        EnrolledOn = 1,
                    }
                );
                db.TeamMembers.Add(
                    new TeamMember
                    {
                        Team = team,
                        RunId = study.RunId,
                        Persona = member,
                        JoinedOn = 1,
                    }
                );
            }

            return db.SaveChangesAsync(_cancel);
        }

        public Task HandIn(Author author) => Do<SubmissionDesk>(desk => desk.HandIn(author, _ => Lesson, Guid.NewGuid(), _cancel));

        public async Task<object?> Next(Author reader) =>
            await amphi.With<ReadingRoom, string?>(room => room.Next(study.RunId, study.Id, reader.Persona, reader.Language, Now, _cancel));

        public Task Send(object reading, Author reader, Written written) =>
            Do<ReviewDesk>(desk => desk.Send((string)reading, reader.Persona, written, Guid.NewGuid(), Now, _cancel));

        public async Task ByTeam(int most, Written written)
        {
            var waiting = await amphi.With<Database, List<long>>(db => db.WaitingForTeam(study.RunId).Select(copy => copy.Id).Take(most).ToListAsync());
            foreach (var copy in waiting)
                await Do<ReviewDesk>(desk => desk.Mark(copy, written, null, Guid.NewGuid(), Now, _cancel));
        }

        public Task Tick() => amphi.DeliverAnnouncements();

        private Task Do<TDesk>(Func<TDesk, Task> act)
            where TDesk : notnull =>
            amphi.With<TDesk, bool>(async desk =>
            {
                await act(desk);
                return true;
            });
    }

    /// <summary>The same domain without a database, and the order of handing out written plainly.</summary>
    private sealed class CopiesInMemory(CaseStudy study) : ICopies
    {
        private readonly List<(Submission Copy, List<(PersonaId Reader, Review? Sent, Instant Until)> Readings)> _copies = [];
        private readonly Dictionary<PersonaId, Submission> _drafts = [];
        private readonly Dictionary<PersonaId, IReadOnlyList<PersonaId>> _members = [];
        private readonly Dictionary<PersonaId, int> _given = [];

        public bool IsForgetful { get; init; }
        public CaseStudy Study => study;
        public Instant Now { get; private set; } = new(1_800_000_000_000);
        public List<Submission> All => [.. _copies.Select(one => one.Copy)];

        public Task PassTo(Instant time)
        {
            Now = time;
            return Task.CompletedTask;
        }

        public Task Keep(Author author, IReadOnlyList<PersonaId> members)
        {
            _members[author.Persona] = members;
            var draft = new Submission
            {
                RunId = 1,
                Block = "k",
                Ordinal = 2,
                Persona = author.Persona,
            };
            draft.Write(["Une copie."], null, 0, Now);
            _drafts[author.Persona] = draft;
            return Task.CompletedTask;
        }

        public Task HandIn(Author author)
        {
            var copy = _drafts[author.Persona];
            copy.HandIn(Guid.NewGuid(), author, Now);
            _copies.Add((copy, []));
            return Task.CompletedTask;
        }

        public Task<object?> Next(Author reader)
        {
            var readable = _copies
                .Select(
                    (one, place) =>
                        (one.Copy, one.Readings, Place: place, Taken: one.Readings.Count(reading => reading.Sent is not null || reading.Until > Now))
                )
                .Where(one => !_members[one.Copy.Persona].Contains(reader.Persona) && !one.Readings.Exists(reading => reading.Reader == reader.Persona))
                .ToList();
            var wanting = readable.Where(one => one.Copy.State == SubmissionState.WithPeers && one.Taken < one.Copy.Needed).ToList();
            var best = (wanting.Count > 0 ? wanting : readable)
                .OrderBy(one => wanting.Count > 0 && one.Copy.Language != reader.Language)
                .ThenBy(one => one.Taken)
                .ThenBy(one => one.Copy.HandedInAt)
                .Select(one => (int?)one.Place)
                .FirstOrDefault();
            if (best is { } place)
                _copies[place].Readings.Add((reader.Persona, null, Now + Review.Lease));
            return Task.FromResult<object?>(best);
        }

        public Task Send(object reading, Author reader, Written written)
        {
            var (copy, readings) = _copies[(int)reading];
            var review = new Review
            {
                SubmissionId = (int)reading,
                RunId = 1,
                Block = "k",
                Reader = reader.Persona,
                Kind = ReviewKind.Peer,
                BegunAt = Now,
            };
            review.Send(Guid.NewGuid(), written.Said, written.Remarks, Now);
            var mine = readings.FindIndex(one => one.Reader == reader.Persona);
            readings[mine] = (reader.Persona, review, readings[mine].Until);
            copy.Receive(wasLent: false);
            _given[reader.Persona] = _given.GetValueOrDefault(reader.Persona) + 1;
            Advance(copy, readings);
            return Task.CompletedTask;
        }

        public Task ByTeam(int most, Written written)
        {
            foreach (var (copy, _) in _copies.Where(one => one.Copy.State == SubmissionState.WithTeam).OrderBy(one => one.Copy.PromisedAt).Take(most).ToList())
            {
                var review = new Review
                {
                    SubmissionId = 0,
                    RunId = 1,
                    Block = "k",
                    Kind = ReviewKind.Team,
                    BegunAt = Now,
                };
                review.Send(Guid.NewGuid(), written.Said, written.Remarks, Now);
                copy.Mark(review, Now);
            }

            return Task.CompletedTask;
        }

        public Task Tick()
        {
            if (!IsForgetful)
                foreach (var (copy, readings) in _copies.Where(one => !one.Copy.IsSettled))
                    Advance(copy, readings);
            return Task.CompletedTask;
        }

        private void Advance(Submission copy, List<(PersonaId Reader, Review? Sent, Instant Until)> readings) =>
            copy.Advance(Now, [.. readings.Select(one => one.Sent).OfType<Review>()], HasGiven(copy, _members[copy.Persona]));

        // The clerk's rule, said again: everyone, or after a while anyone.
        private bool HasGiven(Submission copy, IReadOnlyList<PersonaId> members)
        {
            var giving = members.Count(member => _given.GetValueOrDefault(member) >= copy.MustGive);
            return giving == members.Count || (Now >= copy.PatientUntil && giving > 0);
        }
    }
}
