using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// What a room reads about its visitor on each of its pages, so that it travels with the visitor's own read instead of
/// after it; the room finds it in <see cref="Visit.Beside"/>. Metadata of an endpoint.
/// </summary>
public abstract class ReadBeside
{
    /// <summary>The read, made from what is in memory; null when that is not enough, and the room then reads by itself.</summary>
    /// <param name="person">Who the session belonged to when it was last seen. Whether it still opens is not known yet.</param>
    public abstract HotRead<object>? Of(HttpContext context, long person);
}
