using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Amphi.Ground;

namespace Amphi.Organisations;

/// <summary>
/// Counts tries in a sliding quarter of an hour: for an account, so that it cannot be guessed from everywhere, and for a
/// network (an IPv4 address, an IPv6 /64), so that one cannot guess everywhere.
/// </summary>
public sealed class Throttle(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);
    private const int MostForAccount = 10;
    private const int MostForNetwork = 60;
    private const int MostRemembered = 100_000;
    private readonly ConcurrentDictionary<string, Queue<Instant>> _tries = new(StringComparer.Ordinal);

    /// <summary>Counts a try and tells whether it may go on. A device the owner has used is counted apart, so that others' guesses do not keep them out.</summary>
    public bool Allows(string account, string? knownDevice, IPAddress? from)
    {
        var accountAllows = Take(knownDevice is null ? $"a:{account}" : $"d:{account}:{knownDevice}", MostForAccount);
        var networkAllows = Take($"n:{Network(from)}", MostForNetwork);
        return accountAllows && networkAllows;
    }

    private bool Take(string key, int most)
    {
        if (_tries.Count > MostRemembered)
            Forget();

        var now = time.Now();
        var tries = _tries.GetOrAdd(key, _ => new Queue<Instant>());
        lock (tries)
        {
            while (tries.TryPeek(out var oldest) && oldest + Window < now)
                tries.Dequeue();
            if (tries.Count >= most)
                return false;
            tries.Enqueue(now);
            return true;
        }
    }

    private void Forget()
    {
        var now = time.Now();
        foreach (var (key, tries) in _tries)
        {
            lock (tries)
            {
                if (tries.Count == 0 || tries.Last() + Window < now)
                    _tries.TryRemove(key, out _);
            }
        }
    }

    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "?";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
