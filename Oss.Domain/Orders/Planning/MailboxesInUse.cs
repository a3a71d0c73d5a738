using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>What the mailboxes of subscriptions that change hold and do, as the platform knows it: storage that would be too much, rules that a product would not have. Asked only where it
/// matters, and of so many mailboxes at most.</summary>
internal sealed class MailboxesInUse
{
    /// <summary>Each costs a look at the disk, and a caller waits.</summary>
    private const int Asked = 200;

    private static readonly ProductFeatures ByRules =
        ProductFeatures.Sieve | ProductFeatures.Forwarding | ProductFeatures.ExternalForwarding | ProductFeatures.AutoReply | ProductFeatures.SpamFilter | ProductFeatures.SpamDiscard;

    private readonly Dictionary<Guid, long> _bytes = [];
    private readonly Dictionary<Guid, MailboxRules> _rules = [];
    private readonly List<Address> _forwards = [];
    private readonly HashSet<string> _elsewhere = [];

    /// <summary>Whether a volume was away, so that something is not known.</summary>
    public bool IsIncomplete { get; private set; }

    public static async Task<MailboxesInUse> LoadAsync(
        OssDbContext db, IMailPlatform platform, IReadOnlyCollection<OrderItemRequest> items, IEnumerable<Subscription> subscriptions, IReadOnlyDictionary<string, Product> products, IEnumerable<Mailbox> mailboxes, CancellationToken ct)
    {
        var (use, all) = (new MailboxesInUse(), mailboxes.ToLookup(m => m.SubscriptionId));
        foreach (var subscription in subscriptions)
        {
            var changes = items.OfType<SubscriptionItemRequest>().Where(i => i.Action == OrderAction.Modify && i.ContractNumber == subscription.ContractNumber).ToList();
            var wanted = changes.Select(i => i.Product is null ? null : products.GetValueOrDefault(i.Product)).OfType<Product>().ToList();
            var rules = wanted.Any(product => (subscription.Product.Features & ~product.Features & ByRules) != 0);
            var smaller = changes.SelectMany(i => i.Limits ?? []).Any(l => l.Limit == ProductLimit.QuotaPerMailbox)
                || wanted.Any(product => product.MailboxQuotaBytes < (subscription.LimitOf(ProductLimit.QuotaPerMailbox) ?? long.MaxValue));
            foreach (var mailbox in all[subscription.Id].Where(m => m is { State: MailboxState.Active, Volume: not null }).Take(rules || smaller ? Asked : 0))
                await use.AskAsync(platform, mailbox, rules, smaller && !mailbox.HasOwnQuota, ct);
            if (wanted.Any(product => (subscription.Product.Features & ~product.Features).HasFlag(ProductFeatures.ExternalForwarding)))
                use._forwards.AddRange(await db.Addresses.Where(a => a.SubscriptionId == subscription.Id && a.Kind == AddressKind.Forward).ToListAsync(ct));
        }

        var targets = use._forwards.SelectMany(a => a.Targets!.Split('\n')).Concat(use._rules.Values.SelectMany(rules => rules.Forwarding?.Targets ?? []));
        var domains = targets.Select(DomainOf).Distinct().ToList();
        use._elsewhere.UnionWith(domains);
        if (domains.Count > 0)
            use._elsewhere.ExceptWith(await db.MailDomains.Where(d => domains.Contains(d.Name)).Select(d => d.Name).ToListAsync(ct));
        return use;
    }

    /// <summary>Forwards of a subscription that lead away from the platform.</summary>
    public IEnumerable<string> ForwardsElsewhere(Subscription subscription) =>
        _forwards.Where(a => a.SubscriptionId == subscription.Id && a.Targets!.Split('\n').Any(target => _elsewhere.Contains(DomainOf(target)))).Select(a => a.Value);

    /// <summary>Bytes that a mailbox holds; <see langword="null"/> when nobody asked.</summary>
    public long? BytesOf(Mailbox mailbox) => _bytes.TryGetValue(mailbox.Id, out var bytes) ? bytes : null;

    /// <summary>The features that a mailbox's rules need, each with the name a person knows it by.</summary>
    public IEnumerable<(ProductFeatures Feature, string Name)> NeedsOf(Mailbox mailbox)
    {
        if (!_rules.TryGetValue(mailbox.Id, out var rules))
            yield break;

        if (rules.Rules.Count > 0)
            yield return (ProductFeatures.Sieve, "filter rules");
        if (rules.Forwarding is not null)
            yield return (ProductFeatures.Forwarding, "forwarding");
        if (rules.Forwarding?.Targets.Any(target => _elsewhere.Contains(DomainOf(target))) is true)
            yield return (ProductFeatures.ExternalForwarding, "forwarding elsewhere");
        if (rules.AutoReply is { Enabled: true })
            yield return (ProductFeatures.AutoReply, "an automatic reply");
        if (rules.Spam.Action == SpamAction.Discard)
            yield return (ProductFeatures.SpamDiscard, "dropping of spam");
        else if (rules.Spam.Action != SpamAction.Off)
            yield return (ProductFeatures.SpamFilter, "a spam filter");
    }

    private static string DomainOf(string address) => EmailAddress.TryParse(address)?.Domain.Value ?? "";

    private async Task AskAsync(IMailPlatform platform, Mailbox mailbox, bool rules, bool bytes, CancellationToken ct)
    {
        var reference = new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume);
        try
        {
            if (bytes && await platform.MeasureUsageAsync(reference, ct) is { } usage)
                _bytes[mailbox.Id] = usage.Bytes;
            if (rules)
            {
                var sheet = mailbox.PendingRules is { Rules: { } waiting } ? new RuleSheet.FromRules(waiting) : await platform.ReadRulesAsync(reference, ct);
                // Of a script by hand nobody knows what it needs, but that it is a script.
                _rules[mailbox.Id] = sheet switch
                {
                    RuleSheet.FromRules { Rules: var found } => found,
                    RuleSheet.ByHand => MailboxRules.None with { Rules = [new MailRule()] },
                    _ => MailboxRules.None,
                };
            }
        }
        catch (MailPlatformUnavailableException)
        {
            IsIncomplete = true;
        }
    }
}
