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
        builder.HasIndex(a => new { a.Kind, a.Search });
        // Lists are read in the order of an index, from wherever the reader is: those of a contract, in a domain, of a kind.
        builder.HasIndex(a => new { a.SubscriptionId, a.Value });
        builder.HasIndex(a => new { a.DomainId, a.Value });
        builder.HasIndex(a => new { a.DomainId, a.Kind, a.Value });
        builder.HasIndex(a => new { a.Kind, a.Value });
        builder.HasIndex(a => a.QuarantinedUntil);
        builder.HasIndex(a => a.FormerMailboxId);
        builder.HasOne(a => a.Mailbox).WithMany(m => m.Addresses).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<MailDomain>().WithMany().HasForeignKey(a => a.DomainId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Subscription>().WithMany().HasForeignKey(a => a.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
    }
}
