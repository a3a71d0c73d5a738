using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Passwords;

namespace Oss.Domain.Access;

internal sealed class ApiClientConfiguration : IEntityTypeConfiguration<ApiClient>
{
    public void Configure(EntityTypeBuilder<ApiClient> builder)
    {
        builder.Property(c => c.Name).HasMaxLength(ApiClient.NameLength);
        builder.Property(c => c.SecretHash).HasMaxLength(PasswordHash.MaxLength);
        builder.Property(c => c.FormerSecretHash).HasMaxLength(PasswordHash.MaxLength);
        builder.Property(c => c.Scopes).HasMaxLength(ApiClient.ScopesLength);
        builder.Property(c => c.Certificate).HasMaxLength(ApiClient.CertificateLength);
        builder.Property(c => c.OpenIdSubject).HasMaxLength(ApiClient.OpenIdSubjectLength);
        builder.Ignore(c => c.ScopeList);
        builder.HasIndex(c => c.Name).IsUnique();
        builder.HasIndex(c => c.OpenIdSubject).IsUnique();
    }
}
