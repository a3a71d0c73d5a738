using System.Threading.Channels;
using Oss.Domain.Orders;

namespace Oss.Domain.Mailboxes;

/// <summary>Tells, within this process, that an order may have taken somebody's access: whoever serves sessions looks at once, and elsewhere within a second or two.</summary>
public sealed class AccessChanges
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Waits for the next change, or for so long.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing in this process.
        }
    }

    internal void Tell(IEnumerable<OrderItemRequest> items)
    {
        if (items.Any(MayTakeAccess))
            _changes.Writer.TryWrite(true);
    }

    private static bool MayTakeAccess(OrderItemRequest item) => item switch
    {
        MailboxItemRequest { Action: OrderAction.Suspend or OrderAction.Terminate } => true,
        MailboxItemRequest { Action: OrderAction.Modify, Password: not null } => true,
        SubscriptionItemRequest { Action: OrderAction.Suspend or OrderAction.Modify } => true,
        ProductItemRequest { Action: OrderAction.Modify } => true,
        _ => false,
    };
}
