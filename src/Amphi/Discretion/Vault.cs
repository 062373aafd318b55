using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using Amphi.Ground;

namespace Amphi.Discretion;

/// <summary>
/// The only place that can say which person a persona is: a file (SQLite) or schema (PostgreSQL) of its own, with a key
/// of its own. Without the key its rows are noise: a persona's person is sealed, and a person's personas lie in one
/// sealed list, padded, under a keyed word.
/// </summary>
public sealed class Vault(VaultEngine store, Keys keys) : IAsyncDisposable
{
    internal const string Key = "vault";

    // Asked for late: a vault that nobody has opened yet must not make itself a new key (see VaultKey).
    private readonly Lazy<Seal> _seal = new(() => SealOf(keys));
    private readonly Lazy<byte[]> _wordKey = new(() => HKDF.Expand(HashAlgorithmName.SHA256, keys.Named(Key), 32, "word"u8.ToArray()));
    private readonly WriteQueue _queue = new(store.Engine);
    private readonly HotReads _reads = new(store.Engine);
    private readonly ConcurrentDictionary<(long Person, long Run), PersonaId> _remembered = new();

    /// <summary>The persona of a person in a run, or null when they never came there.</summary>
    public async ValueTask<PersonaId?> PersonaOf(long person, long run, CancellationToken cancel)
    {
        if (Remembered(person, run) is { } known)
            return known;

        var list = await ListOf(person, cancel);
        return list.TryGetValue(run, out var persona) ? Remember(person, run, persona) : null;
    }

    /// <summary>The same from memory alone; null also when it is not there.</summary>
    public PersonaId? Remembered(long person, long run) => _remembered.TryGetValue((person, run), out var known) ? known : null;

    /// <summary>The persona of a person in a run, made when they first come.</summary>
    public async Task<PersonaId> PersonaFor(long person, long run, CancellationToken cancel) =>
        await PersonaOf(person, run, cancel) ?? Remember(person, run, await _queue.Alone(() => Make(person, run, cancel), cancel));

    /// <summary>All of a person's personas by run; for that person's own pages.</summary>
    public async Task<IReadOnlyDictionary<long, PersonaId>> PersonasOf(long person, CancellationToken cancel) => await ListOf(person, cancel);

    /// <summary>The person behind a persona, or null when it is nobody's: for the <see cref="Mailbox"/> of this room alone.</summary>
    internal async ValueTask<long?> WhoIs(PersonaId persona, CancellationToken cancel)
    {
        var row = persona.ToBytes();
        return await _reads.One(VaultTables.Persona, VaultTables.Sealed, cancel, row) is { } closed
            ? BinaryPrimitives.ReadInt64BigEndian(_seal.Value.Open(closed, row))
            : null;
    }

    /// <summary>How many statements were read; a test watches that it does not tell what is hidden from what is not there.</summary>
    internal long Statements => _reads.Read.Statements;

    public async ValueTask DisposeAsync()
    {
        _reads.Dispose();
        await _queue.DisposeAsync();
        await store.Engine.DisposeAsync();
    }

    internal static Seal SealOf(Keys keys) => new(HKDF.Expand(HashAlgorithmName.SHA256, keys.Named(Key), 32, "seal"u8.ToArray()));

    private PersonaId Remember(long person, long run, PersonaId persona)
    {
        // Memory stays bounded; what is forgotten here is read again.
        if (_remembered.Count > 200_000)
            _remembered.Clear();
        return _remembered[(person, run)] = persona;
    }

    private async Task<PersonaId> Make(long person, long run, CancellationToken cancel)
    {
        await using var connection = await store.Engine.Open(cancel);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.Serializable, cancel);
        var word = WordOf(person);
        var list = await Read(connection, transaction, word, cancel);
        if (list.TryGetValue(run, out var made))
            return made;

        var persona = PersonaId.New();
        var row = persona.ToBytes();
        list[run] = persona;
        await connection.Run(VaultTables.AddPersona, transaction, cancel, row, _seal.Value.Close(Bytes(person), row));
        await connection.Run(VaultTables.KeepList, transaction, cancel, word, _seal.Value.Close(Packed(list), word));
        await transaction.CommitAsync(cancel);
        return persona;
    }

    private async ValueTask<Dictionary<long, PersonaId>> ListOf(long person, CancellationToken cancel)
    {
        var word = WordOf(person);
        var closed = await _reads.One(VaultTables.List, VaultTables.Sealed, cancel, word);
        return closed is null ? [] : Unpacked(_seal.Value.Open(closed, word));
    }

    private async Task<Dictionary<long, PersonaId>> Read(DbConnection connection, DbTransaction transaction, byte[] word, CancellationToken cancel)
    {
        await using var command = connection.Statement(VaultTables.List, transaction);
        command.Bind(word);
        return await command.ExecuteScalarAsync(cancel) is byte[] closed ? Unpacked(_seal.Value.Open(closed, word)) : [];
    }

    private byte[] WordOf(long person) => HMACSHA256.HashData(_wordKey.Value, Bytes(person));

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    // Padded to sixteens, so that the length of a list does not tell how much someone learns.
    private static byte[] Packed(Dictionary<long, PersonaId> list)
    {
        const int entry = 24;
        const int padding = 16;
        var packed = new byte[4 + (list.Count + padding - 1) / padding * padding * entry];
        BinaryPrimitives.WriteInt32BigEndian(packed, list.Count);
        var at = packed.AsSpan(4);
        foreach (var (run, persona) in list)
        {
            BinaryPrimitives.WriteInt64BigEndian(at, run);
            persona.ToBytes().CopyTo(at[8..]);
            at = at[entry..];
        }

        return packed;
    }

    private static Dictionary<long, PersonaId> Unpacked(ReadOnlySpan<byte> packed)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(packed);
        var list = new Dictionary<long, PersonaId>(count);
        for (var at = packed[4..]; count > 0; count--, at = at[24..])
            list[BinaryPrimitives.ReadInt64BigEndian(at)] = PersonaId.From(at.Slice(8, 16));
        return list;
    }
}

/// <summary>Where the vault's rows are: never in the tables of the house.</summary>
public sealed record VaultEngine(Engine Engine);

internal static class VaultTables
{
    public const string AddPersona = "insert into vault_personas (persona, sealed) values ($1, $2)";

    public const string KeepList = """
        insert into vault_people (keyed, sealed) values ($1, $2)
        on conflict (keyed) do update set sealed = excluded.sealed
        """;

    public const string Persona = "select sealed from vault_personas where persona = $1";

    public const string Any = "select keyed, sealed from vault_people limit 1";

    public const string List = "select sealed from vault_people where keyed = $1";

    public static byte[] Sealed(DbDataReader row) => row.GetFieldValue<byte[]>(0);
}
