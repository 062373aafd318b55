using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Amphi.Formats.Calendars;

/// <summary>A moment in a calendar.</summary>
/// <param name="Uid">Stays the same when the moment moves.</param>
/// <param name="Address">Where to read more; null says nothing.</param>
public sealed record CalendarEntry(string Uid, string Title, DateTimeOffset At, Uri? Address = null);

/// <summary>Writes an iCalendar file (RFC 5545).</summary>
public static class CalendarFile
{
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <param name="now">When it was written.</param>
    public static string Write(IEnumerable<CalendarEntry> entries, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//Amphi//Dates//EN", Method = "PUBLISH" };
        foreach (var entry in entries)
            calendar.Events.Add(
                new CalendarEvent
                {
                    Uid = entry.Uid,
                    DtStamp = new CalDateTime(now.UtcDateTime),
                    Summary = entry.Title,
                    Start = new CalDateTime(entry.At.UtcDateTime),
                    Url = entry.Address,
                }
            );
        return new CalendarSerializer().SerializeToString(calendar) ?? "";
    }
}
