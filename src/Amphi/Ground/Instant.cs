using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Amphi.Ground;

/// <summary>A moment, in whole milliseconds of UTC since 1970. Compares and sorts alike on both engines.</summary>
public readonly record struct Instant(long Milliseconds) : IComparable<Instant>
{
    public static Instant From(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    public int CompareTo(Instant other) => Milliseconds.CompareTo(other.Milliseconds);

    public static bool operator <(Instant left, Instant right) => left.Milliseconds < right.Milliseconds;

    public static bool operator >(Instant left, Instant right) => left.Milliseconds > right.Milliseconds;

    public static bool operator <=(Instant left, Instant right) => left.Milliseconds <= right.Milliseconds;

    public static bool operator >=(Instant left, Instant right) => left.Milliseconds >= right.Milliseconds;

    public static Instant operator +(Instant instant, TimeSpan span) => new(instant.Milliseconds + (long)span.TotalMilliseconds);

    public static Instant operator -(Instant instant, TimeSpan span) => new(instant.Milliseconds - (long)span.TotalMilliseconds);

    public static TimeSpan operator -(Instant left, Instant right) => TimeSpan.FromMilliseconds(left.Milliseconds - right.Milliseconds);

    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}

/// <summary>A time provider read in our own unit.</summary>
public static class Clock
{
    public static Instant Now(this TimeProvider time) => Instant.From(time.GetUtcNow());
}

internal sealed class InstantConverter() : ValueConverter<Instant, long>(instant => instant.Milliseconds, milliseconds => new Instant(milliseconds));
