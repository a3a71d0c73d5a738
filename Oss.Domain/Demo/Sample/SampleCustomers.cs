using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Demo.Sample;

/// <summary>
/// Customers as an ISP has them. The ISP itself with its shared domain; five institutions with a fifth of all mailboxes; firms with a domain of their own and a handful or two; and
/// households, half of all mailboxes, with one to three each in the shared domain.
/// </summary>
internal sealed class SampleCustomers(SampleSize size, SampleRandom random)
{
    /// <summary>The domain that households share.</summary>
    public const string SharedDomain = "netcologne.de";

    private const int DomainsOfInstitution = 4;
    // "demo-mailbox", by crypt(3) with SHA-512: one for all, for hashing half a million would take a day.
    private const string PasswordOfAll = "{SHA512-CRYPT}$6$samplesamplesamp$ay4ga/R/4ZpSu70kOzUXJ3iTUzN1hyH9SmvWk6NWe4a60WOtPWaJ4on6PmBVrUEJaS2.wRsnK76SrNjxb3sOK.";

    private readonly Dictionary<string, int> _names = [];
    private MailDomain _shared = null!;
    private int _customers;
    private int _mailboxes;
    private int _given;

    /// <summary>All of them, the ISP first.</summary>
    public IEnumerable<SampleCustomer> All()
    {
        var isp = Customer("NetCologne", "premium");
        _shared = Domain(isp, SharedDomain, shared: true);
        yield return isp;

        var each = size.Mailboxes / 5 / SampleNames.Institutions.Length;
        foreach (var name in SampleNames.Institutions)
            yield return Institution(name, each);
        for (var firms = size.Mailboxes / 10 * 3 + _mailboxes; _mailboxes < firms;)
            yield return Firm(Math.Min(2 + random.Below(19), firms - _mailboxes));
        while (_mailboxes < size.Mailboxes)
            yield return Household(Math.Min(1 + random.Below(3), size.Mailboxes - _mailboxes));
    }

    private SampleCustomer Institution(string name, int mailboxes)
    {
        var customer = Customer(name, "premium");
        for (var i = 1; i <= DomainsOfInstitution; i++)
            Domain(customer, $"{SearchText.Fold(name)}-{i}.example");
        for (var i = 0; i < mailboxes; i++)
            Person(customer, customer.Domains[i % DomainsOfInstitution]);
        return customer;
    }

    private SampleCustomer Firm(int mailboxes)
    {
        var (trade, family) = (random.Of(SampleNames.Trades), random.Of(SampleNames.Family));
        var customer = Customer($"{trade} {family}", mailboxes <= 10 && random.OneIn(3) ? "package-10" : "customer-domain");
        // Every eighth has bought its name as it is written.
        var name = $"{trade}-{family}-{_customers}".ToLowerInvariant();
        Domain(customer, (random.OneIn(8) ? name : SearchText.Fold(name)) + ".example");
        for (var i = 0; i < mailboxes; i++)
            Person(customer, customer.Domains[0]);
        if (random.OneIn(4) && _given > 0)
            Further(customer, $"@{customer.Domains[0].Name}", AddressKind.CatchAll, customer.Domains[0], customer.Mailboxes[0]);
        return customer;
    }

    private SampleCustomer Household(int mailboxes)
    {
        var family = random.Of(SampleNames.Family);
        var customer = Customer($"{random.Of(SampleNames.Given)} {family}", "residential");
        for (var i = 0; i < mailboxes; i++)
            Person(customer, _shared, family);
        return customer;
    }

    private SampleCustomer Customer(string name, string product)
    {
        random.Pass(500);
        var number = ++_customers;
        var tenant = new Tenant { Id = random.Id(), Number = $"K{number:D7}", Name = name, SearchName = SearchText.Fold(name) };
        var subscription = new Subscription
        {
            Id = random.Id(), ContractNumber = $"V{number:D7}", TenantId = tenant.Id, Tenant = tenant, ProductId = ProductCatalog.Seed.Single(p => p.Code == product).Id,
            // More aliases than the product has, as sales has promised them.
            Overrides = product == "premium" ? new Dictionary<ProductLimit, long?>() : new Dictionary<ProductLimit, long?> { [ProductLimit.Aliases] = 250 },
        };
        return new SampleCustomer(tenant, [subscription], [], [], []);
    }

