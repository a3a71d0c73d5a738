using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Addresses;
using Oss.Domain.Passwords;
using Oss.Domain.Relaying;
using Oss.Domain.Rules;

namespace Oss.Domain.Mailboxes;

internal sealed class MailboxConfiguration : IEntityTypeConfiguration<Mailbox>
{
    public void Configure(EntityTypeBuilder<Mailbox> builder)
    {
        builder.Property(m => m.PrimaryAddress).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(m => m.Volume).HasMaxLength(64);
        builder.Property(m => m.PasswordHash).HasMaxLength(PasswordHash.MaxLength);
        builder.Property(m => m.ScramKeys).HasMaxLength(ScramKeys.MaxLength);
        builder.Property(m => m.DisplayName).HasMaxLength(Mailbox.DisplayNameLength);
        builder.Property(m => m.SearchName).HasMaxLength(Mailbox.DisplayNameLength * SearchText.Growth);
        builder.Property(m => m.TreeName).HasMaxLength(EmailAddress.MaxLength);
        builder.Ignore(m => m.TreeNames);
        builder.Property(m => m.PendingRules).HasConversion(rules => RulesJson.Write(rules), text => RulesJson.Read<PendingRules>(text));
        builder.Property(m => m.RelayTo).HasConversion(route => route!.ToString(), text => MailRoute.TryParse(text)).HasMaxLength(MailRoute.MaxLength);
        builder.Property(m => m.RelayAs).HasMaxLength(EmailAddress.MaxLength);
        builder.ComplexProperty(m => m.Suspension);
        builder.HasIndex(m => m.PurgeAt);
        // Lists are read in the order of an index, from wherever the reader is: all, those of a contract, those in a state.
        builder.HasIndex(m => m.PrimaryAddress);
        builder.HasIndex(m => new { m.SubscriptionId, m.PrimaryAddress });
        builder.HasIndex(m => new { m.State, m.PrimaryAddress });
        builder.HasOne(m => m.Subscription).WithMany().OnDelete(DeleteBehavior.Restrict);
    }
}
