using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Passwords;

/// <summary>
/// What SCRAM-SHA-256 (RFC 5802 3, 7677) needs of a password, made when it is set: it cannot be made of another hash. Stored as Dovecot stores it,
/// <c>{SCRAM-SHA-256}iterations,salt,StoredKey,ServerKey</c>, beside the Argon2id hash that all other logins are checked against.
/// </summary>
/// <param name="Iterations">Iterations of PBKDF2.</param>
/// <param name="Salt">The salt.</param>
/// <param name="StoredKey">Proves the client.</param>
/// <param name="ServerKey">Proves the server.</param>
public sealed record ScramKeys(int Iterations, byte[] Salt, byte[] StoredKey, byte[] ServerKey)
{
    /// <summary>Characters of the stored form.</summary>
    public const int MaxLength = 160;

    // RFC 7677 4 asks for 4096 at least. The client pays for them, a telephone too, and Cyrus's library refuses more than 65536.
    private const int NewIterations = 50_000;
    private const int SaltOctets = 16;
    private const string Scheme = "{SCRAM-SHA-256}";

    /// <summary>Makes the keys of a new password.</summary>
    public static ScramKeys Create(string password) => Create(password, RandomNumberGenerator.GetBytes(SaltOctets), NewIterations);

    /// <summary>Makes the keys of a password with a given salt.</summary>
    internal static ScramKeys Create(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(SaslPrep.Prepare(password)), salt, iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        return new ScramKeys(iterations, salt, SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8)), HMACSHA256.HashData(salted, "Server Key"u8));
    }

    /// <summary>Keys for a name that has none: they look like any, are the same each time and on every node, and no password has them.</summary>
    /// <param name="name">The normalised name.</param>
    /// <param name="secret">The platform's secret.</param>
    internal static ScramKeys Invent(string name, byte[] secret) =>
        new(NewIterations, Invented("salt", name, secret)[..SaltOctets], Invented("stored", name, secret), Invented("server", name, secret));

    /// <summary>Reads the stored form; <see langword="null"/> when it is none.</summary>
    public static ScramKeys? TryParse(string? stored)
    {
        if (stored?.StartsWith(Scheme, StringComparison.Ordinal) != true || stored[Scheme.Length..].Split(',') is not [var iterations, var salt, var storedKey, var serverKey])
            return null;

        return int.TryParse(iterations, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Decode(salt) is { } s && Decode(storedKey) is { } c && Decode(serverKey) is { } v
            ? new ScramKeys(number, s, c, v)
            : null;
    }

    /// <summary>The form that is stored.</summary>
    public string ToStored() =>
        $"{Scheme}{Iterations.ToString(CultureInfo.InvariantCulture)},{Convert.ToBase64String(Salt)},{Convert.ToBase64String(StoredKey)},{Convert.ToBase64String(ServerKey)}";

    /// <summary>Never shows the keys.</summary>
    public override string ToString() => nameof(ScramKeys);

    private static byte[] Invented(string what, string name, byte[] secret) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{what}\0{name}"));

    private static byte[]? Decode(string base64)
    {
        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var length) ? buffer[..length] : null;
    }
}
