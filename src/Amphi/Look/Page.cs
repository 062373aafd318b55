using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RazorSlices;

namespace Amphi.Look;

/// <summary>The only door to pages: renders a template and the frame around it into one pooled buffer, written once.</summary>
public static class Page
{
    public static IResult Show(Frame frame, RazorSlice page, int status = StatusCodes.Status200OK) => new Shown(frame, page, status);

    /// <summary>The same around a middle that is drawn already.</summary>
    public static IResult Show(Frame frame, DrawnPage page) => new ShownDrawn(frame with { Title = page.Title, Listing = page.Listing }, page.Body);

    internal static async Task<ReadOnlyMemory<byte>> Draw(Frame frame, RazorSlice page)
    {
        using var buffer = new PooledBuffer();
        await Slice(frame, page, buffer);
        return buffer.Written.ToArray();
    }

    internal static async Task Render(Frame frame, RazorSlice page, PooledBuffer buffer)
    {
        await Slice(frame, Top.Create(frame), buffer);
        await Slice(frame, page, buffer);
        await Slice(frame, Bottom.Create(frame), buffer);
    }

    private static async ValueTask Slice(Frame frame, RazorSlice slice, PooledBuffer buffer)
    {
        using (slice)
        {
            if (slice is IFramed framed)
                framed.Frame = frame;
            await slice.RenderAsync(buffer, Furniture.Encoder);
        }
    }

    private static async Task Send(HttpContext context, PooledBuffer buffer, int status, bool isListed)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = buffer.Written.Length;
        if (!isListed)
            response.Headers["X-Robots-Tag"] = "noindex";
        await response.Body.WriteAsync(buffer.Written, context.RequestAborted);
    }

    private sealed class Shown(Frame frame, RazorSlice page, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var buffer = new PooledBuffer();
            await Render(frame, page, buffer);
            await Send(httpContext, buffer, status, frame.Listing is not null);
        }
    }

    private sealed class ShownDrawn(Frame frame, ReadOnlyMemory<byte> middle) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var buffer = new PooledBuffer();
            await Slice(frame, Top.Create(frame), buffer);
            buffer.Add(middle.Span);
            await Slice(frame, Bottom.Create(frame), buffer);
            await Send(httpContext, buffer, StatusCodes.Status200OK, frame.Listing is not null);
        }
    }

    /// <summary>A page that something else writes, frame and all.</summary>
    internal sealed class Whole(Action<PooledBuffer> write) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var buffer = new PooledBuffer();
            write(buffer);
            await Send(httpContext, buffer, StatusCodes.Status200OK, isListed: false);
        }
    }
}

/// <summary>A pipe that ends in a rented array: RazorSlices writes into it without a flush between.</summary>
public sealed class PooledBuffer : PipeWriter, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public override bool CanGetUnflushedBytes => true;
    public override long UnflushedBytes => 0;

    public override void Advance(int bytes) => _length += bytes;

    /// <summary>Bytes as they are.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>Markup of ours, or letters that need no encoding.</summary>
    public void AddHtml(ReadOnlySpan<char> html)
    {
        var room = GetSpan(Encoding.UTF8.GetMaxByteCount(html.Length));
        Advance(Encoding.UTF8.GetBytes(html, room));
    }

    /// <summary>Text of anyone's.</summary>
    public void AddText(ReadOnlySpan<char> text)
    {
        Span<char> part = stackalloc char[512];
        while (!text.IsEmpty)
        {
            Furniture.Encoder.Encode(text, part, out var read, out var written);
            AddHtml(part[..written]);
            text = text[read..];
        }
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));

    public override void CancelPendingFlush() { }

    public override void Complete(Exception? exception = null) { }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow(int sizeHint)
    {
        if (_bytes.Length - _length >= Math.Max(sizeHint, 256))
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + sizeHint));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
