namespace Amphi.Organisations.Mail;

/// <summary>Something to tell by mail, before it is known to whom.</summary>
/// <param name="Event">What it tells; the same event is the same message.</param>
/// <param name="Path">Where it leads: the last value of the template.</param>
/// <param name="Values">The values before it; a moment is said in the reader's language, where they are.</param>
public sealed record Letter(string Event, string Template, string Path, params IReadOnlyList<object> Values)
{
    /// <summary>The same for someone who learns discreetly: whoever looks over their mail learns nothing of a course.</summary>
    public Letter Neutral => this with { Template = "discreet", Path = "/learning", Values = [] };

    public MailRequested To(Person person, SiteAddress site)
    {
        var words = Look.Words.In(person.Language);
        var said = Values.Select(value => value is Ground.Instant at ? words.DayAndTime(at, person.TimeZone) : $"{value}");
        return new MailRequested(Event, person.Email, person.Language, Template, [.. said, site.At(Path)]);
    }
}
