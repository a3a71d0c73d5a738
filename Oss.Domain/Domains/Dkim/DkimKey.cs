using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Domains;

/// <summary>A key that signs a domain's mail, or will, or did.</summary>
public sealed class DkimKey
{
    /// <summary>Characters of a selector.</summary>
    public const int SelectorLength = 63;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The domain.</summary>
    public required Guid DomainId { get; init; }

    /// <summary>Names its record: <c>selector._domainkey.domain</c>; unique in the domain.</summary>
    public required string Selector { get; init; }

    /// <summary>What it signs by.</summary>
    public required DkimKeyAlgorithm Algorithm { get; init; }

    /// <summary>As its record has it: base64, of SubjectPublicKeyInfo for RSA, of the 32 octets for Ed25519 (RFC 8463 4).</summary>
    public required string PublicKey { get; init; }

    /// <summary>PKCS#8 as PEM, encrypted by data protection.</summary>
    public required string ProtectedPrivateKey { get; init; }

    /// <summary>Where it stands.</summary>
    public required DkimKeyState State { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When its record may go, UTC; <see langword="null"/> while it signs or will.</summary>
    public DateTime? RetireAt { get; set; }
}

/// <summary>Algorithms of DKIM keys.</summary>
public enum DkimKeyAlgorithm
{
    /// <summary>RSA of 2048 bits: what every receiver knows.</summary>
    Rsa,

    /// <summary>Ed25519 (RFC 8463): beside RSA, for those that know it.</summary>
    Ed25519,
}

/// <summary>States of a <see cref="DkimKey"/>.</summary>
public enum DkimKeyState
{
    /// <summary>Its record is to be published; it does not sign.</summary>
    Announced,

    /// <summary>It signs.</summary>
    Signing,

    /// <summary>Another signs; its record stands for mail on its way.</summary>
    Retiring,
}

internal sealed class DkimKeyConfiguration : IEntityTypeConfiguration<DkimKey>
{
    // An RSA key of 2048 bits has 392 characters of public key, and 1704 of PEM, which encryption and base64 make about 2500.
    private const int PublicKeyLength = 1000;
    private const int ProtectedLength = 8000;

    public void Configure(EntityTypeBuilder<DkimKey> builder)
    {
        builder.Property(k => k.Selector).HasMaxLength(DkimKey.SelectorLength);
        builder.Property(k => k.PublicKey).HasMaxLength(PublicKeyLength);
        builder.Property(k => k.ProtectedPrivateKey).HasMaxLength(ProtectedLength);
        builder.HasIndex(k => new { k.DomainId, k.Selector }).IsUnique();
        builder.HasIndex(k => k.RetireAt);
        builder.HasOne<MailDomain>().WithMany(d => d.DkimKeys).HasForeignKey(k => k.DomainId).OnDelete(DeleteBehavior.Cascade);
    }
}
