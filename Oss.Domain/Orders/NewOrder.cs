using System.Globalization;
using Oss.Domain.Access;
using Oss.Domain.Addresses;

namespace Oss.Domain.Orders;

/// <summary>Makes an order of a request whose passwords are hashed.</summary>
internal static class NewOrder
{
    public static Order From(OrderRequest request, string fingerprint, Actor actor, DateTime now, (Guid Id, int Position)? batch = null)
    {
        var order = new Order
        {
            ExternalSystem = request.ExternalSystem, ExternalId = request.ExternalId, PayloadHash = fingerprint, SubmittedBy = actor.Name, Submitter = actor,
            TenantId = actor.TenantId, SubmittedAt = now, OnFailure = request.OnFailure,
            Lane = request.Items.Any(item => item.Action == OrderAction.Export) ? OrderLane.Export : batch is null ? OrderLane.Interactive : OrderLane.Batch, BatchId = batch?.Id, BatchPosition = batch?.Position ?? 0,
        };
        Fill(order, request);
        return order;
    }

    /// <summary>Gives an order its content: items, start, what happens on failure.</summary>
    public static void Fill(Order order, OrderRequest request)
    {
        (order.OnFailure, order.RequestedStart, order.Content) = (request.OnFailure, request.RequestedStart?.ToUniversalTime(), OrderContent.Write(request.Items));
        var dependencies = OrderDependencies.Of(request.Items);
        order.Items.Clear();
        for (var position = 1; position <= request.Items.Count; position++)
        {
            var item = request.Items[position - 1];
            order.Items.Add(new OrderItem
            {
                Position = position, Action = item.Action, Subject = OrderValidator.Subject(item), Key = Key(item),
                DependsOn = string.Join(',', dependencies.Of(position).Select(other => other.ToString(CultureInfo.InvariantCulture))),
            });
        }
    }

    /// <summary>An order that is carried out later is refused now when its submitter could never order it.</summary>
    /// <exception cref="DomainException">The role may not order this.</exception>
    public static void EnsureAllowed(IEnumerable<OrderItemRequest> items, Actor actor)
    {
        if (items.Any(item => !OrderPermissions.Allow(actor, item)))
            throw new DomainException(new DomainError.Forbidden($"The role {actor.Role} may not order this."));
    }

    private static string Key(OrderItemRequest item) => item switch
    {
        ProductItemRequest product => product.Code,
        SubscriptionItemRequest subscription => subscription.ContractNumber,
        DomainItemRequest domain => DomainName.TryParse(domain.Name)!.Value,
        MailboxItemRequest mailbox => EmailAddress.TryParse(mailbox.Address)!.Value,
        SendingRightItemRequest right => EmailAddress.TryParse(right.Address)!.Value,
        RelayItemRequest relay => EmailAddress.TryParse(relay.Name)?.Value ?? DomainName.TryParse(relay.Name)!.Value,
        RulesItemRequest rules => EmailAddress.TryParse(rules.Mailbox)!.Value,
        AliasItemRequest alias => AliasKey.TryParse(alias.Address)!.Value.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(item), item, "An unknown kind of item."),
    };
}