    private MailDomain Domain(SampleCustomer customer, string name, bool shared = false)
    {
        var domain = new MailDomain
        {
            Id = random.Id(), Name = DomainName.TryParse(name)!.Value, Shared = shared, SubscriptionId = customer.Subscriptions[0].Id, Subscription = customer.Subscriptions[0],
            Ownership = DomainOwnership.Verified, VerifiedAt = random.Now,
        };
        customer.Domains.Add(domain);
        return domain;
    }

    private void Person(SampleCustomer customer, MailDomain domain, string? family = null)
    {
        var (given, name, subscription) = (random.Of(SampleNames.Given), family ?? random.Of(SampleNames.Family), customer.Subscriptions[0]);
        var local = Local($"{given}.{name}", domain);
        var display = random.OneIn(20) ? $"{given} {random.Of(SampleNames.Family)}-{name}" : $"{given} {name}";
        var mailbox = new Mailbox
        {
            Id = random.Id(), PrimaryAddress = $"{local}@{domain.Name}", SubscriptionId = subscription.Id, Subscription = subscription, State = MailboxState.Active, Volume = "vol1",
            PasswordHash = PasswordOfAll, DisplayName = display, SearchName = SearchText.Fold(display), QuotaBytes = 1L << 30, CreatedAt = random.Now,
            Suspension = random.OneIn(100) ? new Suspension(Login: true, Send: true, ReceivePolicy.Defer) : default,
        };
        mailbox.TreeName = mailbox.PrimaryAddress;
        customer.Mailboxes.Add(mailbox);
        customer.Addresses.Add(new Address
        {
            Id = random.Id(), Value = mailbox.PrimaryAddress, Kind = AddressKind.Mailbox, DomainId = domain.Id, SubscriptionId = subscription.Id, MailboxId = mailbox.Id, Mailbox = mailbox,
        });
        _mailboxes++;

        // Some more or less than the average, and never far from what is owed by now.
        var owed = (int)((long)(size.Addresses - size.Mailboxes) * _mailboxes / size.Mailboxes) - _given;
        for (var further = _mailboxes == size.Mailboxes ? owed : owed + random.Below(5) - 2; further > 0; further--)
            Further(customer, $"{Local(FurtherName(given, name), domain)}@{domain.Name}", random.Below(50) switch { 0 => AddressKind.Quarantined, < 4 => AddressKind.Forward, _ => AddressKind.Alias }, domain, mailbox);
    }

    private void Further(SampleCustomer customer, string value, AddressKind kind, MailDomain domain, Mailbox mailbox)
    {
        _given++;
        customer.Addresses.Add(new Address
        {
            Id = random.Id(), Value = value, Kind = kind, DomainId = domain.Id, SubscriptionId = customer.Subscriptions[0].Id,
            MailboxId = kind is AddressKind.Alias or AddressKind.CatchAll ? mailbox.Id : null, Mailbox = kind is AddressKind.Alias or AddressKind.CatchAll ? mailbox : null,
            Targets = kind == AddressKind.Forward ? mailbox.PrimaryAddress : null,
            QuarantinedUntil = kind == AddressKind.Quarantined ? Until : null, FormerMailboxId = kind == AddressKind.Quarantined ? mailbox.Id : null,
            FormerKind = kind == AddressKind.Quarantined ? AddressKind.Alias : null,
        });
    }

    // Far enough away that no worker sets them free while somebody measures.
    private static readonly DateTime Until = new(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private string FurtherName(string given, string family) => random.Below(4) switch
    {
        0 => random.Of(SampleNames.Functions),
        1 => $"{given[0]}.{family}",
        2 => $"{family}.{given}",
        _ => $"{given}{1950 + random.Below(60)}",
    };

    // The first of a name has it as it is, the next with a number.
    private string Local(string name, MailDomain domain)
    {
        var folded = EmailAddress.TryParse(SearchText.Fold(name).Replace(" ", "", StringComparison.Ordinal) + "@x.example")!.LocalPart;
        var count = _names[folded + domain.Name] = _names.GetValueOrDefault(folded + domain.Name) + 1;
        return count == 1 ? folded : $"{folded}-{count}";
    }
}
