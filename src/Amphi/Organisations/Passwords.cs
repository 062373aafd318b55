using Amphi.Ground;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Amphi.Organisations;

/// <summary>
/// Hashes passwords with Identity's hasher: PBKDF2-HMAC-SHA512, 210,000 rounds (OWASP ASVS 5.0, appendix C). At most two
/// are hashed at once, or a crowd at the door would leave no processor for those inside.
/// </summary>
public sealed class Passwords : IDisposable
{
    public const int Shortest = 10;
    public const int Longest = 128;
    private const int Rounds = 210_000;
    private const int MostWaiting = 200;

    private readonly PasswordHasher<Person> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Rounds }));
    private readonly SemaphoreSlim _two = new(2);
    private readonly string _nobodys;
    private int _waiting;

    public Passwords() => _nobodys = _hasher.HashPassword(null!, RandomWord.Secret());

    public void Dispose() => _two.Dispose();

    public Task<string> Hash(string password, CancellationToken cancel) => InTurn(() => _hasher.HashPassword(null!, password), cancel);

    /// <summary>Whether the password is the person's. For nobody it takes as long, so that time does not tell who is known.</summary>
    public Task<bool> IsRight(Person? person, string password, CancellationToken cancel) =>
        InTurn(
            () =>
                _hasher.VerifyHashedPassword(null!, person?.PasswordHash ?? _nobodys, password) != PasswordVerificationResult.Failed
                && person?.PasswordHash is not null,
            cancel
        );

    /// <summary>Why a password is not taken, as a key of the language files; null when it is.</summary>
    public static string? Refusal(string password, string email)
    {
        if (password.Length < Shortest)
            return "account.password.short";
        if (password.Length > Longest)
            return "account.password.long";
        var plain = password.ToLowerInvariant();
        var isGuessable =
            CommonPasswords.Any(plain)
            || plain.Distinct().Count() < 4
            || email.ToLowerInvariant().Split('@')[0] is { Length: > 4 } name && plain.Contains(name, StringComparison.Ordinal);
        return isGuessable ? "account.password.common" : null;
    }

    private async Task<T> InTurn<T>(Func<T> work, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new OverloadedException();
        }

        try
        {
            await _two.WaitAsync(cancel);
            try
            {
                return await Task.Run(work, cancel);
            }
            finally
            {
                _two.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}

/// <summary>The passwords everyone tries first: common words, whatever digits and signs stand around them.</summary>
internal static class CommonPasswords
{
    private static readonly HashSet<string> Words =
    [
        "password",
        "motdepasse",
        "passw0rd",
        "azerty",
        "azertyuiop",
        "qwerty",
        "qwertyuiop",
        "qsdfghjklm",
        "bonjour",
        "soleil",
        "doudou",
        "chouchou",
        "loulou",
        "marseille",
        "welcome",
        "bienvenue",
        "letmein",
        "admin",
        "administrator",
        "administrateur",
        "iloveyou",
        "jetaime",
        "monkey",
        "dragon",
        "football",
        "baseball",
        "princess",
        "sunshine",
        "superman",
        "batman",
        "master",
        "shadow",
        "secret",
        "changeme",
        "changezmoi",
        "amphi",
        "formation",
        "mooc",
        "entreprise",
        "company",
        "school",
        "ecole",
        "winter",
        "summer",
        "printemps",
        "automne",
        "hiver",
        "spring",
        "autumn",
        "janvier",
        "fevrier",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
        "september",
        "october",
        "november",
        "december",
        "paris",
        "lyon",
        "london",
        "france",
        "england",
        "internet",
        "computer",
        "ordinateur",
        "michael",
        "charlie",
        "jordan",
        "thomas",
        "nicolas",
        "camille",
        "test",
        "testtest",
        "abcdefgh",
        "abcdefghij",
        "abcd",
        "aaaa",
        "qazwsx",
        "zaqwsx",
        "trustno",
        "starwars",
        "pokemon",
        "whatever",
        "freedom",
        "liberte",
        "nothing",
        "google",
        "facebook",
    ];

    public static bool Any(string password)
    {
        var letters = password.Trim([.. "0123456789!?.,;:-_*+/@#$%&()= "]);
        return letters.Length == 0
            || Words.Contains(letters)
            || Words.Contains(letters.Replace('0', 'o').Replace('1', 'i').Replace('3', 'e').Replace('@', 'a').Replace('$', 's'));
    }
}
