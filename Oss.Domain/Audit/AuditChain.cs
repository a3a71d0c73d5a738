using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Oss.Domain.Audit;

/// <summary>The last entry sealed; its one row is the lock that lets one node at a time seal.</summary>
public sealed class AuditHead
{
    internal const int OnlyId = 1;

    /// <summary>Always 1.</summary>
    public int Id { get; init; } = OnlyId;

    /// <summary>The last number given.</summary>
    public long Last { get; set; }

    /// <summary>The last entry's hash; empty before the first.</summary>
    public string Hash { get; set; } = "";
}

/// <summary>A signed statement that the chain up to an entry has a hash. Kept outside, it holds whoever can write to the database to it.</summary>
public sealed class AuditCheckpoint
{
    private const string Prefix = "oss-audit-1";

    /// <summary>The entry.</summary>
    public required long Sequence { get; init; }

    /// <summary>The entry's hash.</summary>
    public required string Hash { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The key that signed: SubjectPublicKeyInfo of an ECDSA P-256 key, base64.</summary>
    public required string PublicKey { get; init; }

    /// <summary>ECDSA with SHA-256 over <see cref="Statement"/>, base64.</summary>
    public required string Signature { get; set; }

    /// <summary>What is signed.</summary>
    public string Statement() => string.Create(CultureInfo.InvariantCulture, $"{Prefix} {Sequence} {Hash} {At.Ticks}");

    /// <summary>The checkpoint as one line, to be kept outside.</summary>
    public override string ToString() => $"{Statement()} {PublicKey} {Signature}";

    /// <summary>Reads a line; <see langword="null"/> when it is none.</summary>
    public static AuditCheckpoint? TryParse(string line) => line.Trim().Split(' ') is [Prefix, var sequence, var hash, var ticks, var key, var signature]
        && long.TryParse(sequence, CultureInfo.InvariantCulture, out var number) && long.TryParse(ticks, CultureInfo.InvariantCulture, out var at)
        && at >= 0 && at <= DateTime.MaxValue.Ticks
        ? new AuditCheckpoint { Sequence = number, Hash = hash, At = new DateTime(at, DateTimeKind.Utc), PublicKey = key, Signature = signature }
        : null;

    /// <summary>Whether the signature is the key's.</summary>
    public bool IsSigned()
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey), out _);
            return key.VerifyData(Encoding.UTF8.GetBytes(Statement()), Convert.FromBase64String(Signature), HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }
}

/// <summary>How the chain is computed; every byte of it is fixed, for entries of years ago must still verify.</summary>
internal static class AuditChain
{
    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Over what is personal, with the salt.</summary>
    public static string DigestOf(AuditEntry e) => Hash(JsonSerializer.Serialize(
        new[] { e.Salt, e.Actor, e.Subject, e.Detail, e.OnBehalfOf, e.Reason, e.Source, e.Before, e.After }));

    /// <summary>Over the hash before and what is not personal.</summary>
    public static string HashOf(string before, AuditEntry e) => Hash(string.Create(
        CultureInfo.InvariantCulture, $"{before}\n{e.Sequence}\n{e.Id}\n{Microseconds(e.At)}\n{e.Action}\n{e.TenantId}\n{e.OrderId}\n{e.Digest}"));

    // MariaDB keeps microseconds, SQLite ticks; what both keep is what counts.
    private static long Microseconds(DateTime at) => at.Ticks / TimeSpan.TicksPerMicrosecond;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
