using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>
/// Erases what records say about a person whose mailbox is purged (GDPR article 17): audit entries under any address it had, whose chain still closes, and the keys and sentences of past orders. Freed
/// addresses stay until their quarantine ends: they keep the person's mail from strangers. Every step may be repeated.
/// </summary>
public sealed class EraseMailboxRecords(IDbContextFactory<OssDbContext> contexts, EraseAudit audit)
{
    /// <summary>Stands where an address stood.</summary>
    public const string Erased = "(erased)";

    /// <summary>Erases it; the caller saves the mailbox.</summary>
    internal async Task ExecuteAsync(Mailbox mailbox, Order order, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Addresses.Where(a => a.FormerMailboxId == mailbox.Id).Select(a => a.Value)
            .Union(db.Orders.SelectMany(o => o.Items).Where(i => i.MailboxId == mailbox.Id).Select(i => i.Key)).ToListAsync(cancellationToken);
        var actor = Actor.System with { OnBehalfOf = $"order {order.Id}" };
        foreach (var subject in known.Append(mailbox.PrimaryAddress).Where(subject => subject != Erased).Distinct())
            await audit.ExecuteAsync(subject, actor, cancellationToken);

        await db.Set<OrderItem>().Where(i => i.MailboxId == mailbox.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.Key, Erased).SetProperty(i => i.ErrorText, (string?)null).SetProperty(i => i.Undo, (string?)null), cancellationToken);
        mailbox.PrimaryAddress = Erased;
        (mailbox.TreeName, mailbox.TreeMayBe) = (null, null);
    }
}
