using Oss.Domain.Addresses;

namespace Oss.Domain.Orders.Planning;

/// <summary>The normalised keys in an order's items.</summary>
internal sealed record NamedSubjects(List<string> Tenants, List<string> Products, List<string> Contracts, List<string> Domains, List<string> Addresses, List<string> Ended)
{
    public static NamedSubjects In(IReadOnlyCollection<OrderItemRequest> items)
    {
        var subscriptions = items.OfType<SubscriptionItemRequest>().ToList();
        var products = items.OfType<ProductItemRequest>().ToList();
        var aliases = items.OfType<AliasItemRequest>().ToList();
        var keys = aliases.Select(a => AliasKey.TryParse(a.Address)!.Value).ToList();
        var mailboxes = items.OfType<MailboxItemRequest>().ToList();
        var addresses = mailboxes.SelectMany(m => new[] { EmailAddress.TryParse(m.Address)!, EmailAddress.TryParse(m.NewAddress) }).OfType<EmailAddress>().ToList();
        var domains = items.OfType<DomainItemRequest>().ToList();
        var rules = items.OfType<RulesItemRequest>().ToList();
        var targets = aliases.SelectMany(a => (a.Targets ?? []).Concat(a.AddTargets ?? [])).Concat(rules.SelectMany(ForwardRules.TargetsOf)).Select(t => EmailAddress.TryParse(t)!).ToList();
        addresses.AddRange(rules.Select(r => EmailAddress.TryParse(r.Mailbox)!));
        addresses.AddRange(items.OfType<SendingRightItemRequest>().SelectMany(r => new[] { EmailAddress.TryParse(r.Address)!, EmailAddress.TryParse(r.Mailbox)! }));
        var relays = items.OfType<RelayItemRequest>().ToList();
        addresses.AddRange(relays.Select(r => EmailAddress.TryParse(r.Name)).OfType<EmailAddress>());
        var relayed = relays.Select(r => DomainName.TryParse(r.Name)).OfType<DomainName>().ToList();
        return new NamedSubjects(
            Distinct(subscriptions.Select(s => s.TenantNumber)),
            Distinct([.. subscriptions.Select(s => s.Product), .. products.Select(p => p.Code), .. products.SelectMany(p => p.MayBecome ?? [])]),
            Distinct([.. subscriptions.Select(s => s.ContractNumber), .. domains.Select(d => d.ContractNumber), .. mailboxes.Select(m => m.ContractNumber)]),
            Distinct([.. domains.Select(d => DomainName.TryParse(d.Name)!.Value), .. domains.Select(d => DomainName.TryParse(d.AliasOf)?.Value), .. domains.Select(d => DomainName.TryParse(d.NewName)?.Value), .. addresses.Select(m => m.Domain.Value), .. relayed.Select(d => d.Value), .. keys.Select(k => k.Domain.Value), .. targets.Select(t => t.Domain.Value)]),
            Distinct([.. addresses.Select(m => m.Value), .. keys.Select(k => k.Value), .. targets.Select(t => t.Value), .. targets.Select(t => $"@{t.Domain.Value}"), .. relayed.Select(d => $"@{d.Value}")]),
            Distinct(mailboxes.Where(m => m.Action is OrderAction.Restore or OrderAction.Purge).Select(m => EmailAddress.TryParse(m.Address)!.Value)));
    }

    private static List<string> Distinct(IEnumerable<string?> keys) => [.. keys.OfType<string>().Distinct()];
}
