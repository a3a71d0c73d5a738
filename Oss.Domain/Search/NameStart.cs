using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Mailboxes;
using Oss.Domain.Tenants;

namespace Oss.Domain.Search;

/// <summary>A mailbox's name from one of its words on, folded: by the beginning of any word it is found in a range of an index. (A condition on what stands somewhere in a text
/// reads every name there is.) Kept by the saves that change the name (<see cref="Persistence.DerivedRows"/>).</summary>
public sealed class MailboxNameStart
{
    /// <summary>Whose name it is.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The name from the word on.</summary>
    public required string Start { get; init; }
}

/// <summary>The same of a customer's name.</summary>
public sealed class TenantNameStart
{
    /// <summary>Whose name it is.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>The name from the word on.</summary>
    public required string Start { get; init; }
}

internal sealed class NameStartConfiguration : IEntityTypeConfiguration<MailboxNameStart>, IEntityTypeConfiguration<TenantNameStart>
{
    public void Configure(EntityTypeBuilder<MailboxNameStart> builder)
    {
        builder.HasKey(n => new { n.MailboxId, n.Start });
        builder.Property(n => n.Start).HasMaxLength(Mailbox.DisplayNameLength * SearchText.Growth);
        builder.HasIndex(n => new { n.Start, n.MailboxId });
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(n => n.MailboxId);
    }

    public void Configure(EntityTypeBuilder<TenantNameStart> builder)
    {
        builder.HasKey(n => new { n.TenantId, n.Start });
        builder.Property(n => n.Start).HasMaxLength(Tenant.NameLength * SearchText.Growth);
        builder.HasIndex(n => new { n.Start, n.TenantId });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(n => n.TenantId);
    }
}
