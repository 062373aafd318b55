using Amphi.Formats.Subtitles;
using Amphi.Media;

namespace Amphi.Learning;

/// <summary>A file of captions in a course.</summary>
internal static class CaptionFile
{
    // A day of talking is a tenth of it. What is larger is no captions, and is not read.
    private const long MostBytes = 4 << 20;

    /// <exception cref="FormatException">It holds no captions.</exception>
    public static async Task<IReadOnlyList<Cue>> Read(IStorage storage, Digest digest, CancellationToken cancel)
    {
        await using var bytes = storage.Open(digest);
        if (bytes.Length > MostBytes)
            throw new FormatException("Too large for captions.");
        var whole = new byte[bytes.Length];
        await bytes.ReadExactlyAsync(whole, cancel);
        return Subtitle.Read(whole);
    }
}
