using System.Data.Common;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Organisations;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<Organisation> Organisations => db.Set<Organisation>();
        public DbSet<Person> People => db.Set<Person>();
        public DbSet<Passkey> Passkeys => db.Set<Passkey>();
        public DbSet<Membership> Memberships => db.Set<Membership>();
        public DbSet<Session> Sessions => db.Set<Session>();
        public DbSet<OneTimeToken> OneTimeTokens => db.Set<OneTimeToken>();
        public DbSet<CalendarFeed> CalendarFeeds => db.Set<CalendarFeed>();

        /// <summary>The id and language of whoever a calendar's secret belongs to.</summary>
        /// <exception cref="MissingException">Nobody's, or their account is closed.</exception>
        public async Task<(long Id, string Language)> PersonOfCalendar(string secret, CancellationToken cancel)
        {
            var (hash, people) = (CalendarFeed.Hash(secret), db.People);
            var person = await db
                .CalendarFeeds.Where(feed => feed.Secret == hash)
                .Join(people, feed => feed.PersonId, person => person.Id, (feed, person) => person)
                .Where(person => person.DisabledAt == null)
                .Select(person => new { person.Id, person.Language })
                .SingleOrDefaultAsync(cancel);
            return person is null ? throw new MissingException("No such calendar.") : (person.Id, person.Language);
        }

        public Task<Person?> PersonWith(EmailAddress email, CancellationToken cancel)
        {
            var folded = email.Folded;
            return db.People.SingleOrDefaultAsync(person => person.EmailFolded == folded, cancel);
        }

        /// <summary>Whether too many wrong passwords keep an account closed for now.</summary>
        public Task<bool> IsLocked(EmailAddress email, Instant now, CancellationToken cancel)
        {
            var folded = email.Folded;
            return db.People.AnyAsync(person => person.EmailFolded == folded && person.LockedUntil > now, cancel);
        }

        /// <summary>
        /// Counts a wrong password where it is stored, so that of many at once none is lost. An address that nobody has writes
        /// the same row of somebody else as it was: the disk, too, takes as long.
        /// </summary>
        public Task CountFailedSignIn(EmailAddress email, Instant now, CancellationToken cancel)
        {
            var (folded, people, locked) = (email.Folded, db.People, (Instant?)(now + Person.LockedFor));
            return db.Alone(
                () =>
                    people
                        .Where(one => one.Id == (people.Where(own => own.EmailFolded == folded).Max(own => (long?)own.Id) ?? people.Min(any => any.Id)))
                        .ExecuteUpdateAsync(
                            set =>
                                set.SetProperty(
                                        one => one.LockedUntil,
                                        one => one.EmailFolded == folded && one.FailedSignIns + 1 >= Person.MostFailedSignIns ? locked : one.LockedUntil
                                    )
                                    .SetProperty(
                                        one => one.FailedSignIns,
                                        one =>
                                            one.EmailFolded != folded ? one.FailedSignIns
                                            : one.FailedSignIns + 1 >= Person.MostFailedSignIns ? 0
                                            : one.FailedSignIns + 1
                                    ),
                            cancel
                        ),
                cancel
            );
        }

        public Task ForgetFailedSignIns(long person, CancellationToken cancel) =>
            db.Alone(
                () =>
                    db
                        .People.Where(one => one.Id == person && (one.FailedSignIns > 0 || one.LockedUntil != null))
                        .ExecuteUpdateAsync(set => set.SetProperty(one => one.FailedSignIns, 0).SetProperty(one => one.LockedUntil, (Instant?)null), cancel),
                cancel
            );
    }

    extension(IQueryable<Person> people)
    {
        /// <summary>Those of an organisation whose name or address holds every word of a search, accents ignored.</summary>
        public IQueryable<Person> Called(string? searched, long organisation)
        {
            people = people.Where(person => person.OrganisationId == organisation);
            foreach (var word in Folded.Words(searched))
                people = people.Where(person => person.Searched.Contains(word));
            return people;
        }
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Organisation>().ToTable("organisations");
        model.Entity<Person>(person =>
        {
            person.ToTable("persons");
            person.Property(p => p.Id).ValueGeneratedNever();
        });
        model.Entity<Passkey>().ToTable("passkeys").HasKey(passkey => passkey.CredentialId);
        model.Entity<Membership>(membership =>
        {
            membership.ToTable("memberships");
            membership.Property(m => m.Role).HasConversion<string>();
        });
        model.Entity<Session>().ToTable("sessions").HasKey(session => session.TokenHash);
        model.Entity<OneTimeToken>().ToTable("tokens").HasKey(token => token.TokenHash);
        model.Entity<CalendarFeed>(feed =>
        {
            feed.ToTable("calendar_feeds").HasKey(one => one.PersonId);
            feed.Property(one => one.PersonId).ValueGeneratedNever();
        });
    }

    /// <summary>The visitor of a request, by the hash of their secret, in one read.</summary>
    internal const string VisitorOfSession = """
        select p.id, p.name, p.language, p.time_zone, p.organisation_id, s.id, s.seen_at,
          (select string_agg(m.role || ':' || coalesce(m.course_id, 0), ',') from memberships m where m.person_id = p.id), s.created_at
        from sessions s join persons p on p.id = s.person_id
        where s.token_hash = $1 and s.revoked_at is null and s.ends_at > $2 and p.disabled_at is null
        """;

    internal const string SessionSeen = "update sessions set seen_at = $2 where id = $1 and seen_at < $2";

    internal static Visitor Visitor(DbDataReader row) =>
        new()
        {
            Id = row.GetInt64(0),
            Name = row.GetString(1),
            Language = row.GetString(2),
            TimeZone = row.GetString(3),
            OrganisationId = row.GetInt64(4),
            SessionId = row.GetString(5),
            SeenAt = new Instant(row.GetInt64(6)),
            Roles = Roles.Parse(row.IsDBNull(7) ? null : row.GetString(7)),
            SignedInAt = new Instant(row.GetInt64(8)),
        };
}
