using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Events;
using Oss.Domain.Idempotency;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders.Batches;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Passwords;
using Oss.Domain.Search;
using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;
using Oss.Domain.Trace;
using Oss.Domain.Webhooks;

namespace Oss.Domain.Persistence;

/// <summary>The one model on every database; each provider has a subclass with its own migrations.</summary>
public abstract class OssDbContext(DbContextOptions options)
    : IdentityUserContext<ConsoleUser, Guid>(options), IDataProtectionKeyContext
{
    /// <summary>Customers.</summary>
    public DbSet<Tenant> Tenants => Set<Tenant>();

    /// <summary>Packages.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>Products of tenants.</summary>
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    /// <summary>Domains served.</summary>
    public DbSet<MailDomain> MailDomains => Set<MailDomain>();

    /// <summary>Keys that sign domains' mail.</summary>
    public DbSet<DkimKey> DkimKeys => Set<DkimKey>();

    /// <summary>What domains' DNS had.</summary>
    public DbSet<DomainCheck> DomainChecks => Set<DomainCheck>();

    /// <summary>Secrets that nodes share.</summary>
    public DbSet<PlatformSecret> PlatformSecrets => Set<PlatformSecret>();

    /// <summary>Mailboxes.</summary>
    public DbSet<Mailbox> Mailboxes => Set<Mailbox>();

    /// <summary>Exports of mailboxes.</summary>
    public DbSet<MailArchive> MailArchives => Set<MailArchive>();

    /// <summary>Beginnings by which mailboxes' names are found.</summary>
    public DbSet<MailboxNameStart> MailboxNameStarts => Set<MailboxNameStart>();

    /// <summary>Beginnings by which customers' names are found.</summary>
    public DbSet<TenantNameStart> TenantNameStarts => Set<TenantNameStart>();

    /// <summary>The one table of addresses.</summary>
    public DbSet<Address> Addresses => Set<Address>();

    /// <summary>Who may send by addresses of others.</summary>
    public DbSet<SendingRight> SendingRights => Set<SendingRight>();

    /// <summary>Orders.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>Orders that came in together.</summary>
    public DbSet<OrderBatch> OrderBatches => Set<OrderBatch>();

    /// <summary>Changes of orders' states.</summary>
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();

    /// <summary>The last number given to an event.</summary>
    public DbSet<EventCounter> EventCounters => Set<EventCounter>();

    /// <summary>Addresses that are called for events.</summary>
    public DbSet<Webhook> Webhooks => Set<Webhook>();

    /// <summary>Events on their way to webhooks.</summary>
    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    /// <summary>Who changed what.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>The end of the chain of audit entries.</summary>
    public DbSet<AuditHead> AuditHeads => Set<AuditHead>();

    /// <summary>Signed statements about the chain.</summary>
    public DbSet<AuditCheckpoint> AuditCheckpoints => Set<AuditCheckpoint>();

    /// <summary>Machines that may call the API.</summary>
    public DbSet<ApiClient> ApiClients => Set<ApiClient>();

    /// <summary>Replies to requests that their senders named.</summary>
    public DbSet<KeptReply> KeptReplies => Set<KeptReply>();

    /// <summary>How often somebody guessed at a password of late.</summary>
    public DbSet<PasswordGuess> PasswordGuesses => Set<PasswordGuess>();

    /// <summary>What became of messages.</summary>
    public DbSet<TraceRecord> TraceRecords => Set<TraceRecord>();

    /// <summary>Messages and logins by the hour.</summary>
    public DbSet<UsageCount> UsageCounts => Set<UsageCount>();

    /// <summary>Mailboxes' last logins.</summary>
    public DbSet<LoginRecord> LoginRecords => Set<LoginRecord>();

    /// <summary>Who sends without a login.</summary>
    public DbSet<UnauthenticatedUse> UnauthenticatedUses => Set<UnauthenticatedUse>();

    /// <inheritdoc/>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await DerivedRows.FollowAsync(this, cancellationToken);
        foreach (var entry in ChangeTracker.Entries<Versioned>().Where(entry => entry.State == EntityState.Modified))
            entry.Entity.Bump();

        // What an order's state became is told in the transaction that makes it so, whoever saves.
        foreach (var order in ChangeTracker.Entries<Order>().Where(entry => entry.State is EntityState.Added or EntityState.Modified).ToList())
            OrderEvents.AddRange(order.Entity.TakeChanges().Select(change => OrderEvent.Of(order.Entity, change)));

        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(OssDbContext).Assembly);
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            if (typeof(Versioned).IsAssignableFrom(entity.ClrType))
                builder.Entity(entity.ClrType).Property(nameof(Versioned.Version)).IsConcurrencyToken();
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<ProductFeatures>().HaveConversion<int>();
    }

    // Databases return DateTime without a kind; everything stored is UTC.
    private sealed class UtcConverter() : ValueConverter<DateTime, DateTime>(
        value => value.ToUniversalTime(), value => DateTime.SpecifyKind(value, DateTimeKind.Utc));
}
