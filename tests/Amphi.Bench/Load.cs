using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Amphi.Bench;

/// <param name="Rate">Answers a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Allocated">Bytes a request, of the whole process: server, Kestrel and this generator.</param>
internal sealed record LoadResult(double Rate, double P50, double P99, double Allocated);

/// <summary>Asks one address again and again over kept connections, with as little work of its own as can be.</summary>
internal static class Load
{
    private const int Connections = 8;

    /// <summary>As fast as answers come.</summary>
    public static LoadResult Full(Uri address, string? cookie, TimeSpan time) => Run(address, cookie, time, pause: TimeSpan.Zero);

    /// <summary>At a given rate, spread evenly.</summary>
    public static LoadResult At(Uri address, string? cookie, TimeSpan time, double rate) =>
        Run(address, cookie, time, TimeSpan.FromSeconds(Connections / rate));

    private static LoadResult Run(Uri address, string? cookie, TimeSpan time, TimeSpan pause)
    {
        var request = Encoding.ASCII.GetBytes(
            $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept-Language: fr\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n"
        );
        var callers = Enumerable.Range(0, Connections).Select(_ => new Caller(address, request)).ToList();
        try
        {
            foreach (var caller in callers)
                caller.Ask();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var watch = Stopwatch.StartNew();
            var threads = callers.Select((caller, n) => new Thread(() => caller.Repeat(watch, time, pause, pause / Connections * n))).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());
            var seconds = watch.Elapsed.TotalSeconds;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            var times = callers.SelectMany(caller => caller.Times).Order().ToArray();
            return new LoadResult(times.Length / seconds, Milliseconds(times, 0.5), Milliseconds(times, 0.99), (double)allocated / times.Length);
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }
    }

    private static double Milliseconds(long[] ticks, double part) => ticks.Length == 0 ? 0 : ticks[(int)(ticks.Length * part)] * 1000.0 / Stopwatch.Frequency;

    private sealed class Caller : IDisposable
    {
        private readonly Socket _socket;
        private readonly byte[] _request;
        private readonly byte[] _buffer = new byte[256 * 1024];

        public Caller(Uri address, byte[] request)
        {
            _request = request;
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
        }

        public List<long> Times { get; } = new(1_000_000);

        public void Repeat(Stopwatch watch, TimeSpan time, TimeSpan pause, TimeSpan start)
        {
            var next = start;
            while (watch.Elapsed < time)
            {
                if (pause > TimeSpan.Zero)
                {
                    if (next > watch.Elapsed)
                        Thread.Sleep(next - watch.Elapsed);
                    next += pause;
                }

                var sent = Stopwatch.GetTimestamp();
                Ask();
                Times.Add(Stopwatch.GetTimestamp() - sent);
            }
        }

        public void Ask()
        {
            _socket.Send(_request);
            var (held, needed) = (0, int.MaxValue);
            while (held < needed)
            {
                var read = _socket.Receive(_buffer.AsSpan(held));
                if (read == 0)
                    throw new IOException("The server hung up.");
                held += read;
                if (needed == int.MaxValue)
                    needed = Whole(_buffer.AsSpan(0, held));
            }
        }

        private static int Whole(ReadOnlySpan<byte> held)
        {
            var head = held.IndexOf("\r\n\r\n"u8);
            if (head < 0)
                return int.MaxValue;
            if (!held.StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException($"Answered {Encoding.ASCII.GetString(held[..Math.Min(held.Length, 60)])}");
            var length = held[..head].IndexOf("Content-Length: "u8) + "Content-Length: ".Length;
            return System.Buffers.Text.Utf8Parser.TryParse(held[length..], out int body, out _)
                ? head + 4 + body
                : throw new InvalidOperationException("No length was said.");
        }

        public void Dispose() => _socket.Dispose();
    }
}
