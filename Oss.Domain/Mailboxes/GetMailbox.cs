using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox as the console shows it.</summary>
public sealed record MailboxDetails(
    Guid Id, string Address, string? DisplayName, MailboxState State, string? Volume, Quota Quota, DateTime CreatedAt,
    string TenantNumber, string TenantName, string ContractNumber, string ProductCode, string ProductName,
    IReadOnlyList<MailboxAddress> Addresses, OrderView? LastOrder)
{
    /// <summary>Grows with each change of the mailbox itself.</summary>
    public required long Version { get; init; }

    /// <summary>The tenant's id.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime? TerminatedAt { get; init; }

    /// <summary>Until when it can be restored, UTC.</summary>
    public DateTime? PurgeAt { get; init; }

    /// <summary>What is suspended of this mailbox by itself.</summary>
    public required Suspension Suspension { get; init; }

    /// <summary>What is suspended of the whole contract, and with it of this mailbox.</summary>
    public required Suspension ContractSuspension { get; init; }

    /// <summary>Addresses of others that it may send by.</summary>
    public required IReadOnlyList<string> SendsAs { get; init; }

    /// <summary>Who else may send by its addresses.</summary>
    public required IReadOnlyList<MailboxSender> Senders { get; init; }

    /// <summary>Where its mail goes on to, as in <c>lmtp:mailstore21.example.org:24</c>; <see langword="null"/> when it ends here.</summary>
    public string? RelayTo { get; init; }

    /// <summary>The address that the server there knows it by.</summary>
    public string? RelayAs { get; init; }

    /// <summary>What the contract allows one mailbox.</summary>
    public required Quota MaximumQuota { get; init; }

    /// <summary>Whether the product has mailboxes without a limit.</summary>
    public required bool MayBeUnlimited { get; init; }
}

/// <summary>One address of a mailbox.</summary>
/// <param name="Value">The address, or <c>@domain</c>.</param>
/// <param name="Kind">What it is.</param>
public sealed record MailboxAddress(string Value, AddressKind Kind);

/// <summary>Somebody who may send by an address of a mailbox.</summary>
/// <param name="Address">The address.</param>
/// <param name="Mailbox">The primary address of who may.</param>
public sealed record MailboxSender(string Address, string Mailbox);

/// <summary>Looks up one mailbox.</summary>
public sealed class GetMailbox(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, RecordRead read)
{
    /// <summary>The mailbox by its id.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<MailboxDetails> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => LoadAsync(id, actor, cancellationToken));

    private async Task<MailboxDetails> LoadAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mailbox = await FindAsync(db, id, actor, cancellationToken);
        await read.ExecuteAsync("mailbox", mailbox.PrimaryAddress, mailbox.Subscription.TenantId, actor, cancellationToken);
        var last = await db.Orders.AsNoTracking().Include(o => o.Items)
            .Where(o => o.Items.Any(i => i.MailboxId == id) && (actor.TenantId == null || o.TenantId == actor.TenantId)).OrderByDescending(o => o.SubmittedAt).FirstOrDefaultAsync(cancellationToken);
        var subscription = mailbox.Subscription;
        return new MailboxDetails(
            mailbox.Id, mailbox.PrimaryAddress, mailbox.DisplayName, mailbox.State, mailbox.Volume, Quota.FromNullable(mailbox.QuotaBytes), mailbox.CreatedAt,
            subscription.Tenant.Number, subscription.Tenant.Name, subscription.ContractNumber, subscription.Product.Code, subscription.Product.Name,
            [.. mailbox.Addresses.OrderBy(a => a.Kind).ThenBy(a => a.Value, StringComparer.Ordinal).Select(a => new MailboxAddress(a.Value, a.Kind))],
            last?.ToView())
        {
            Version = mailbox.Version,
            TenantId = subscription.TenantId,
            TerminatedAt = mailbox.TerminatedAt,
            PurgeAt = mailbox.PurgeAt,
            Suspension = mailbox.Suspension,
            ContractSuspension = subscription.Suspension,
            RelayTo = mailbox.RelayTo?.ToString(),
            RelayAs = mailbox.RelayTo is null ? null : mailbox.RelayAs ?? mailbox.PrimaryAddress,
            SendsAs = await db.SendingRights.Where(r => r.MailboxId == id).OrderBy(r => r.Address.Value).Select(r => r.Address.Value).ToListAsync(cancellationToken),
            Senders = await db.SendingRights.Where(r => r.Address.MailboxId == id).OrderBy(r => r.Address.Value).ThenBy(r => r.Mailbox.PrimaryAddress)
                .Select(r => new MailboxSender(r.Address.Value, r.Mailbox.PrimaryAddress)).ToListAsync(cancellationToken),
            MaximumQuota = Quota.FromNullable(subscription.LimitOf(ProductLimit.QuotaPerMailbox)),
            MayBeUnlimited = subscription.LimitOf(ProductLimit.QuotaPerMailbox) is null && subscription.LimitOf(ProductLimit.QuotaTotal) is null,
        };
    }

    /// <summary>Measures on disk what the mailbox uses now; <see langword="null"/> while it has no tree.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or its volume is out of reach.</exception>
    public Task<MailboxUsage?> MeasureUsageAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => MeasureAsync(id, actor, cancellationToken));

    private async Task<MailboxUsage?> MeasureAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mailbox = await FindAsync(db, id, actor, cancellationToken);
        try
        {
            var usage = await platform.MeasureUsageAsync(new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume), cancellationToken);
            return usage is not null && mailbox.Subscription.LimitOf(ProductLimit.QuotaPool) is { } pool
                ? usage with { Pool = new PoolUsage(await platform.MeasurePoolAsync(mailbox.SubscriptionId, cancellationToken), pool) }
                : usage;
        }
        catch (MailPlatformUnavailableException e)
        {
            throw new DomainException(new DomainError.Unavailable("The mailbox's volume is out of reach."), e);
        }
    }

    /// <summary>The mailbox with its subscription, when the actor may see it.</summary>
    internal static async Task<Mailbox> FindAsync(OssDbContext db, Guid id, Actor actor, CancellationToken cancellationToken) =>
        await db.Mailboxes.AsNoTracking().AsSplitQuery()
            .Include(m => m.Addresses).Include(m => m.Subscription.Tenant).Include(m => m.Subscription.Product)
            .FirstOrDefaultAsync(m => m.Id == id && (actor.TenantId == null || m.Subscription.TenantId == actor.TenantId), cancellationToken)
        ?? throw new DomainException(new DomainError.NotFound("mailbox", id.ToString()));
}
