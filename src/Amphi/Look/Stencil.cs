using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RazorSlices;

namespace Amphi.Look;

/// <summary>
/// A page drawn once for many readers, with gaps for what is each one's own: filling them is copying. A template is
/// drawn with gaps of a <see cref="StencilMaker{TReader}"/> where it would otherwise say something of the reader's.
/// </summary>
public sealed class Stencil<TReader>
{
    private readonly (ReadOnlyMemory<byte> Before, Action<TReader, PooledBuffer> Gap)[] _pieces;
    private readonly ReadOnlyMemory<byte> _end;

    internal Stencil(List<(ReadOnlyMemory<byte> Before, Action<TReader, PooledBuffer> Gap)> pieces, ReadOnlyMemory<byte> end) =>
        (_pieces, _end) = ([.. pieces], end);

    public IResult For(TReader reader) => new Page.Whole(page => Fill(reader, page));

    private void Fill(TReader reader, PooledBuffer page)
    {
        foreach (var (before, gap) in _pieces)
        {
            page.Add(before.Span);
            gap(reader, page);
        }

        page.Add(_end.Span);
    }
}

/// <summary>Draws a stencil. Until it is cut, a gap is a word of letters and digits, which passes every encoder as it is.</summary>
public sealed class StencilMaker<TReader>
{
    private const int Digits = 5;

    // Of this drawing alone, and 128 bits: no text that a person wrote can hold it.
    private readonly string _word = $"gap{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}x";
    private readonly List<Action<TReader, PooledBuffer>> _gaps = [];

    /// <summary>A place in the page that is written for each reader.</summary>
    public string Gap(Action<TReader, PooledBuffer> write)
    {
        _gaps.Add(write);
        return _word + (_gaps.Count - 1).ToString("D5", CultureInfo.InvariantCulture);
    }

    /// <summary>The same for text, which is encoded.</summary>
    public string Gap(Func<TReader, string> text) => Gap((reader, page) => page.AddText(text(reader)));

    public async Task<Stencil<TReader>> Cut(Frame frame, RazorSlice page)
    {
        using var buffer = new PooledBuffer();
        await Page.Render(frame, page, buffer);
        ReadOnlyMemory<byte> drawn = buffer.Written.ToArray();
        var word = Encoding.ASCII.GetBytes(_word);
        var pieces = new List<(ReadOnlyMemory<byte>, Action<TReader, PooledBuffer>)>();
        while (drawn.Span.IndexOf(word) is >= 0 and var at)
        {
            var number = int.Parse(drawn.Span.Slice(at + word.Length, Digits), CultureInfo.InvariantCulture);
            pieces.Add((drawn[..at], _gaps[number]));
            drawn = drawn[(at + word.Length + Digits)..];
        }

        return new Stencil<TReader>(pieces, drawn);
    }
}
