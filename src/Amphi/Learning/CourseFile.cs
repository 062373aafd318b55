using Amphi.Formats.Subtitles;
using Amphi.Ground;
using Amphi.Media;
using Microsoft.Net.Http.Headers;

namespace Amphi.Learning;

/// <summary>Hands out a file of a course to those who may read it, with byte ranges (RFC 9110 §14) for videos.</summary>
internal static class CourseFile
{
    public static async Task<IResult> Give(string file, Classroom room, IStorage storage, HttpContext context, string? vtt)
    {
        if (!Digest.TryParse(file.Split('.')[0], out var digest) || room.Course.PathOf(digest) is not { } path)
            throw new MissingException("No such file.");
        if (vtt is not null)
            return await Captions(digest, storage, room.Visit.Cancel);

        var type = MediaType.Of(path);
        var policy = ContentPolicy.Of(context);
        policy.Sandbox();
        return Results.Stream(
            storage.Open(digest),
            type.Name,
            type.IsShown ? null : Path.GetFileName(path),
            entityTag: new EntityTagHeaderValue($"\"{digest}\""),
            enableRangeProcessing: true
        );
    }

    private static async Task<IResult> Captions(Digest digest, IStorage storage, CancellationToken cancel)
    {
        try
        {
            return Results.Text(Subtitle.ToWebVtt(await CaptionFile.Read(storage, digest, cancel)), "text/vtt; charset=utf-8");
        }
        catch (FormatException)
        {
            throw new MissingException("No captions.");
        }
    }
}
