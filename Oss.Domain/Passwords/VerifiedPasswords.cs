using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Passwords;

/// <summary>
/// Remembers for a short time which passwords were right, so that a client that logs in every minute does not cost a slow hash each time. What is remembered is a keyed
/// hash of the stored hash and the password together, under a key that never leaves the process: when the password changes, so does the stored hash, and
/// nothing remembered fits any more, on whichever node it was changed. Wrong passwords are never remembered and always cost what they cost.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="verify">Whether a stored hash is that of a password: slow, as it should be.</param>
public sealed class VerifiedPasswords(TimeProvider time, Func<string, string, bool> verify)
{
    /// <summary>How long a right password is remembered after it was verified.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private const int MaxRemembered = 100_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _verified = new();

    /// <summary>Remembers what <see cref="PasswordHash.Verify"/> says.</summary>
    public VerifiedPasswords(TimeProvider time)
        : this(time, PasswordHash.Verify)
    {
    }

    /// <summary>Whether a password was found right a short time ago. Costs next to nothing, whether it was or not.</summary>
    public bool IsKnown(string stored, string password) => _verified.TryGetValue(Name(stored, password), out var until) && time.GetUtcNow() < until;

    /// <summary>Checks a password as <see cref="PasswordHash.Verify"/> does.</summary>
    public bool Verify(string stored, string password)
    {
        var name = Name(stored, password);
        var now = time.GetUtcNow();
        if (_verified.TryGetValue(name, out var until) && now < until)
            return true;
        if (!verify(stored, password))
            return false;

        if (_verified.Count >= MaxRemembered)
            _verified.Clear();
        _verified[name] = now + Memory;
        return true;
    }

    /// <summary>Does the work of checking a wrong password, for a user that does not exist: how long it takes must not tell which names do.</summary>
    public void VerifyNobody(string password) => Verify(PasswordHash.OfNobody, password);

    private string Name(string stored, string password) => Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{stored}\0{password}")));
}
