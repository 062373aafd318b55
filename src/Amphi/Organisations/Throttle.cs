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
    internal const int MostRemembered = 100_000;
    private readonly Lock _turn = new();
    private readonly Dictionary<string, Queue<Instant>> _tries = new(StringComparer.Ordinal);

    /// <summary>Counts a try and tells whether it may go on. A device the account has used is counted apart, so that others' guesses do not keep its owner out.</summary>
    /// <param name="knownDevice">See <see cref="KnownDevices"/>.</param>
    public bool Allows(string account, string? knownDevice, IPAddress? from)
    {
        var accountAllows = Take(knownDevice is null ? $"a:{account}" : $"d:{account}:{knownDevice}", MostForAccount);
        return AllowsFrom(from) && accountAllows;
    }

    /// <summary>The same where there is no account yet.</summary>
    public bool AllowsFrom(IPAddress? network) => Take($"n:{Network(network)}", MostForNetwork);

    /// <summary>How many accounts and networks are remembered.</summary>
    internal int Remembered => _tries.Count;

    private bool Take(string key, int most)
    {
        lock (_turn)
        {
            var now = time.Now();
            if (!_tries.TryGetValue(key, out var tries))
            {
                Forget(now);
                _tries[key] = tries = new Queue<Instant>();
            }

            while (tries.TryPeek(out var oldest) && oldest + Window < now)
                tries.Dequeue();
            if (tries.Count >= most)
                return false;
            tries.Enqueue(now);
            return true;
        }
    }

    // Memory stays bounded: when what is fresh fills it, the half that was quiet for longest goes. The account's own count in the database stands.
    private void Forget(Instant now)
    {
        if (_tries.Count < MostRemembered)
            return;
        var quiet = _tries
            .OrderBy(one => one.Value.Last())
            .Select((one, place) => (one.Key, IsOver: place < MostRemembered / 2 || one.Value.Last() + Window < now));
        foreach (var (key, _) in quiet.Where(one => one.IsOver).ToList())
            _tries.Remove(key);
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
