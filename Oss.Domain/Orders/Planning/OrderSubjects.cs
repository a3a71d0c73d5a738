using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailPlatform;
using Oss.Domain.Rules;
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
    private readonly Dictionary<string, Address> _quarantined;
    private readonly ILookup<string, Mailbox> _ended;
    private readonly ILookup<Guid, Mailbox> _mailboxesOf;
    private readonly Dictionary<Guid, string> _entangled;
    private readonly RuleSheets _sheets;
    private readonly ILookup<Guid, MailDomain> _domainsOf;
    private readonly HashSet<Subscription> _touched = [];
    private readonly Dictionary<Guid, Dictionary<ProductLimit, long?>> _limitsBefore;
    private readonly List<FollowProduct> _following = [];

    private OrderSubjects(
        OssDbContext db, Actor actor, Dictionary<string, Tenant> tenants, Dictionary<string, Product> products, Dictionary<string, Subscription> subscriptions,
        Dictionary<string, MailDomain> domains, Dictionary<string, Address> addresses, Dictionary<Guid, SubscriptionCounts> counts, Dictionary<Guid, int> addressesIn,
        List<Address> quarantined, List<Mailbox> ended, List<Mailbox> mailboxesOf, Dictionary<Guid, string> entangled,
        List<MailDomain> domainsOf, RuleSheets sheets)
    {
        (_db, _actor, _tenants, _products, _subscriptions) = (db, actor, tenants, products, subscriptions);
        (_domains, _addresses, _before, _addressesIn) = (domains, addresses, counts, addressesIn);
        _counts = new Dictionary<Guid, SubscriptionCounts>(counts);
        _quarantined = quarantined.DistinctBy(a => a.Value).ToDictionary(a => a.Value);
        _ended = ended.ToLookup(m => m.PrimaryAddress);
        (_entangled, _sheets) = (entangled, sheets);
        _mailboxesOf = mailboxesOf.ToLookup(m => m.SubscriptionId);
        _domainsOf = domainsOf.ToLookup(d => d.SubscriptionId);
        _limitsBefore = subscriptions.Values.ToDictionary(s => s.Id, s => Enum.GetValues<ProductLimit>().ToDictionary(limit => limit, s.LimitOf));
    }

    /// <summary>Subscriptions whose counts the order changes.</summary>
    public IReadOnlyCollection<Subscription> Touched => _touched;

    public static async Task<OrderSubjects> LoadAsync(
        OssDbContext db, IReadOnlyCollection<OrderItemRequest> items, Actor actor, IMailPlatform platform, CancellationToken ct)
    {
        var named = NamedSubjects.In(items);
        var ended = named.Ended.Count == 0 ? [] : await db.Mailboxes.Where(m => named.Ended.Contains(m.PrimaryAddress) && m.State == MailboxState.Terminated).ToListAsync(ct);
        var endedIds = ended.Select(m => m.Id).ToList();
        var byName = endedIds.Count == 0
            ? db.Addresses.WhereOneOf(a => a.Value, named.Addresses)
            : db.Addresses.Where(a => named.Addresses.Contains(a.Value) || (a.FormerMailboxId != null && endedIds.Contains(a.FormerMailboxId.Value)));
        var addresses = named.Addresses.Count == 0 && endedIds.Count == 0 ? [] : await byName.Include(a => a.Mailbox!.Addresses).AsSplitQuery().ToListAsync(ct);
        var quarantined = addresses.Where(a => a.Kind == AddressKind.Quarantined).ToList();
        addresses.RemoveAll(a => a.Kind == AddressKind.Quarantined);
        await FollowForwardsAsync(db, addresses, ct);
        var sheets = await RuleSheets.LoadAsync(db, platform, items, addresses, ct);
        var ids = addresses.Concat(quarantined).SelectMany(a => new Guid?[] { a.SubscriptionId, a.Mailbox?.SubscriptionId }).OfType<Guid>()
            .Concat(ended.Select(m => m.SubscriptionId)).ToHashSet();
        var domains = named.Domains.Count == 0 ? [] : await db.MailDomains.WhereOneOf(d => d.Name, named.Domains).Include(d => d.AliasOf).Include(d => d.DkimKeys).ToListAsync(ct);
        ids.UnionWith(domains.Select(d => d.SubscriptionId));
        var subscriptions = await SubscriptionsAsync(db, ids, named.Contracts, ct);
        var domainIds = domains.Select(d => d.Id).ToList();
        var changed = subscriptions.Where(s => items.Any(i => i is SubscriptionItemRequest { Action: OrderAction.Modify or OrderAction.Transfer } m && m.ContractNumber == s.ContractNumber))
            .Select(s => s.Id).ToList();
        var whole = subscriptions.Where(s => items.Any(i => i is SubscriptionItemRequest { Action: OrderAction.Modify } m && m.ContractNumber == s.ContractNumber)).Select(s => s.Id).ToList();
        if (items.Any(i => i is DomainItemRequest { Action: OrderAction.Terminate }))
            quarantined.AddRange(await db.Addresses.Where(a => domainIds.Contains(a.DomainId) && a.Kind == AddressKind.Quarantined).ToListAsync(ct));

        var products = named.Products.Count == 0 ? [] : await db.Products.Where(p => named.Products.Contains(p.Code)).ToDictionaryAsync(p => p.Code, ct);
        var mailboxesOf = whole.Count == 0 ? [] : await db.Mailboxes.Where(m => whole.Contains(m.SubscriptionId) && m.State != MailboxState.Terminated && m.State != MailboxState.Purged)
            .Include(m => m.Addresses).AsSplitQuery().ToListAsync(ct);

        return new OrderSubjects(
            db, actor,
            named.Tenants.Count == 0 ? [] : await db.Tenants.Where(t => named.Tenants.Contains(t.Number)).ToDictionaryAsync(t => t.Number, ct),
            products,
            subscriptions.ToDictionary(s => s.ContractNumber),
            domains.ToDictionary(d => d.Name),
            addresses.Concat(addresses.SelectMany(a => a.Mailbox?.Addresses ?? [])).DistinctBy(a => a.Value).ToDictionary(a => a.Value),
            subscriptions.ToDictionary(s => s.Id, s => s.Counts),
            items.Any(i => i is DomainItemRequest { Action: OrderAction.Terminate })
                ? await db.Addresses.Where(a => domainIds.Contains(a.DomainId) && a.Kind != AddressKind.Quarantined).GroupBy(a => a.DomainId)
                    .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct)
                : [],
            quarantined, ended,
            mailboxesOf,
            await EntangledAsync(db, [.. subscriptions.Where(s => items.Any(i => i is SubscriptionItemRequest { Action: OrderAction.Transfer } t && t.ContractNumber == s.ContractNumber))], ct),
            changed.Count == 0 ? [] : await db.MailDomains.Where(d => changed.Contains(d.SubscriptionId)).ToListAsync(ct), sheets)
        {
            InUse = await MailboxesInUse.LoadAsync(db, platform, items, subscriptions.Where(s => whole.Contains(s.Id)), products, mailboxesOf, ct),
            Moving = await DomainContent.LoadAsync(db, domains.Where(d => items.Any(i => i is DomainItemRequest { NewName: not null } r && DomainName.TryParse(r.Name)?.Value == d.Name)), ct),
            Held = await HeldMail.LoadAsync(platform, items, addresses, ct),
            Relayed = items.Any(i => i is RelayItemRequest { Action: OrderAction.Terminate })
                ? await db.Addresses.Where(a => domainIds.Contains(a.DomainId) && a.Kind == AddressKind.Relayed).GroupBy(a => a.DomainId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct)
                : [],
            SendingRights = items.Any(i => i is SendingRightItemRequest) ? await db.SendingRights.Where(r => named.Addresses.Contains(r.Address.Value)).ToListAsync(ct) : [],
            Impacts = await ImpactsAsync(db, items, ct),
            Archives = items.Any(i => i.Action == OrderAction.Export) ? await db.MailArchives.Where(a => named.Addresses.Contains(a.Mailbox.PrimaryAddress)).ToListAsync(ct) : [],
            Outward = await OutwardAsync(db, platform, items, subscriptions, ct),
            ProductsInUse = items.Any(i => i is ProductItemRequest { Action: OrderAction.Terminate })
                ? await db.Products.Where(p => named.Products.Contains(p.Code) && db.Subscriptions.Any(s => s.ProductId == p.Id)).Select(p => p.Id).ToHashSetAsync(ct)
                : new HashSet<Guid>(),
        };
    }

    // By contract first: most orders are about domains and addresses of the contracts that they name.
    private static async Task<List<Subscription>> SubscriptionsAsync(OssDbContext db, HashSet<Guid> ids, List<string> contracts, CancellationToken ct)
    {
        var all = db.Subscriptions.Include(s => s.Tenant).Include(s => s.Product);
        var named = contracts.Count == 0 ? [] : await all.WhereOneOf(s => s.ContractNumber, contracts).ToListAsync(ct);
        var others = ids.Except(named.Select(s => s.Id)).ToList();
        return others.Count == 0 ? named : [.. named, .. await all.WhereOneOf(s => s.Id, others).ToListAsync(ct)];
    }

    private static async Task<Dictionary<string, ProductImpact>> ImpactsAsync(OssDbContext db, IReadOnlyCollection<OrderItemRequest> items, CancellationToken ct)
    {
        var impacts = new Dictionary<string, ProductImpact>();
        foreach (var item in items.OfType<ProductItemRequest>().Where(p => p.Action == OrderAction.Modify))
        {
            if (!impacts.ContainsKey(item.Code) && await ProductImpact.LoadAsync(db, item, ct) is { } impact)
                impacts[item.Code] = impact;
        }

        return impacts;
    }

    private static async Task<Dictionary<SubscriptionItemRequest, OutwardForwards>> OutwardAsync(
        OssDbContext db, IMailPlatform platform, IReadOnlyCollection<OrderItemRequest> items, List<Subscription> subscriptions, CancellationToken ct)
    {
        var outward = new Dictionary<SubscriptionItemRequest, OutwardForwards>(ReferenceEqualityComparer.Instance);
        foreach (var item in items.OfType<SubscriptionItemRequest>().Where(item => item.EvenIfForwarding != true && (item.ForbidExternalForwarding == true || item.Action == OrderAction.Transfer)))
        {
            var contract = subscriptions.FirstOrDefault(s => s.ContractNumber == item.ContractNumber);
            outward[item] = item.Action == OrderAction.Transfer
                ? await OutwardForwards.FindAsync(db, platform, s => contract != null && s.Id == contract.Id, null, OutwardForwards.AskedAtOnce, ct)
                : await OutwardForwards.FindAsync(db, platform, s => s.Tenant.Number == item.TenantNumber || (contract != null && s.TenantId == contract.TenantId), null, OutwardForwards.AskedAtOnce, ct);
        }

        return outward;
    }

    public Tenant? Tenant(string number) => _tenants.GetValueOrDefault(number) is { } tenant && IsVisible(tenant.Id) ? tenant : null;

    /// <summary>What changes for all that have a product, once the rest is saved.</summary>
    public IReadOnlyList<FollowProduct> Following => _following;

    /// <summary>What mailboxes of subscriptions that change hold and do.</summary>
    public required MailboxesInUse InUse { get; init; }

    /// <summary>What a change of a product means to those who have it; loaded for items that modify one.</summary>
    public required IReadOnlyDictionary<string, ProductImpact> Impacts { get; init; }

    /// <summary>Exports of mailboxes that items are about.</summary>
    public required List<MailArchive> Archives { get; init; }

    /// <summary>What of a tenant's, or of a subscription's, mail is passed on elsewhere, by the item that would end that.</summary>
    public required IReadOnlyDictionary<SubscriptionItemRequest, OutwardForwards> Outward { get; init; }

    /// <summary>What lies in domains that are to have another name, by the domain.</summary>
    public required IReadOnlyDictionary<Guid, DomainContent> Moving { get; init; }

    /// <summary>What mailboxes hold whose mail is to go elsewhere.</summary>
    public required IReadOnlyDictionary<Guid, MailboxUsage> Held { get; init; }

    /// <summary>How many addresses domains list for another server whose mail is to end here.</summary>
    public required Dictionary<Guid, int> Relayed { get; init; }

    /// <summary>Who may send by the addresses that items about such rights name.</summary>
    public required List<SendingRight> SendingRights { get; init; }

    /// <summary>Products that a subscription has or had.</summary>
    public required IReadOnlySet<Guid> ProductsInUse { get; init; }

    /// <summary>The limit as it was before the order; without one, the most there is.</summary>
    public long LimitBefore(Subscription subscription, ProductLimit limit) => _limitsBefore.GetValueOrDefault(subscription.Id)?[limit] ?? long.MaxValue;

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
        Address(primaryAddress) is { Kind: AddressKind.Mailbox, Mailbox: { } mailbox } && (_actor.MailboxId is null || _actor.MailboxId == mailbox.Id) ? mailbox : null;

    /// <summary>Ended mailboxes of an address that can be restored, the last that ended first.</summary>
    public IEnumerable<Mailbox> Ended(string primaryAddress) => _ended[primaryAddress]
        .Where(m => SubscriptionById(m.SubscriptionId) is { } owner && IsVisible(owner.TenantId)).OrderByDescending(m => m.TerminatedAt).ThenByDescending(m => m.Id);

    /// <summary>Mailboxes of a subscription that an item changes as a whole.</summary>
    public IEnumerable<Mailbox> MailboxesOf(Subscription subscription) => _mailboxesOf[subscription.Id];

    /// <summary>Domains of a subscription that an item changes or transfers, and whose ownership is proven.</summary>
    public IEnumerable<MailDomain> VerifiedDomainsOf(Subscription subscription) => _domainsOf[subscription.Id].Where(domain => domain.Ownership == DomainOwnership.Verified);

    /// <summary>Those whose ownership is not proven.</summary>
    public IEnumerable<MailDomain> UnverifiedDomainsOf(Subscription subscription) => _domainsOf[subscription.Id].Where(domain => domain.Ownership != DomainOwnership.Verified);

    /// <summary>An address that ties a subscription to be transferred to another one.</summary>
    public string? Entanglement(Subscription subscription) => _entangled.GetValueOrDefault(subscription.Id);

    /// <summary>A freed address that is kept from strangers.</summary>
    public Address? Quarantined(string value) => _quarantined.GetValueOrDefault(value);

    /// <summary>Freed addresses that led to a mailbox.</summary>
    public IReadOnlyList<Address> FormerAddresses(Mailbox mailbox) => [.. _quarantined.Values.Where(a => a.FormerMailboxId == mailbox.Id)];

    /// <summary>What a mailbox's script is, or is to become; <see langword="null"/> when its volume is away.</summary>
    public RuleSheet? Sheet(Mailbox mailbox) => _sheets.Of(mailbox);

    /// <summary>Whether an address is the platform's own: somebody's here, or everything in its domain is.</summary>
    public bool IsServed(EmailAddress address) => AnyAddress(address.Value) is not null || AnyAddress($"@{address.Domain.Value}") is not null
        || _domains.GetValueOrDefault(address.Domain.Value) is { AliasOf: not null } or { RelaysUnknown: true };

    /// <summary>Whether mail for a domain stays on the platform, whosever domain it is.</summary>
    public bool IsServed(DomainName name) => _domains.ContainsKey(name.Value);

    public bool HasAddresses(MailDomain domain) => _addressesIn.GetValueOrDefault(domain.Id) > 0;

    /// <summary>Whether a domain has addresses that are known to the server its mail goes on to.</summary>
    public bool ListsRelayed(MailDomain domain) => Relayed.GetValueOrDefault(domain.Id) > 0;

    /// <summary>What a mailbox holds whose mail is to go elsewhere; <see langword="null"/> when that is not known.</summary>
    public MailboxUsage? HeldBy(Mailbox mailbox) => Held.GetValueOrDefault(mailbox.Id);

    /// <summary>Whether mail for one address can arrive at another.</summary>
    public bool LeadsTo(string from, string to)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>([from]);
        while (open.TryPop(out var address))
        {
            if (address == to)
                return true;

            if (!seen.Add(address) || AnyAddress(address) is not { } known)
                continue;

            foreach (var target in known.Targets?.Split('\n') ?? (known.Mailbox is { } mailbox ? _sheets.TargetsOf(mailbox) : []))
                open.Push(target);
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

    public void Add(Product product)
    {
        _db.Products.Add(product);
        _products[product.Code] = product;
    }

    public void Remove(Product product)
    {
        _db.Products.Remove(product);
        _products.Remove(product.Code);
    }

    public void Add(MailArchive archive)
    {
        _db.MailArchives.Add(archive);
        Archives.Add(archive);
    }

    public void Add(SendingRight right)
    {
        _db.SendingRights.Add(right);
        SendingRights.Add(right);
    }

    public void Remove(SendingRight right)
    {
        _db.SendingRights.Remove(right);
        SendingRights.Remove(right);
    }

    /// <summary>Everything in a domain that is to have another name.</summary>
    public IReadOnlyList<Address> AddressesToMove(MailDomain domain) => Moving.GetValueOrDefault(domain.Id)?.Addresses ?? [];

    /// <summary>Moves everything in a domain to another one, and what was another name of it.</summary>
    /// <returns>How many mailboxes the platform has to follow.</returns>
    public int Move(MailDomain from, MailDomain to)
    {
        var moving = Moving[from.Id];
        foreach (var address in moving.Addresses)
            (address.Kind == AddressKind.Quarantined ? _quarantined : _addresses).Remove(address.Value);
        foreach (var other in moving.OtherNames.Where(other => other != to))
            (other.AliasOfId, other.AliasOf) = (to.Id, to);
        var moved = DomainMove.Apply(from, to, moving.Addresses, moving.Ended);
        foreach (var address in moving.Addresses)
            (address.Kind == AddressKind.Quarantined ? _quarantined : _addresses)[address.Value] = address;
        return moved;
    }

    /// <summary>Has all that follow a product follow it once the rest is saved.</summary>
    public void Follow(FollowProduct follow) => _following.Add(follow);

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
        if (_quarantined.Remove(address.Value, out var former))
            _db.Addresses.Remove(former);
        _db.Addresses.Add(address);
        _addresses[address.Value] = address;
        CountIn(address.DomainId, 1);
        if (address.Kind != AddressKind.Mailbox)
            Count(address.SubscriptionId, new SubscriptionCounts(Aliases: 1));
    }

    public void Remove(MailDomain domain)
    {
        // Who gets the domain next proves to own it: nobody's former addresses are kept from them.
        foreach (var freed in _quarantined.Values.Where(a => a.DomainId == domain.Id).ToList())
        {
            _quarantined.Remove(freed.Value);
            _db.Addresses.Remove(freed);
        }

        _db.MailDomains.Remove(domain);
        _domains.Remove(domain.Name);
        Count(domain.SubscriptionId, new SubscriptionCounts(Domains: -1));
    }

    /// <summary>Frees an address, and keeps it from strangers until <paramref name="quarantinedUntil"/>.</summary>
    public void Remove(Address address, DateTime? quarantinedUntil)
    {
        _db.Addresses.Remove(address);
        _addresses.Remove(address.Value);
        address.Mailbox?.Addresses.Remove(address);
        if (quarantinedUntil is not null && address.Kind != AddressKind.CatchAll)
        {
            var freed = new Address
            {
                Value = address.Value, Kind = AddressKind.Quarantined, DomainId = address.DomainId, SubscriptionId = address.SubscriptionId,
                QuarantinedUntil = quarantinedUntil, FormerMailboxId = address.MailboxId, FormerKind = address.Kind, Targets = address.Targets,
            };
            _db.Addresses.Add(freed);
            _quarantined[freed.Value] = freed;
        }

        CountIn(address.DomainId, -1);
        if (address.Kind == AddressKind.Relayed && Relayed.TryGetValue(address.DomainId, out var listed))
            Relayed[address.DomainId] = listed - 1;
        if (address.Kind != AddressKind.Mailbox)
            Count(address.SubscriptionId, new SubscriptionCounts(Aliases: -1));
    }

    public void Terminate(Mailbox mailbox, DateTime now, DateTime purgeAt, DateTime? quarantinedUntil)
    {
        foreach (var address in mailbox.Addresses.ToList())
            Remove(address, quarantinedUntil);

        (mailbox.State, mailbox.TerminatedAt, mailbox.PurgeAt) = (MailboxState.Terminated, now, purgeAt);
        Count(mailbox.SubscriptionId, new SubscriptionCounts(Mailboxes: -1, QuotaBytes: -(mailbox.QuotaBytes ?? 0)));
    }

    public void Restore(Mailbox mailbox)
    {
        (mailbox.State, mailbox.TerminatedAt, mailbox.PurgeAt) = (MailboxState.Provisioning, null, null);
        Count(mailbox.SubscriptionId, new SubscriptionCounts(Mailboxes: 1, QuotaBytes: mailbox.QuotaBytes ?? 0));
    }

    /// <summary>An address changes from primary to alias or back.</summary>
    public void ChangeKind(Address address, AddressKind kind)
    {
        Count(address.SubscriptionId, new SubscriptionCounts(Aliases: (kind == AddressKind.Mailbox ? 0 : 1) - (address.Kind == AddressKind.Mailbox ? 0 : 1)));
        address.Kind = kind;
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

    // Addresses of others in its domains or leading to its mailboxes, and its own leading to others' mailboxes or lying in domains that are not shared.
    private static async Task<Dictionary<Guid, string>> EntangledAsync(OssDbContext db, List<Subscription> subscriptions, CancellationToken ct)
    {
        var entangled = new Dictionary<Guid, string>();
        foreach (var id in subscriptions.Select(s => s.Id))
        {
            var address = await db.Addresses.Where(a => a.Kind != AddressKind.Quarantined)
                .Join(db.MailDomains, a => a.DomainId, d => d.Id, (a, d) => new { Address = a, Domain = d })
                .Where(x => (x.Address.SubscriptionId == id && ((!x.Domain.Shared && x.Domain.SubscriptionId != id) || (x.Address.Mailbox != null && x.Address.Mailbox.SubscriptionId != id)))
                    || (x.Address.SubscriptionId != id && ((!x.Domain.Shared && x.Domain.SubscriptionId == id) || (x.Address.Mailbox != null && x.Address.Mailbox.SubscriptionId == id))))
                .Select(x => x.Address.Value).FirstOrDefaultAsync(ct);
            if (address is not null)
                entangled[id] = address;
        }

        return entangled;
    }

    private void Count(Guid subscription, SubscriptionCounts change) =>
        _counts[subscription] = _counts.GetValueOrDefault(subscription) + change;

    private bool IsVisible(Guid tenant) => _actor.TenantId is null || _actor.TenantId == tenant;
}
