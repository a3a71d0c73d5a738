using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;

namespace Oss.Domain.Rules;

/// <summary>A mailbox's rules as they are now.</summary>
/// <param name="MailboxId">The mailbox.</param>
/// <param name="Address">Its primary address.</param>
/// <param name="Sheet">What its active script is.</param>
/// <param name="IsPending">Whether an order has changed them and the platform has yet to write them.</param>
/// <param name="Features">What its product allows, and its tenant does not forbid.</param>
public sealed record RulesView(Guid MailboxId, string Address, RuleSheet Sheet, bool IsPending, ProductFeatures Features)
{
    /// <summary>The rules, or what of a script by hand could be said by rules.</summary>
    public MailboxRules Rules => Sheet switch { RuleSheet.FromRules written => written.Rules, RuleSheet.ByHand script => script.Recognised, _ => MailboxRules.None };

    /// <summary>The script by hand, when it is one.</summary>
    public RuleSheet.ByHand? ByHand => Sheet as RuleSheet.ByHand;
}

/// <summary>Reads a mailbox's rules back from its script, and lists its scripts.</summary>
public sealed class GetRules(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform)
{
    /// <summary>The rules.</summary>
    /// <exception cref="DomainException">There is no such mailbox that the actor may see, or its volume is out of reach.</exception>
    public Task<RulesView> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReachAsync(id, actor, async (mailbox, reference) =>
        mailbox.PendingRules is { Rules: { } waiting }
            ? ViewOf(mailbox, new RuleSheet.FromRules(waiting), isPending: true)
            : ViewOf(mailbox, mailbox.Volume is null ? new RuleSheet.None() : await platform.ReadRulesAsync(reference, cancellationToken), isPending: mailbox.PendingRules is not null), cancellationToken);

    /// <summary>All scripts of the mailbox, by name.</summary>
    /// <exception cref="DomainException">There is no such mailbox that the actor may see, or its volume is out of reach.</exception>
    public Task<IReadOnlyList<MailboxScript>> ScriptsAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ReachAsync<IReadOnlyList<MailboxScript>>(
        id, actor, async (mailbox, reference) => mailbox.Volume is null ? [] : await platform.ListScriptsAsync(reference, cancellationToken), cancellationToken);

    private static RulesView ViewOf(Mailbox mailbox, RuleSheet sheet, bool isPending) =>
        new(mailbox.Id, mailbox.PrimaryAddress, sheet, isPending, FeaturesOf(mailbox));

    private static ProductFeatures FeaturesOf(Mailbox mailbox) =>
        mailbox.Subscription.Tenant.ForbidsExternalForwarding ? mailbox.Subscription.Product.Features & ~ProductFeatures.ExternalForwarding : mailbox.Subscription.Product.Features;

    /// <summary>Reads from a mailbox that the actor may see.</summary>
    internal Task<T> ReachAsync<T>(Guid id, Actor actor, Func<Mailbox, MailboxReference, Task<T>> read, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mailbox = await db.Mailboxes.AsNoTracking().Include(m => m.Subscription.Product).Include(m => m.Subscription.Tenant)
            .Where(m => m.State != MailboxState.Terminated && m.State != MailboxState.Purged)
            .FirstOrDefaultAsync(m => m.Id == id && (actor.TenantId == null || m.Subscription.TenantId == actor.TenantId) && (actor.MailboxId == null || m.Id == actor.MailboxId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("mailbox", id.ToString()));
        try
        {
            return await read(mailbox, new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume));
        }
        catch (MailPlatformUnavailableException e)
        {
            throw new DomainException(new DomainError.Unavailable("The mailbox's volume is out of reach."), e);
        }
    });
}
