using Oss.Domain.Addresses;

namespace Oss.Domain.Orders;

/// <summary>
/// What builds on what inside one order, whatever order the CRM wrote it in: the subscription before its domain, the domain before its mailboxes, the
/// mailbox before the aliases that lead to it; and the other way round when things end. Items of one key keep their order.
/// </summary>
internal sealed class OrderDependencies
{
    private readonly List<int>[] _before;

    private OrderDependencies(List<int>[] before) => _before = before;

    /// <summary>Positions, from 1, of the items in an order in which each comes after those it builds on. A circle is cut at its first item; planning
    /// then finds what is missing.</summary>
    public IReadOnlyList<int> InOrder()
    {
        var (open, sorted) = (new SortedSet<int>(Enumerable.Range(0, _before.Length)), new List<int>(_before.Length));
        while (open.Count > 0)
        {
            var next = open.FirstOrDefault(index => !_before[index].Any(open.Contains), open.Min);
            open.Remove(next);
            sorted.Add(next + 1);
        }

        return sorted;
    }

    /// <summary>Positions of the items that one item builds on.</summary>
    public IReadOnlyList<int> Of(int position) => [.. _before[position - 1].Select(index => index + 1)];

    /// <summary>Sorts stored items by what they depend on.</summary>
    public static IReadOnlyList<OrderItem> InOrder(IEnumerable<OrderItem> items)
    {
        var (byPosition, before) = (items.OrderBy(item => item.Position).ToList(), new List<List<int>>());
        var index = byPosition.Select((item, i) => (item.Position, i)).ToDictionary(pair => pair.Position, pair => pair.i);
        foreach (var item in byPosition)
            before.Add([.. item.Dependencies.Where(index.ContainsKey).Select(position => index[position])]);
        return [.. new OrderDependencies([.. before]).InOrder().Select(position => byPosition[position - 1])];
    }

    public static OrderDependencies Of(IReadOnlyList<OrderItemRequest> items)
    {
        var nodes = items.Select(Node.Of).ToList();
        var providers = nodes.Select((node, index) => (node, index)).Where(pair => pair.node.Creates).ToLookup(pair => pair.node.Key, pair => pair.index);
        var sameKey = nodes.Select((node, index) => (node.Key, index)).ToLookup(pair => pair.Key, pair => pair.index);
        var ends = nodes.Select((node, index) => (node, index)).Where(pair => pair.node.Ends).ToList();
        var before = new List<int>[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            var earlier = sameKey[node.Key].Where(index => index < i);
            // Whatever is named as a parent must be there first; but one made again later in the order is not meant.
            var parents = node.Ends ? [] : node.Parents.SelectMany(key => providers[key]).Where(index => index != i && !sameKey[nodes[index].Key].Any(other => other < index && other < i));
            var children = node.Ends ? ends.Where(other => other.node.Rank > node.Rank).Select(other => other.index) : [];
            before[i] = [.. earlier.Concat(parents).Concat(children).Distinct().Order()];
        }

        return new OrderDependencies(before);
    }

    /// <summary>What one item is to the others. Ranks: product -1, subscription 0, domain 1, mailbox and relay 2, alias and rules 3, right to send 4.</summary>
    private sealed record Node(string Key, int Rank, bool Creates, bool Ends, IReadOnlyList<string> Parents)
    {
        public static Node Of(OrderItemRequest item) => item switch
        {
            ProductItemRequest p => Make(item, Product(p.Code), -1),
            SubscriptionItemRequest s => Make(item, Contract(s.ContractNumber), 0, Product(s.Product)),
            DomainItemRequest d => Make(item, Domain(DomainName.TryParse(d.Name)), 1, Contract(d.ContractNumber), Domain(DomainName.TryParse(d.AliasOf)), Domain(DomainName.TryParse(d.NewName))),
            MailboxItemRequest m => Make(item, Address(m.Address), 2, Contract(m.ContractNumber), Domain(EmailAddress.TryParse(m.Address)?.Domain), Domain(EmailAddress.TryParse(m.NewAddress)?.Domain)),
            SendingRightItemRequest r => Make(item, $"s:{EmailAddress.TryParse(r.Address)?.Value}>{EmailAddress.TryParse(r.Mailbox)?.Value}", 4, Address(r.Address), Address(r.Mailbox)),
            RelayItemRequest r => Make(item, Relay(r.Name), 2, EmailAddress.TryParse(r.Name) is null ? Domain(DomainName.TryParse(r.Name)) : Address(r.Name)),
            RulesItemRequest r => Make(item, $"r:{EmailAddress.TryParse(r.Mailbox)?.Value}", 3, [Address(r.Mailbox), .. (r.Forwarding?.Targets ?? []).Select(Address)]),
            AliasItemRequest a => Make(
                item, Address(a.Address), 3, [Domain(AliasKey.TryParse(a.Address)?.Domain), a.Kind == AliasKind.Relayed ? Relay(AliasKey.TryParse(a.Address)?.Domain.Value) : "", .. (a.Targets ?? []).Concat(a.AddTargets ?? []).Select(Address)]),
            _ => throw new ArgumentOutOfRangeException(nameof(item), item, "An unknown kind of item."),
        };

        private static Node Make(OrderItemRequest item, string key, int rank, params IEnumerable<string> parents) =>
            new(key, rank, item.Action is OrderAction.Provide or OrderAction.Restore, item.Action is OrderAction.Terminate or OrderAction.Purge, [.. parents.Where(parent => parent.Length > 2)]);

        private static string Relay(string? name) => $"y:{EmailAddress.TryParse(name)?.Value ?? DomainName.TryParse(name)?.Value}";

        private static string Product(string? code) => $"p:{code}";

        private static string Contract(string? number) => $"c:{number}";

        private static string Domain(DomainName? name) => $"d:{name?.Value}";

        private static string Address(string text) => $"a:{AliasKey.TryParse(text)?.Value ?? text}";
    }
}
