using System.Buffers;
using System.IO.Pipelines;
using RazorSlices;

namespace Amphi.Look;

/// <summary>The only door to pages: renders a template and the frame around it into one pooled buffer, written once.</summary>
public static class Page
{
    public static IResult Show(Frame frame, RazorSlice page, int status = StatusCodes.Status200OK) => new Shown(frame, page, status);

    /// <summary>The same around a middle that is drawn already.</summary>
    public static IResult Show(Frame frame, DrawnPage page) => new Shown(frame with { Title = page.Title, Listing = page.Listing }, page.Body);

    internal static async Task<ReadOnlyMemory<byte>> Draw(Frame frame, RazorSlice page)
    {
        using var buffer = new PooledBuffer();
        await Shown.Render(frame, page, buffer);
        return buffer.Written.ToArray();
    }

    private sealed class Shown(Frame frame, RazorSlice? page, int status) : IResult
    {
        private readonly ReadOnlyMemory<byte> _drawn;

        public Shown(Frame frame, ReadOnlyMemory<byte> drawn)
            : this(frame, null, StatusCodes.Status200OK) => _drawn = drawn;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            using var buffer = new PooledBuffer();
            await Render(frame, Top.Create(frame), buffer);
            if (page is null)
                _drawn.CopyTo(buffer.Take(_drawn.Length));
            else
                await Render(frame, page, buffer);
            await Render(frame, Bottom.Create(frame), buffer);

            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = buffer.Written.Length;
            if (frame.Listing is null)
                response.Headers["X-Robots-Tag"] = "noindex";
            await response.Body.WriteAsync(buffer.Written, httpContext.RequestAborted);
        }

        public static async ValueTask Render(Frame frame, RazorSlice slice, PooledBuffer buffer)
        {
            using (slice)
            {
                if (slice is IFramed framed)
                    framed.Frame = frame;
                await slice.RenderAsync(buffer, Furniture.Encoder);
            }
        }
    }
}

/// <summary>A pipe that ends in a rented array: RazorSlices writes into it without a flush between.</summary>
internal sealed class PooledBuffer : PipeWriter, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public override bool CanGetUnflushedBytes => true;
    public override long UnflushedBytes => 0;

    public override void Advance(int bytes) => _length += bytes;

    public Memory<byte> Take(int length)
    {
        var taken = GetMemory(length)[..length];
        Advance(length);
        return taken;
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
