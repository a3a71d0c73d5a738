using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Domains;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Addresses;

internal sealed class AddressConfiguration : IEntityTypeConfiguration<Address>
{
    public void Configure(EntityTypeBuilder<Address> builder)
    {
        builder.Property(a => a.Value).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(a => a.Search).HasMaxLength(EmailAddress.MaxLength * SearchText.Growth);
        builder.HasIndex(a => a.Value).IsUnique();
        builder.HasIndex(a => a.Search);
        builder.HasIndex(a => a.QuarantinedUntil);
        builder.HasIndex(a => a.FormerMailboxId);
        builder.HasOne(a => a.Mailbox).WithMany(m => m.Addresses).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<MailDomain>().WithMany().HasForeignKey(a => a.DomainId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(a => a.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
    }
}
