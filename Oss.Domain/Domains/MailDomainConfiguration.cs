using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Addresses;
using Oss.Domain.Relaying;

namespace Oss.Domain.Domains;

internal sealed class MailDomainConfiguration : IEntityTypeConfiguration<MailDomain>
{
    public void Configure(EntityTypeBuilder<MailDomain> builder)
    {
        builder.Property(d => d.Name).HasMaxLength(DomainName.MaxLength);
        builder.Property(d => d.MinNameLength).HasDefaultValue(1);
        builder.Property(d => d.Ownership).HasDefaultValue(DomainOwnership.Pending);
        builder.Property(d => d.RelayTo).HasConversion(route => route!.ToString(), text => MailRoute.TryParse(text)).HasMaxLength(MailRoute.MaxLength);
        builder.Property(d => d.RelayRecipients).HasDefaultValue(RelayRecipients.Any);
        builder.Ignore(d => d.RelaysUnknown);
        builder.Ignore(d => d.TakesAddresses);
        builder.HasOne(d => d.AliasOf).WithMany().OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => d.ClaimedUntil);
        builder.HasIndex(d => d.Name).IsUnique();
        builder.HasIndex(d => new { d.SubscriptionId, d.Name });
        builder.HasOne(d => d.Subscription).WithMany().OnDelete(DeleteBehavior.Restrict);
    }
}
