using Amphi.Ground;
using Amphi.Tests.Theatre;
using Microsoft.EntityFrameworkCore;

namespace Amphi.Tests.Discretion;

/// <summary>T34: no table of a room below Discretion can say which person somebody is; a column that nobody has judged fails.</summary>
public sealed class SchemaWalkTests
{
    private static readonly HashSet<string> OfPeople =
    [
        "organisations",
        "persons",
        "passkeys",
        "memberships",
        "sessions",
        "tokens",
        "passkey_challenges",
        "calendar_feeds",
        "audit_entries",
    ];

    // Every column of every other table, judged: none leads to a person. shown_name is what a learner chose to show.
    private static readonly Dictionary<string, string> Judged = new()
    {
        ["announcements"] = "id kind body due_at mark tries leased_until failure",
        ["schema_scripts"] = "name",
        ["courses"] = "id organisation_id slug title subtitle language summary cloth hours weeks searched is_listed current_version_id created_at",
        ["course_versions"] = "id course_id number digest files outline published_at",
        ["course_texts"] = "digest body",
        ["course_blocks"] = "course_id block ordinal",
        ["course_runs"] =
            "id course_id version_id code title time_zone is_self_paced starts_at ends_at enrolment_opens_at enrolment_closes_at capacity taken created_at dates",
        ["enrolments"] = "persona run_id seat shown_name intent has_acted enrolled_on left_on audiences",
        ["statements"] = "id run_id persona verb object result at",
        ["progress"] = "persona run_id done done_count places lesson seen_at bookmarks",
        ["arrangements"] = "persona run_id shift_days extra_days extra_percent extra_minutes extended",
        ["extension_requests"] = "id run_id persona thing days reason asked_at granted answer answered_at",
        ["mark_sheets"] = "persona run_id marks",
        ["answers"] = "persona question block tries answer earned possible verdict answered_at hints drawn version_id",
        ["quiz_attempts"] = "persona block number run_id version_id started_at closes_at handed_in_at questions answers earned possible due_at drawn rekeyed",
        // Whoever of the team changed a mark stands in the audit log alone.
        ["mark_changes"] = "id run_id persona lesson hundredths kind reason audit_sequence at",
        ["mark_corrections"] = "id run_id persona lesson question attempt earned_before earned reason audit_sequence at",
        ["finishers"] = "persona run_id finished_on",
        ["case_submissions"] =
            "id code run_id block ordinal persona language parts link revision changed_at state act handed_in_at late_percent must_give needed taken received possible patient_until promised_at earned basis medians settled_at appeal appealed_at appeal_answer appeal_answered_at is_teams",
        ["case_authors"] = "run_id block persona submission_id",
        ["case_trainings"] = "run_id block persona sample judgements distance done_at",
        ["case_fingerprints"] = "run_id block hash submission_id",
        ["case_likenesses"] = "run_id submission_id other_id percent",
        ["teams"] = "persona run_id code name founded_on",
        ["team_members"] = "id team run_id persona joined_on left_on",
        ["case_files"] = "id code submission_id extension digest length",
        ["case_reviews"] = "id code submission_id run_id block reader kind begun_at leased_until judgements note act done_at counts helpful distance",
    };

    [Fact]
    public async Task No_table_of_learning_holds_a_person_and_no_column_is_unjudged()
    {
        await using var amphi = await Amphitheatre.Open(Engines.Sqlite);

        var columns = await amphi.With<Database, List<string>>(Columns);

        Assert.Empty(Unjudged(columns));
        Assert.NotEmpty(Unjudged([.. columns, "answers.person_id"]));
        Assert.NotEmpty(Unjudged([.. columns, "leaks.person_id"]));
    }

    private static IEnumerable<string> Unjudged(List<string> columns) =>
        columns.Where(column =>
            column.Split('.') is [var table, var name]
            && !OfPeople.Contains(table)
            && !(Judged.TryGetValue(table, out var known) && known.Split(' ').Contains(name))
        );

    private static async Task<List<string>> Columns(Database db) =>
        await db
            .Database.SqlQueryRaw<string>(
                "select m.name || '.' || c.name as \"Value\" from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'"
            )
            .ToListAsync();
}
