using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Orders.Planning;

/// <summary>What an order's items speak of: loaded in a handful of queries however many items there are, then changed in memory. What belongs to
/// another tenant than the actor's is known to exist and never handed out.</summary>
internal sealed class OrderSubjects
{
    private readonly OssDbContext _db;
    private readonly Actor _actor;
    private readonly Dictionary<string, Tenant> _tenants;
    private readonly Dictionary<string, Product> _products;
    private readonly Dictionary<string, Subscription> _subscriptions;
    private readonly Dictionary<string, MailDomain> _domains;
    private readonly Dictionary<string, Address> _addresses;
    private readonly Dictionary<Guid, SubscriptionCounts> _before;
    private readonly Dictionary<Guid, SubscriptionCounts> _counts;
    private readonly Dictionary<Guid, int> _addressesIn;
    private readonly HashSet<Subscription> _touched = [];

    private OrderSubjects(
        OssDbContext db, Actor actor, Dictionary<string, Tenant> tenants, Dictionary<string, Product> products, Dictionary<string, Subscription> subscriptions,
        Dictionary<string, MailDomain> domains, Dictionary<string, Address> addresses, Dictionary<Guid, SubscriptionCounts> counts, Dictionary<Guid, int> addressesIn)
    {
        (_db, _actor, _tenants, _products, _subscriptions) = (db, actor, tenants, products, subscriptions);
        (_domains, _addresses, _before, _addressesIn) = (domains, addresses, counts, addressesIn);
        _counts = new Dictionary<Guid, SubscriptionCounts>(counts);
    }

    /// <summary>Subscriptions whose counts the order changes.</summary>
    public IReadOnlyCollection<Subscription> Touched => _touched;

