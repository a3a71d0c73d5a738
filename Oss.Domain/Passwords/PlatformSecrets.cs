using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Passwords;

/// <summary>Gives the platform's secrets; a node asks the database once for each.</summary>
public sealed class PlatformSecrets(IDbContextFactory<OssDbContext> contexts)
{
    private readonly ConcurrentDictionary<string, byte[]> _known = new();

    /// <summary>The secret of that name. Two nodes that make it at the same time agree on the one that was saved first.</summary>
    public async ValueTask<byte[]> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(name, out var known))
            return known;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, name, cancellationToken) is not { } value)
        {
            db.PlatformSecrets.Add(new PlatformSecret { Name = name, Value = RandomNumberGenerator.GetBytes(PlatformSecret.ValueOctets) });
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
            {
                db.ChangeTracker.Clear();
            }

            value = await FindAsync(db, name, cancellationToken) ?? throw new InvalidOperationException($"The secret {name} can be neither read nor made.");
        }

        return _known[name] = value;
    }

    private static Task<byte[]?> FindAsync(OssDbContext db, string name, CancellationToken cancellationToken) =>
        db.PlatformSecrets.Where(secret => secret.Name == name).Select(secret => secret.Value).FirstOrDefaultAsync(cancellationToken);
}

internal sealed class PlatformSecretConfiguration : IEntityTypeConfiguration<PlatformSecret>
{
    public void Configure(EntityTypeBuilder<PlatformSecret> builder)
    {
        builder.HasKey(secret => secret.Name);
        builder.Property(secret => secret.Name).HasMaxLength(PlatformSecret.NameLength);
        builder.Property(secret => secret.Value).HasMaxLength(PlatformSecret.ValueOctets);
    }
}
