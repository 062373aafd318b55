using System.Collections.Concurrent;
using RazorSlices;

namespace Amphi.Look;

/// <summary>The middle of a public page, drawn; the frame around it is each visitor's own.</summary>
public sealed record DrawnPage(string Title, Listing Listing, ReadOnlyMemory<byte> Body);

/// <summary>
/// Pages that look the same to everyone who is not signed in, remembered for two seconds: a crowd at the door costs one
/// drawing. What changes a course or a run says <see cref="Forget"/>.
/// </summary>
public sealed class DrawnPages(TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private const int Most = 500;
    private readonly ConcurrentDictionary<string, (DrawnPage Page, long DrawnAt)> _drawn = new(StringComparer.Ordinal);

    /// <param name="key">What the page depends on: its address and language.</param>
    public async ValueTask<DrawnPage> Get(string key, Func<Task<(Frame Frame, RazorSlice Page)>> draw)
    {
        if (_drawn.TryGetValue(key, out var known) && time.GetElapsedTime(known.DrawnAt) < Fresh)
            return known.Page;

        var (frame, page) = await draw();
        var drawn = new DrawnPage(frame.Title, frame.Listing!, await Page.Draw(frame, page));
        if (_drawn.Count >= Most)
            _drawn.Clear();
        _drawn[key] = (drawn, time.GetTimestamp());
        return drawn;
    }

    public void Forget() => _drawn.Clear();
}