    public static async Task<OrderSubjects> LoadAsync(
        OssDbContext db, IReadOnlyCollection<OrderItemRequest> items, Actor actor, CancellationToken ct)
    {
        var named = NamedSubjects.In(items);
        var addresses = await db.Addresses.Where(a => named.Addresses.Contains(a.Value))
            .Include(a => a.Mailbox!.Addresses).AsSplitQuery().ToListAsync(ct);
        await FollowForwardsAsync(db, addresses, ct);
        var ids = addresses.SelectMany(a => new Guid?[] { a.SubscriptionId, a.Mailbox?.SubscriptionId }).OfType<Guid>().ToHashSet();
        var domains = await db.MailDomains.Where(d => named.Domains.Contains(d.Name)).ToListAsync(ct);
        ids.UnionWith(domains.Select(d => d.SubscriptionId));
        var subscriptions = await db.Subscriptions.Include(s => s.Tenant).Include(s => s.Product)
            .Where(s => ids.Contains(s.Id) || named.Contracts.Contains(s.ContractNumber)).ToListAsync(ct);
        var all = subscriptions.Select(s => s.Id).ToList();
        var domainIds = domains.Select(d => d.Id).ToList();

        return new OrderSubjects(
            db, actor,
            await db.Tenants.Where(t => named.Tenants.Contains(t.Number)).ToDictionaryAsync(t => t.Number, ct),
            await db.Products.Where(p => named.Products.Contains(p.Code)).ToDictionaryAsync(p => p.Code, ct),
            subscriptions.ToDictionary(s => s.ContractNumber),
            domains.ToDictionary(d => d.Name),
            addresses.Concat(addresses.SelectMany(a => a.Mailbox?.Addresses ?? [])).DistinctBy(a => a.Value).ToDictionary(a => a.Value),
            await SubscriptionCounts.LoadAsync(db, all, ct),
            items.Any(i => i is DomainItemRequest { Action: OrderAction.Terminate })
                ? await db.Addresses.Where(a => domainIds.Contains(a.DomainId)).GroupBy(a => a.DomainId)
                    .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct)
                : []);
    }

    public Tenant? Tenant(string number) => _tenants.GetValueOrDefault(number) is { } tenant && IsVisible(tenant.Id) ? tenant : null;

    public Product? Product(string code) => _products.GetValueOrDefault(code);

    /// <summary>A subscription that lives.</summary>
    public Subscription? Subscription(string contract) => AnySubscription(contract) is { TerminatedAt: null } found && IsVisible(found.TenantId) ? found : null;

    /// <summary>A subscription whosever it is, ended or not: a contract number is used once.</summary>
    public Subscription? AnySubscription(string contract) => _subscriptions.GetValueOrDefault(contract);

    public Subscription? SubscriptionById(Guid id) => _subscriptions.Values.FirstOrDefault(s => s.Id == id);

    /// <summary>A domain the actor may use: its own tenant's, or a shared one.</summary>
    public MailDomain? Domain(DomainName name) =>
        _domains.GetValueOrDefault(name.Value) is { } found && (found.Shared || IsVisible(found.Subscription.TenantId)) ? found : null;

    public bool IsForeignDomain(DomainName name) => _domains.ContainsKey(name.Value) && Domain(name) is null;

    /// <summary>An address whoever owns it: two things can never own one.</summary>
    public Address? AnyAddress(string value) => _addresses.GetValueOrDefault(value);

    public Address? Address(string value) =>
        AnyAddress(value) is { } found && SubscriptionById(found.SubscriptionId) is { } owner && IsVisible(owner.TenantId) ? found : null;

    public Mailbox? Mailbox(string primaryAddress) =>
        Address(primaryAddress) is { Kind: AddressKind.Mailbox, Mailbox: { } mailbox } ? mailbox : null;

    public bool HasAddresses(MailDomain domain) => _addressesIn.GetValueOrDefault(domain.Id) > 0;

    /// <summary>Whether mail for one address can arrive at another.</summary>
    public bool LeadsTo(string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var address))
        {
            if (address == to)
                return true;

            if (seen.Add(address) && AnyAddress(address)?.Targets is { } targets)
            {
                foreach (var target in targets.Split('\n'))
                    open.Push(target);
            }
        }

        return false;
    }

    public SubscriptionCounts CountsBefore(Subscription subscription) => _before.GetValueOrDefault(subscription.Id);

    public SubscriptionCounts Counts(Subscription subscription) => _counts.GetValueOrDefault(subscription.Id);

    /// <summary>All counts as they are now.</summary>
    public Dictionary<Guid, SubscriptionCounts> AllCounts() => new(_counts);

    public void Touch(Subscription subscription)
    {
        if (_touched.Add(subscription) && _db.Entry(subscription).State == EntityState.Unchanged)
            _db.Entry(subscription).State = EntityState.Modified;
    }

    public Tenant Add(Tenant tenant)
    {
        _db.Tenants.Add(tenant);
        return _tenants[tenant.Number] = tenant;
    }

    public Subscription Add(Subscription subscription)
    {
        _db.Subscriptions.Add(subscription);
        return _subscriptions[subscription.ContractNumber] = subscription;
    }

    public void Add(MailDomain domain)
    {
        _db.MailDomains.Add(domain);
        _domains[domain.Name] = domain;
        Count(domain.SubscriptionId, new SubscriptionCounts(Domains: 1));
    }

    public void Add(Mailbox mailbox)
    {
        _db.Mailboxes.Add(mailbox);
        Count(mailbox.SubscriptionId, new SubscriptionCounts(Mailboxes: 1, QuotaBytes: mailbox.QuotaBytes ?? 0));
    }

    public void Add(Address address)
    {
        _db.Addresses.Add(address);
        _addresses[address.Value] = address;
        CountIn(address.DomainId, 1);
        if (address.Kind != AddressKind.Mailbox)
            Count(address.SubscriptionId, new SubscriptionCounts(Aliases: 1));
    }

    public void Remove(MailDomain domain)
    {
        _db.MailDomains.Remove(domain);
        _domains.Remove(domain.Name);
        Count(domain.SubscriptionId, new SubscriptionCounts(Domains: -1));
    }

    public void Remove(Address address)
    {
        _db.Addresses.Remove(address);
        _addresses.Remove(address.Value);
        CountIn(address.DomainId, -1);
        if (address.Kind != AddressKind.Mailbox)
            Count(address.SubscriptionId, new SubscriptionCounts(Aliases: -1));
    }

    public void Terminate(Mailbox mailbox)
    {
        foreach (var address in mailbox.Addresses.ToList())
            Remove(address);

        mailbox.State = MailboxState.Terminated;
        Count(mailbox.SubscriptionId, new SubscriptionCounts(Mailboxes: -1, QuotaBytes: -(mailbox.QuotaBytes ?? 0)));
    }

    public void ChangeQuota(Mailbox mailbox, long? bytes)
    {
        Count(mailbox.SubscriptionId, new SubscriptionCounts(QuotaBytes: (bytes ?? 0) - (mailbox.QuotaBytes ?? 0)));
        mailbox.QuotaBytes = bytes;
    }

    private void CountIn(Guid domain, int change) => _addressesIn[domain] = _addressesIn.GetValueOrDefault(domain) + change;

    // Level by level, so that a loop is seen however long it is.
    private static async Task FollowForwardsAsync(OssDbContext db, List<Address> addresses, CancellationToken ct)
    {
        var known = addresses.Select(a => a.Value).ToHashSet();
        for (var level = addresses; level.Count > 0;)
        {
            var next = level.SelectMany(a => a.Targets?.Split('\n') ?? []).Where(known.Add).ToList();
            level = next.Count == 0 ? [] : await db.Addresses.Where(a => next.Contains(a.Value)).Include(a => a.Mailbox).ToListAsync(ct);
            addresses.AddRange(level);
        }
    }

    private void Count(Guid subscription, SubscriptionCounts change) =>
        _counts[subscription] = _counts.GetValueOrDefault(subscription) + change;

    private bool IsVisible(Guid tenant) => _actor.TenantId is null || _actor.TenantId == tenant;
}
