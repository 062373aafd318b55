using Amphi.Discretion;
using Amphi.Ground;
using Amphi.Organisations;
using Amphi.Organisations.Mail;
using Microsoft.EntityFrameworkCore;

namespace Amphi;

/// <summary>The rooms of the house, top to bottom: whose tables there are, whose settings, whose addresses.</summary>
public sealed class House(DbContextOptions<House> options) : Database(options)
{
    public static IReadOnlyList<Setting> Settings { get; } =
    [
        SiteSettings.Name,
        MailSettings.Url,
        MailSettings.Server,
        MailSettings.From,
        Proxies.Trusted,
        Telemetry.Collector,
        LogLines.Shape,
        .. SessionLimits.Settings,
    ];

    protected override void MapRooms(ModelBuilder model)
    {
        AnnouncementTables.Map(model);
        Organisations.Tables.Map(model);
        Discretion.Tables.Map(model);
        Courses.Tables.Map(model);
        Enrolments.Tables.Map(model);
        Learning.Tables.Map(model);
        Assessment.Grades.Tables.Map(model);
        Assessment.Cases.Tables.Map(model);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<PersonaId>().HaveConversion<PersonaIdConverter>();
    }
}
