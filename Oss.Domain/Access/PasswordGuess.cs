using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Access;

/// <summary>How often somebody guessed at a password of late, under one key.</summary>
public sealed class PasswordGuess
{
    /// <summary>Characters of <see cref="Key"/>.</summary>
    public const int KeyLength = 64;

    /// <summary>SHA-256 of what is guessed at, or of where from, in hexadecimal digits.</summary>
    public required string Key { get; init; }

    /// <summary>Guesses that count.</summary>
    public required int Count { get; set; }

    /// <summary>When they count no more, UTC.</summary>
    public required DateTime Until { get; set; }
}

internal sealed class PasswordGuessConfiguration : IEntityTypeConfiguration<PasswordGuess>
{
    public void Configure(EntityTypeBuilder<PasswordGuess> builder)
    {
        builder.HasKey(g => g.Key);
        builder.Property(g => g.Key).HasMaxLength(PasswordGuess.KeyLength);
        builder.HasIndex(g => g.Until);
    }
}
