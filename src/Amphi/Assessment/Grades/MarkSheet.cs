using System.Buffers.Binary;
using Amphi.Discretion;
using Amphi.Ground;

namespace Amphi.Assessment.Grades;

/// <summary>Where the mark of a piece of work stands.</summary>
public enum MarkState : byte
{
    /// <summary>Handed in, not yet marked.</summary>
    Waiting = 1,
    Marked = 2,

    /// <summary>The learner was let off: it counts neither for nor against them.</summary>
    Excused = 3,
}

/// <summary>What a learner reached in one block: a quiz or a case study.</summary>
/// <param name="Ordinal">The block's number in its course, which stays when the course changes.</param>
/// <param name="Earned">Thousandths of a point, any penalty for lateness taken off.</param>
/// <param name="Possible">Thousandths of a point.</param>
/// <param name="PenaltyPercent">What lateness took off, 0 to 100.</param>
public readonly record struct BlockMark(int Ordinal, int Earned, int Possible, MarkState State, int PenaltyPercent, Instant At);

/// <summary>
/// All marks of a learner in a run, in one compact row: a gradebook of 160,000 learners is read in a second, and a mark
/// is one small write beside the act that earned it.
/// </summary>
public sealed class MarkSheet(PersonaId persona, long runId)
{
    private const int Size = 4 + 4 + 4 + 1 + 1 + 8;
    private readonly SortedDictionary<int, BlockMark> _marks = [];

    public PersonaId Persona { get; } = persona;
    public long RunId { get; } = runId;
    public IReadOnlyCollection<BlockMark> Marks => _marks.Values;

    public static MarkSheet Stored(PersonaId persona, long runId, ReadOnlySpan<byte> bytes)
    {
        var sheet = new MarkSheet(persona, runId);
        for (; bytes.Length >= Size; bytes = bytes[Size..])
            sheet.Set(
                new BlockMark(
                    BinaryPrimitives.ReadInt32BigEndian(bytes),
                    BinaryPrimitives.ReadInt32BigEndian(bytes[4..]),
                    BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
                    (MarkState)bytes[12],
                    bytes[13],
                    new Instant(BinaryPrimitives.ReadInt64BigEndian(bytes[14..]))
                )
            );
        return sheet;
    }

    /// <summary>The mark of a block, or null while nothing was handed in.</summary>
    public BlockMark? Of(int ordinal) => _marks.TryGetValue(ordinal, out var mark) ? mark : null;

    public void Set(BlockMark mark) => _marks[mark.Ordinal] = mark;

    /// <summary>What was handed in is taken back: there is no mark, as before.</summary>
    public void TakeBack(int ordinal) => _marks.Remove(ordinal);

    public byte[] ToBytes()
    {
        var bytes = new byte[_marks.Count * Size];
        var at = bytes.AsSpan();
        foreach (var mark in _marks.Values)
        {
            BinaryPrimitives.WriteInt32BigEndian(at, mark.Ordinal);
            BinaryPrimitives.WriteInt32BigEndian(at[4..], mark.Earned);
            BinaryPrimitives.WriteInt32BigEndian(at[8..], mark.Possible);
            at[12] = (byte)mark.State;
            at[13] = (byte)mark.PenaltyPercent;
            BinaryPrimitives.WriteInt64BigEndian(at[14..], mark.At.Milliseconds);
            at = at[Size..];
        }

        return bytes;
    }
}
