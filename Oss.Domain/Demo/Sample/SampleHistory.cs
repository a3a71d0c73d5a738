using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Events;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;

namespace Oss.Domain.Demo.Sample;

/// <summary>Orders that made the mailboxes, done long ago: with their events, numbered, and their audit entries, sealed.</summary>
internal sealed class SampleHistory(SampleRandom random)
{
    private static readonly Actor[] Actors = 
    [
        new(ActorKind.ApiClient, "crm", Role.Crm, null), new(ActorKind.ApiClient, "shop", Role.Crm, null), new(ActorKind.ConsoleUser, "anna", Role.Support, null),
        new(ActorKind.ConsoleUser, "jörg", Role.Support, null),
    ];

    private int _orders;

    /// <summary>The last number given to an event.</summary>
    public long LastEvent { get; private set; }

    /// <summary>The last entry sealed.</summary>
    public long LastEntry { get; private set; }

    /// <summary>The hash of the last entry sealed.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The order that made a mailbox.</summary>
    public (Order Order, IReadOnlyList<OrderEvent> Events, AuditEntry Entry) Of(Mailbox mailbox, Guid tenant)
    {
        var (actor, at, number) = (random.Of(Actors), random.Now, ++_orders);
        var order = new Order
        {
            Id = random.Id(), ExternalSystem = actor.Name, ExternalId = $"{number:D8}", PayloadHash = random.Hex(32), SubmittedBy = actor.Name, Submitter = actor, TenantId = tenant, SubmittedAt = at,
        };
        var item = new OrderItem { Id = random.Id(), OrderId = order.Id, Position = 1, Action = OrderAction.Provide, Subject = "mailbox", Key = mailbox.PrimaryAddress, MailboxId = mailbox.Id };
        order.Items.Add(item);
        order.Accept(at);
        order.Begin(at, Guid.Empty);
        // One in a thousand waits for an operator, as it does.
        if (random.OneIn(1000))
        {
            item.Fail(ErrorCodes.PlatformRefused, "The volume refused it.");
            order.Hold(at, null, ErrorCodes.PlatformRefused, "Item 1 failed; the order waits for an operator.");
        }
        else
        {
            item.Complete();
            order.Finish(at.AddMilliseconds(20 + random.Below(200)));
        }

        var events = order.TakeChanges().Select(change => OrderEvent.Numbered(order, change, ++LastEvent)).ToList();
        return (order, events, Sealed(AuditEntry.By(
            actor, at, "mailbox.provide", mailbox.PrimaryAddress, tenant, $"Mailbox {mailbox.PrimaryAddress}: provide under {mailbox.Subscription.ContractNumber}.", order.Id, random.Id())));
    }

    private AuditEntry Sealed(AuditEntry entry)
    {
        (entry.Sequence, entry.Salt) = (++LastEntry, random.Hex(32));
        entry.Digest = AuditChain.DigestOf(entry);
        entry.Hash = Hash = AuditChain.HashOf(Hash, entry);
        return entry;
    }
}
