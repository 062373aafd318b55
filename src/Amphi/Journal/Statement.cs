using System.Security.Cryptography;
using System.Text;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Journal;

/// <summary>A line of the record of learning: this persona did that to this lesson or block, then, with this result.</summary>
/// <param name="Id">
/// Made by whoever acted, so that an act sent twice is written once.
/// </param>
/// <param name="Object">The id of a lesson or block, or the word <c>run</c>.</param>
/// <param name="Result">JSON, or null.</param>
public sealed record Statement(Guid Id, long RunId, PersonaId Persona, Verb Verb, string Object, string? Result, Instant At)
{
    /// <summary>The object of joining and leaving.</summary>
    public const string Run = "run";

    public bool IsOfRun => Object == Run;

    /// <summary>The id of what follows from an act: always the same for the same act and word.</summary>
    public static Guid Following(Guid act, string word)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{act:N} {word}"), hash);
        return new Guid(hash[..16]);
    }
}
