using System.Data.Common;
using System.Security.Cryptography;
using Amphi.Discretion;
using Amphi.Ground;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Amphi.Enrolments;

public static class Tables
{
    extension(Database db)
    {
        public DbSet<Enrolment> Enrolments => db.Set<Enrolment>();
        public DbSet<Team> Teams => db.Set<Team>();
        public DbSet<TeamMember> TeamMembers => db.Set<TeamMember>();

        /// <summary>The team a learner is in, or null.</summary>
        public Task<Team?> TeamOf(PersonaId learner, long runId, CancellationToken cancel)
        {
            var stays = db.TeamMembers.Where(stay => stay.Persona == learner && stay.RunId == runId && stay.LeftOn == null);
            return db.Teams.SingleOrDefaultAsync(team => stays.Any(stay => stay.Team == team.Persona), cancel);
        }

        /// <summary>Who is in a team and learns in its run, in the order in which they came.</summary>
        public Task<List<Enrolment>> MembersOf(PersonaId team, CancellationToken cancel)
        {
            var enrolments = db.Enrolments;
            return db
                .TeamMembers.Where(stay => stay.Team == team && stay.LeftOn == null)
                .OrderBy(stay => stay.Id)
                .Join(enrolments, stay => stay.Persona, enrolment => enrolment.Persona, (stay, enrolment) => enrolment)
                .Where(enrolment => enrolment.LeftOn == null)
                .ToListAsync(cancel);
        }

        public Task<Enrolment?> EnrolmentOf(PersonaId persona, CancellationToken cancel) =>
            db.Enrolments.SingleOrDefaultAsync(enrolment => enrolment.Persona == persona, cancel);

        /// <summary>Notes of many at once that the course's team has dealt with them: see <see cref="Enrolment.HasActed"/>.</summary>
        public Task HaveActed(IEnumerable<PersonaId> personas, CancellationToken cancel)
        {
            var these = personas.Distinct().ToList();
            return db
                .Enrolments.Where(enrolment => these.Contains(enrolment.Persona) && !enrolment.HasActed)
                .ExecuteUpdateAsync(set => set.SetProperty(enrolment => enrolment.HasActed, true), cancel);
        }

        /// <summary>A seat of the run that nobody had: drawn from a room at least twice as large as the crowd.</summary>
        public async Task<int> FreeSeat(long runId, CancellationToken cancel)
        {
            var largest = await db.Enrolments.Where(enrolment => enrolment.RunId == runId).MaxAsync(enrolment => (int?)enrolment.Seat, cancel) ?? 0;
            var room = Math.Max(400, largest);
            for (var tries = 0; ; tries++)
            {
                // A full room grows by half.
                if (tries > 0 && tries % 8 == 0)
                    room += room / 2;
                var seat = RandomNumberGenerator.GetInt32(1, room + 1);
                if (!await db.Enrolments.AnyAsync(enrolment => enrolment.RunId == runId && enrolment.Seat == seat, cancel))
                    return seat;
            }
        }
    }

    public static void Map(ModelBuilder model)
    {
        model.Entity<Enrolment>(enrolment =>
        {
            enrolment.ToTable("enrolments").HasKey(e => e.Persona);
            enrolment.Property(e => e.Intent).HasConversion<string>();
        });
        model.Entity<Team>().ToTable("teams").HasKey(team => team.Persona);
        model.Entity<TeamMember>().ToTable("team_members");
    }

    internal const string CohortOf = """
        select cast(count(*) as integer), cast(coalesce(sum(case when shown_name is null then 1 else 0 end), 0) as integer)
        from enrolments where run_id = $1 and left_on is null
        """;

    private const string AddOne = """
        insert into enrolments (persona, run_id, seat, shown_name, intent, has_acted, enrolled_on, audiences) values ($1, $2, $3, $4, $5, false, $6, $7)
        on conflict (persona) do nothing
        """;

    private const string AddMany = """
        insert into enrolments (persona, run_id, seat, shown_name, intent, has_acted, enrolled_on, audiences)
        select persona, run_id, seat, shown_name, intent, false, enrolled_on, audiences
        from unnest($1::bytea[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::int[], $7::text[])
          as come (persona, run_id, seat, shown_name, intent, enrolled_on, audiences)
        on conflict (persona) do nothing
        """;

    /// <summary>Adds a crowd at once.</summary>
    internal static async Task Add(DbConnection connection, DbTransaction transaction, List<Enrolment> enrolments)
    {
        if (connection is not NpgsqlConnection)
        {
            using var one = connection.Statement(AddOne, transaction);
            foreach (var come in enrolments)
            {
                one.Bind(come.Persona.ToBytes(), come.RunId, come.Seat, come.ShownName, come.Intent.ToString(), come.EnrolledOn, come.Audiences);
                one.ExecuteNonQuery();
            }

            return;
        }

        await using var many = connection.Statement(AddMany, transaction);
        many.Bind(
            enrolments.ConvertAll(come => come.Persona.ToBytes()).ToArray(),
            enrolments.ConvertAll(come => come.RunId).ToArray(),
            enrolments.ConvertAll(come => come.Seat).ToArray(),
            enrolments.ConvertAll(come => come.ShownName).ToArray(),
            enrolments.ConvertAll(come => come.Intent.ToString()).ToArray(),
            enrolments.ConvertAll(come => come.EnrolledOn).ToArray(),
            enrolments.ConvertAll(come => come.Audiences).ToArray()
        );
        await many.ExecuteNonQueryAsync();
    }

    internal const string AudiencesOf = "select audiences from enrolments where persona = $1";

    /// <summary>Reads seat, shown name, intent, whether they acted, the day they enrolled and what they chose from the first six columns.</summary>
    internal static EnrolmentFacts Facts(DbDataReader row) =>
        new(
            row.GetInt32(0),
            row.IsDBNull(1) ? null : row.GetString(1),
            Enum.Parse<Intent>(row.GetString(2)),
            row.GetBoolean(3),
            row.GetInt32(4),
            row.GetString(5)
        );
}

/// <summary>What every learning page reads of its learner's enrolment.</summary>
public sealed record EnrolmentFacts(int Seat, string? ShownName, Intent Intent, bool HasActed, int? EnrolledOn, string Audiences)
{
    public bool IsDiscreet => ShownName is null;

    /// <summary>An enrolment of nobody, for who only looks: in no seat, under no name that is shown.</summary>
    public static EnrolmentFacts Nobody { get; } = new(0, "", Intent.LookAround, HasActed: false, EnrolledOn: null, Audiences: "");
}
