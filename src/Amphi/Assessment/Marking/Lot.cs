using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Amphi.Assessment.Marking;

/// <summary>
/// Draws by lot, and always the same from the same words, on every machine and in every version of .NET: SplitMix64
/// (Steele, Lea and Flood, « Fast splittable pseudorandom number generators », 2014; constants of Vigna's splitmix64.c),
/// begun with SHA-256 of the words.
/// </summary>
public sealed class Lot(ulong seed)
{
    private ulong _state = seed;

    public Lot(string words)
        : this(BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(words)))) { }

    public ulong Next()
    {
        var mixed = _state += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to below <paramref name="count"/>, each as likely as the others.</summary>
    public int Below(int count)
    {
        // The last, incomplete round of numbers would favour the small ones.
        var (many, left) = ((ulong)count, ulong.MaxValue % (ulong)count + 1);
        ulong next;
        do next = Next();
        while (left != many && next > ulong.MaxValue - left);
        return (int)(next % many);
    }

    /// <summary>A number from 0 to below 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Fisher and Yates' shuffle.</summary>
    public void Shuffle(Span<int> places)
    {
        for (var left = places.Length; left > 1; left--)
        {
            var other = Below(left);
            (places[left - 1], places[other]) = (places[other], places[left - 1]);
        }
    }
}
