using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Orders;

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

    public static async Task<OrderSubjects> LoadAsync(OssDbContext db, OrderRequest request, Actor actor, CancellationToken ct)
    {
        var named = NamedSubjects.In(request);
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
            request.Items.Any(i => i is DomainItemRequest { Action: OrderAction.Terminate })
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

    /// <summary>The normalised keys in a request.</summary>
    private sealed record NamedSubjects(List<string> Tenants, List<string> Products, List<string> Contracts, List<string> Domains, List<string> Addresses)
    {
        public static NamedSubjects In(OrderRequest request)
        {
            var subscriptions = request.Items.OfType<SubscriptionItemRequest>().ToList();
            var aliases = request.Items.OfType<AliasItemRequest>().ToList();
            var keys = aliases.Select(a => AliasKey.TryParse(a.Address)!.Value).ToList();
            var mailboxes = request.Items.OfType<MailboxItemRequest>().Select(m => EmailAddress.TryParse(m.Address)!).ToList();
            var domains = request.Items.OfType<DomainItemRequest>().ToList();
            return new NamedSubjects(
                Distinct(subscriptions.Select(s => s.TenantNumber)),
                Distinct(subscriptions.Select(s => s.Product)),
                Distinct([.. subscriptions.Select(s => s.ContractNumber), .. domains.Select(d => d.ContractNumber), .. request.Items.OfType<MailboxItemRequest>().Select(m => m.ContractNumber)]),
                Distinct([.. domains.Select(d => DomainName.TryParse(d.Name)!.Value), .. mailboxes.Select(m => m.Domain.Value), .. keys.Select(k => k.Domain.Value)]),
                Distinct([.. mailboxes.Select(m => m.Value), .. keys.Select(k => k.Value), .. aliases.SelectMany(a => a.Targets ?? []).Select(t => EmailAddress.TryParse(t)!.Value)]));
        }

        private static List<string> Distinct(IEnumerable<string?> keys) => [.. keys.OfType<string>().Distinct()];
    }
}

/// <summary>What a subscription has, as its product limits it.</summary>
internal readonly record struct SubscriptionCounts(long Domains = 0, long Mailboxes = 0, long Aliases = 0, long QuotaBytes = 0)
{
    public bool IsEmpty => this is { Domains: 0, Mailboxes: 0, Aliases: 0 };

    public static SubscriptionCounts operator +(SubscriptionCounts a, SubscriptionCounts b) =>
        new(a.Domains + b.Domains, a.Mailboxes + b.Mailboxes, a.Aliases + b.Aliases, a.QuotaBytes + b.QuotaBytes);

    public static async Task<Dictionary<Guid, SubscriptionCounts>> LoadAsync(OssDbContext db, List<Guid> subscriptions, CancellationToken ct)
    {
        var domains = await db.MailDomains.Where(d => subscriptions.Contains(d.SubscriptionId))
            .GroupBy(d => d.SubscriptionId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var mailboxes = await db.Mailboxes.Where(m => subscriptions.Contains(m.SubscriptionId) && m.State != MailboxState.Terminated)
            .GroupBy(m => m.SubscriptionId).Select(g => new { g.Key, Count = g.LongCount(), Quota = g.Sum(m => m.QuotaBytes ?? 0) }).ToDictionaryAsync(g => g.Key, ct);
        var aliases = await db.Addresses.Where(a => subscriptions.Contains(a.SubscriptionId) && a.Kind != AddressKind.Mailbox)
            .GroupBy(a => a.SubscriptionId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return subscriptions.ToDictionary(id => id, id => new SubscriptionCounts(
            domains.GetValueOrDefault(id), mailboxes.GetValueOrDefault(id)?.Count ?? 0, aliases.GetValueOrDefault(id), mailboxes.GetValueOrDefault(id)?.Quota ?? 0));
    }
}
