using Amphi.Ground;

namespace Amphi.Assessment.Cases;

/// <summary>A file handed in. Its own name is not kept: it could say whose it is.</summary>
public sealed class SubmittedFile
{
    public const int Most = 5;
    public const long Largest = 10_000_000;

    public long Id { get; private set; }
    public string Code { get; init; } = RandomWord.Code(10);
    public required long SubmissionId { get; init; }

    /// <summary>Lower case, without a dot; what the bytes were found to be.</summary>
    public required string Extension { get; init; }
    public required byte[] Digest { get; init; }
    public required long Length { get; init; }
}
