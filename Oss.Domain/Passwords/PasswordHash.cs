using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Konscious.Security.Cryptography;

namespace Oss.Domain.Passwords;

/// <summary>
/// Password hashes in Dovecot's <c>{SCHEME}hash</c> form, so that a Dovecot reading the same database verifies them too.
/// New ones are Argon2id; hashes that customers bring along may be SHA-2 crypt or bcrypt.
/// </summary>
public static partial class PasswordHash
{
    /// <summary>Characters of a stored hash.</summary>
    public const int MaxLength = 256;

    /// <summary>Octets of a password: more would only be a way to keep the processor busy.</summary>
    public const int MaxPasswordOctets = 1024;

    // OWASP's minimum for Argon2id; Dovecot reads the numbers from the hash.
    private const int MemoryKiB = 19456;
    private const int Iterations = 2;
    private const int Lanes = 1;
    private const int SaltOctets = 16;
    private const int HashOctets = 32;

    private static readonly Lazy<string> Nobody = new(() => Create(RandomNumberGenerator.GetHexString(32)));

    /// <summary>Hashes a new password.</summary>
    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltOctets);
        var hash = Argon2id(password, salt, MemoryKiB, Iterations, Lanes, HashOctets);
        return $"{{ARGON2ID}}$argon2id$v=19$m={MemoryKiB},t={Iterations},p={Lanes}${Unpadded(salt)}${Unpadded(hash)}";
    }

    /// <summary>True when the text is a hash of a form that <see cref="Verify"/> knows.</summary>
    public static bool IsSupported(string stored) => stored.Length <= MaxLength && Split(stored) is var (scheme, hash) && scheme switch
    {
        "ARGON2ID" => TryReadArgon2(hash, out _),
        "SHA512-CRYPT" => Sha512Crypt().IsMatch(hash),
        "SHA256-CRYPT" => Sha256Crypt().IsMatch(hash),
        "BLF-CRYPT" => Bcrypt().IsMatch(hash),
        _ => false,
    };

    /// <summary>Checks a password in a time that does not depend on how much of it is right.</summary>
    public static bool Verify(string stored, string password)
    {
        // A NUL ends a string in crypt(3): what follows it would not count.
        if (password.Length == 0 || Encoding.UTF8.GetByteCount(password) > MaxPasswordOctets || password.Contains('\0', StringComparison.Ordinal) || !IsSupported(stored))
            return false;

        var (scheme, hash) = Split(stored)!.Value;
        return scheme switch
        {
            "ARGON2ID" => VerifyArgon2(hash, password),
            "BLF-CRYPT" => BCrypt.Net.BCrypt.Verify(password, hash),
            _ => SystemCrypt.Verify(hash, password),
        };
    }

    /// <summary>The hash of a password that nobody knows, as costly as that of any account.</summary>
    internal static string OfNobody => Nobody.Value;

    /// <summary>Takes as long as verifying a password, for an account that does not exist: the clock must not tell which names do.</summary>
    public static void VerifyNobody(string password) => Verify(OfNobody, password);

    private static bool VerifyArgon2(string hash, string password)
    {
        TryReadArgon2(hash, out var argon2);
        return CryptographicOperations.FixedTimeEquals(
            Argon2id(password, argon2.Salt, argon2.MemoryKiB, argon2.Iterations, argon2.Lanes, argon2.Hash.Length), argon2.Hash);
    }

    private static byte[] Argon2id(string password, byte[] salt, int memoryKiB, int iterations, int lanes, int octets)
    {
        // libsodium takes one lane and a salt of 16 octets. Its memory is given back at once; 19 MiB of the collected heap would be kept for each hash until the next full collection.
        if (lanes == 1 && salt.Length == SaltOctets)
        {
            var parameters = new NSec.Cryptography.Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKiB, NumberOfPasses = iterations };
            return NSec.Cryptography.PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters).DeriveBytes(Encoding.UTF8.GetBytes(password), salt, octets);
        }

        using var argon2 = new Argon2id(Encoding.UTF8.GetBytes(password))
        {
            Salt = salt, MemorySize = memoryKiB, Iterations = iterations, DegreeOfParallelism = lanes,
        };
        return argon2.GetBytes(octets);
    }

    // The bounds keep a hash that somebody ordered from costing a gigabyte at each login.
    private static bool TryReadArgon2(string text, out Argon2Parameters parameters)
    {
        parameters = default;
        var parts = text.Split('$');
        if (parts.Length != 6 || parts[1] != "argon2id" || parts[2] != "v=19")
            return false;

        var numbers = parts[3].Split(',');
        if (numbers.Length != 3 || !Number(numbers[0], "m=", 8, 1 << 18, out var memory)
            || !Number(numbers[1], "t=", 1, 10, out var iterations) || !Number(numbers[2], "p=", 1, 16, out var lanes))
            return false;

        if (Padded(parts[4]) is not { Length: >= 8 } salt || Padded(parts[5]) is not { Length: >= 16 } hash)
            return false;

        parameters = new Argon2Parameters(memory, iterations, lanes, salt, hash);
        return true;
    }

    private static bool Number(string text, string prefix, int minimum, int maximum, out int value)
    {
        value = 0;
        return text.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(text.AsSpan(prefix.Length), out value)
            && value >= minimum && value <= maximum;
    }

    private static (string Scheme, string Hash)? Split(string stored) =>
        stored.StartsWith('{') && stored.IndexOf('}', StringComparison.Ordinal) is > 1 and var end
            ? (stored[1..end].ToUpperInvariant(), stored[(end + 1)..])
            : null;

    private static string Unpadded(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[]? Padded(string text)
    {
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), buffer, out var length) ? buffer[..length] : null;
    }

    // Rounds and costs are bounded: whoever orders a hash must not choose how long each login keeps the processor busy.
    [GeneratedRegex(@"\A\$6\$(rounds=[1-9][0-9]{3,5}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}\z")]
    private static partial Regex Sha512Crypt();

    [GeneratedRegex(@"\A\$5\$(rounds=[1-9][0-9]{3,5}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{43}\z")]
    private static partial Regex Sha256Crypt();

    [GeneratedRegex(@"\A\$2[aby]\$(0[4-9]|1[0-4])\$[./0-9A-Za-z]{53}\z")]
    private static partial Regex Bcrypt();

    private readonly record struct Argon2Parameters(int MemoryKiB, int Iterations, int Lanes, byte[] Salt, byte[] Hash);
}
