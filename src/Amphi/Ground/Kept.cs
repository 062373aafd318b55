using System.Collections.Concurrent;

namespace Amphi.Ground;

/// <summary>
/// What takes long to make, kept for whoever asks next: made once however many ask at the same time, and all let go when
/// there are too many. What failed is not kept; the next to ask tries again.
/// </summary>
public sealed class Kept<TKey, TValue>(int most)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> _kept = new();

    /// <param name="from">What it is made from, handed through so that asking for what is kept costs nothing.</param>
    public ValueTask<TValue> Get<TFrom>(TKey key, TFrom from, Func<TFrom, Task<TValue>> make)
    {
        if (_kept.TryGetValue(key, out var known) && known.Value is { IsCompletedSuccessfully: true } made)
            return new(made.Result);
        if (_kept.Count >= most)
            _kept.Clear();
        return new(Made(key, _kept.GetOrAdd(key, _ => new(() => make(from)))));
    }

    private async Task<TValue> Made(TKey key, Lazy<Task<TValue>> made)
    {
        try
        {
            return await made.Value;
        }
        catch
        {
            _kept.TryRemove(KeyValuePair.Create(key, made));
            throw;
        }
    }
}
