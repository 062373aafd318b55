using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Amphi.Organisations;

namespace Amphi.Bench;

/// <summary>Answers of a quiz as the site takes them: a whole request, judged and on disk, beside progress writes of the same run.</summary>
internal static class AnswerBenches
{
    private const int Callers = 64;
    private const int Rounds = 3;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3);

    public static async Task Sqlite()
    {
        await using var stand = await Stand.Open();
        await Answers(stand);
        var (ratios, rates) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var writes = await WriteBenches.Rate(stand);
            var rate = await Answers(stand);
            ratios.Add(rate / writes);
            rates.Add(rate);
        }

        Figures.AtLeast(
            "answers saved and judged, whole request, SQLite",
            Figures.Median(ratios),
            0.5,
            $"× progress writes without a request; {Figures.Median(rates):0} answers/s"
        );
    }

    private static async Task<double> Answers(Stand stand)
    {
        var word = stand.Services.GetRequiredService<FormWord>().For(stand.Cookie.Split('=', 2)[1]);
        var (answered, watch) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => Ask(stand, word, watch, () => Interlocked.Increment(ref answered)))));
        return answered / watch.Elapsed.TotalSeconds;
    }

    private static async Task Ask(Stand stand, string word, Stopwatch watch, Action count)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(stand.Address.Host, stand.Address.Port);
        var (request, buffer) = (Request(stand, word), new byte[64 * 1024]);
        while (watch.Elapsed < Time)
        {
            await socket.SendAsync(request);
            var held = 0;
            do held += await socket.ReceiveAsync(buffer.AsMemory(held));
            while (!IsWhole(buffer.AsSpan(0, held)));
            if (!buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException($"Answered {Encoding.ASCII.GetString(buffer.AsSpan(0, Math.Min(held, 80)))}");
            count();
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> held)
    {
        var head = held.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var said = Encoding.ASCII.GetString(held[..head]);
        var length = said.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        return length < 0 ? held.EndsWith("0\r\n\r\n"u8) : held.Length >= head + 4 + int.Parse(said[(length + 16)..].Split('\r')[0]);
    }

    private static byte[] Request(Stand stand, string word)
    {
        const string body = "question=q13b&q.q13b=1";
        return Encoding.ASCII.GetBytes(
            $"POST /c/{stand.Run}/l/l13/answers HTTP/1.1\r\nHost: {stand.Address.Authority}\r\nCookie: {stand.Cookie}\r\nSec-Fetch-Site: same-origin\r\n{FormWord.Header}: {word}\r\nX-Fragment: 1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );
    }
}
