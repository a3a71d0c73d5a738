using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Orders;

/// <summary>
/// Carries out an order's items one after the other on what was loaded, so that each sees what those before it made. Finds all that stands
/// against the order; nothing reaches the database until the caller saves. Checking and submitting are the same code.
/// </summary>
internal sealed class OrderPlan(OssDbContext db, OrderSubjects subjects, Actor actor, DateTime now)
{
    private readonly List<DomainError> _errors = [];
    private readonly List<Finding> _findings = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly HashSet<Guid?> _tenants = [];

    public List<OrderItem> Items { get; } = [];

    public List<string> Sentences { get; } = [];

    /// <summary>The tenant of all subjects, when it is one.</summary>
    public Guid? Tenant => _tenants.Count == 1 ? _tenants.Single() : null;

    /// <summary>Everything that stands against the order, the findings first.</summary>
    public IReadOnlyList<DomainError> Errors => _findings.Count == 0 ? _errors : [new DomainError.Validation(_findings), .. _errors];

    public void Apply(OrderRequest request)
    {
        for (var i = 0; i < request.Items.Count; i++)
            Apply($"items[{i}].{OrderValidator.Subject(request.Items[i])}", request.Items[i]);

        foreach (var subscription in subjects.Touched)
            CheckLimits(subscription);
    }

    /// <summary>Hands the plan to the context: the order with its items and audit entries.</summary>
    public void Store(Order order)
    {
        order.TenantId = Tenant;
        foreach (var item in Items)
            order.Items.Add(item);

        db.Orders.Add(order);
        foreach (var entry in _audit)
            db.AuditEntries.Add(Entry(entry, order.Id));
    }

    private void Apply(string path, OrderItemRequest item)
    {
        switch (item)
        {
            case SubscriptionItemRequest subscription:
                Apply(path, subscription);
                break;
            case DomainItemRequest domain:
                Apply(path, domain);
                break;
            case MailboxItemRequest mailbox:
                Apply(path, mailbox);
                break;
            case AliasItemRequest alias:
                Apply(path, alias);
                break;
        }
    }

    private void Apply(string path, SubscriptionItemRequest item)
    {
        if (!MayDo(Role.Crm, Role.Operator))
            return;

        var found = subjects.Subscription(item.ContractNumber);
        if (item.Action == OrderAction.Provide)
        {
            if (Product(item.Product!) is { } product && TenantFor(path, item) is { } tenant)
                Provide(item, product, tenant);
        }
        else if (found is null)
            Fail(new DomainError.NotFound("subscription", item.ContractNumber));
        else if (item.Action == OrderAction.Modify)
        {
            if (item.TenantName is not null)
                (found.Tenant.Name, found.Tenant.SearchName) = (item.TenantName, SearchText.Fold(item.TenantName));
            if (item.Product is not null && Product(item.Product) is { } product)
                (found.Product, found.ProductId) = (product, product.Id);
            subjects.Touch(found);
            Done(item, item.ContractNumber, found, $"Subscription {item.ContractNumber}: change to {found.Product.Code}.");
        }
        else if (subjects.Counts(found) is { IsEmpty: false })
            Fail(new DomainError.Conflict(ErrorCodes.NotEmpty, $"The subscription '{item.ContractNumber}' still has domains, mailboxes or aliases; end them first."));
        else
        {
            found.TerminatedAt = now;
            Done(item, item.ContractNumber, found, $"Subscription {item.ContractNumber}: terminate.");
        }
    }

    private void Provide(SubscriptionItemRequest item, Product product, Tenant tenant)
    {
        var known = subjects.AnySubscription(item.ContractNumber);
        if (known is { TerminatedAt: null } || (known is not null && known.TenantId != tenant.Id))
        {
            Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The contract '{item.ContractNumber}' has a subscription already."));
            return;
        }

        var subscription = known
            ?? subjects.Add(new Subscription { ContractNumber = item.ContractNumber, TenantId = tenant.Id, ProductId = product.Id, Tenant = tenant, Product = product });
        (subscription.TerminatedAt, subscription.Product, subscription.ProductId) = (null, product, product.Id);
        Done(item, item.ContractNumber, subscription, $"Subscription {item.ContractNumber}: provide {product.Code} for tenant {tenant.Number}.");
    }

    private void Apply(string path, DomainItemRequest item)
    {
        if (!MayDo(Role.Crm, Role.Operator))
            return;

        var name = DomainName.TryParse(item.Name)!;
        var found = subjects.Domain(name);
        if (item.Action == OrderAction.Provide)
        {
            if (found is not null || subjects.IsForeignDomain(name))
                Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The domain '{name}' is on the platform already."));
            else if (SubscriptionOf(item.ContractNumber!) is { } subscription)
            {
                subjects.Add(new MailDomain { Name = name.Value, SubscriptionId = subscription.Id, Subscription = subscription, Shared = item.Shared ?? false });
                Done(item, name.Value, subscription, $"Domain {name}: provide under {subscription.ContractNumber}.");
            }
        }
        else if (found is null)
            Fail(new DomainError.NotFound("domain", name.Value));
        else if (item.Action == OrderAction.Modify)
        {
            found.Shared = item.Shared ?? found.Shared;
            Done(item, name.Value, found.Subscription, $"Domain {name}: {(found.Shared ? "shared" : "not shared")}.");
        }
        else if (subjects.HasAddresses(found))
            Fail(new DomainError.Conflict(ErrorCodes.NotEmpty, $"The domain '{name}' still has addresses; end them first."));
        else
        {
            subjects.Remove(found);
            Done(item, name.Value, found.Subscription, $"Domain {name}: terminate.");
        }
    }

    private void Apply(string path, MailboxItemRequest item)
    {
        if (!MayDo(Role.Crm, Role.Operator, Role.Support, Role.TenantAdmin))
            return;

        var address = EmailAddress.TryParse(item.Address)!;
        if (item.Action == OrderAction.Provide)
        {
            if (SubscriptionOf(item.ContractNumber!) is { } subscription && DomainFor(path + ".address", address.Domain, subscription) is { } domain && IsFree(address.Value))
                Provide(path, item, address, subscription, domain);
        }
        else if (subjects.Mailbox(address.Value) is not { } found)
            Fail(new DomainError.NotFound("mailbox", address.Value));
        else if (item.Action == OrderAction.Modify)
        {
            Rename(found, item.DisplayName);
            if (item.Password is not null)
                found.PasswordHash = Hash(item.Password);
            if (item.Quota is { } quota && IsWithinProduct(path, quota, found.Subscription.Product))
                subjects.ChangeQuota(found, quota.Bytes);
            subjects.Touch(found.Subscription);
            Done(item, address.Value, found.Subscription, $"Mailbox {address}: change {Changes(item)}.", found.Id);
        }
        else
        {
            subjects.Terminate(found);
            Done(item, address.Value, found.Subscription, $"Mailbox {address}: terminate with all its aliases; its mail is kept aside.", found.Id, OrderState.InProgress);
        }
    }

    private void Provide(string path, MailboxItemRequest item, EmailAddress address, Subscription subscription, MailDomain domain)
    {
        var quota = item.Quota ?? Quota.FromNullable(subscription.Product.MailboxQuotaBytes);
        if (!IsWithinProduct(path, quota, subscription.Product))
            return;

        var mailbox = new Mailbox
        {
            PrimaryAddress = address.Value, SubscriptionId = subscription.Id, Subscription = subscription, QuotaBytes = quota.Bytes,
            PasswordHash = Hash(item.Password!), CreatedAt = now,
        };
        Rename(mailbox, item.DisplayName);
        subjects.Add(mailbox);
        subjects.Add(new Address { Value = address.Value, Kind = AddressKind.Mailbox, DomainId = domain.Id, SubscriptionId = subscription.Id, MailboxId = mailbox.Id, Mailbox = mailbox });
        Done(item, address.Value, subscription, $"Mailbox {address}: provide under {subscription.ContractNumber}.", mailbox.Id, OrderState.InProgress);
    }

    private void Apply(string path, AliasItemRequest item)
    {
        if (!MayDo(Role.Crm, Role.Operator, Role.Support, Role.TenantAdmin))
            return;

        var key = AliasKey.TryParse(item.Address)!.Value;
        if (item.Action == OrderAction.Provide)
        {
            if (IsFree(key.Value) && Target(path, item, item.Kind!.Value) is { } target
                && DomainFor(path + ".address", key.Domain, target.Subscription) is { } domain && MayCatchAll(path, item.Kind.Value, domain, target.Subscription))
            {
                subjects.Add(new Address
                {
                    Value = key.Value, Kind = Enum.Parse<AddressKind>(item.Kind.Value.ToString()), DomainId = domain.Id,
                    SubscriptionId = target.Subscription.Id, MailboxId = target.Mailbox?.Id, Mailbox = target.Mailbox, Targets = target.Forward,
                });
                Done(item, key.Value, target.Subscription, $"{item.Kind} {key.Value}: provide, leading to {string.Join(", ", item.Targets!)}.", target.Mailbox?.Id);
            }
        }
        else if (subjects.Address(key.Value) is not { } found || found.Kind == AddressKind.Mailbox)
            Fail(new DomainError.NotFound("alias", key.Value));
        else if (item.Action == OrderAction.Modify)
        {
            if (item.Targets is not null && Target(path, item, Enum.Parse<AliasKind>(found.Kind.ToString())) is { } target && IsOfSameTenant(path, found, target))
                (found.MailboxId, found.Mailbox, found.Targets) = (target.Mailbox?.Id, target.Mailbox, target.Forward);
            Done(item, key.Value, subjects.SubscriptionById(found.SubscriptionId)!, $"{found.Kind} {key.Value}: change targets.", found.MailboxId);
        }
        else
        {
            subjects.Remove(found);
            Done(item, key.Value, subjects.SubscriptionById(found.SubscriptionId)!, $"{found.Kind} {key.Value}: terminate.", found.MailboxId);
        }
    }

    private AliasTarget? Target(string path, AliasItemRequest item, AliasKind kind)
    {
        if (kind == AliasKind.Forward)
            return ForwardTarget(path, item);

        if (item.Targets!.Count > 1)
            return Find(path + ".targets", ErrorCodes.Length, "An alias or a catch-all leads to one mailbox; a forward may lead to more.");

        var address = EmailAddress.TryParse(item.Targets[0])!.Value;
        if (subjects.Mailbox(address) is { } mailbox)
            return new AliasTarget(mailbox.Subscription, mailbox, null);

        Fail(new DomainError.NotFound("mailbox", address));
        return null;
    }

    // Whoever has the catch-all of the ISP's own domain reads the mail of everybody who ever left it.
    private bool MayCatchAll(string path, AliasKind kind, MailDomain domain, Subscription subscription)
    {
        if (kind != AliasKind.CatchAll || domain.Subscription.TenantId == subscription.TenantId)
            return true;

        Find(path + ".address", ErrorCodes.ForeignDomain, "Only the tenant whose domain it is may have its catch-all.");
        return false;
    }

    private bool IsOfSameTenant(string path, Address address, AliasTarget target)
    {
        if (target.Mailbox is null || subjects.SubscriptionById(address.SubscriptionId)?.TenantId == target.Subscription.TenantId)
            return true;

        Find(path + ".targets", ErrorCodes.NotApplicable, "An address leads to mailboxes of its own tenant only.");
        return false;
    }

    // A forward belongs to the subscription of its domain, or of its first target in a domain that is shared, and leads to addresses that exist here: what leaves the platform needs a queue.
    private AliasTarget? ForwardTarget(string path, AliasItemRequest item)
    {
        var key = AliasKey.TryParse(item.Address)!.Value;
        var targets = item.Targets!.Select(target => EmailAddress.TryParse(target)!).ToList();
        if (subjects.Domain(key.Domain) is not { } domain)
        {
            Fail(new DomainError.NotFound("domain", key.Domain.Value));
            return null;
        }

        if (targets.FirstOrDefault(target => subjects.AnyAddress(target.Value) is null) is { } unknown)
        {
            Fail(new DomainError.NotFound("address", unknown.Value));
            return null;
        }

        var owner = OwnerOfForward(domain, targets[0]);
        if (actor.TenantId is { } own && owner.TenantId != own)
        {
            Fail(new DomainError.NotFound("address", targets[0].Value));
            return null;
        }

        return targets.Any(target => subjects.LeadsTo(target.Value, key.Value))
            ? Find(path + ".targets", ErrorCodes.ForwardLoop, "This forward would lead back to itself.")
            : new AliasTarget(owner, null, string.Join('\n', targets.Select(target => target.Value).Distinct()));
    }

    private Subscription OwnerOfForward(MailDomain domain, EmailAddress firstTarget) =>
        domain.Shared && subjects.Address(firstTarget.Value) is { } target && subjects.SubscriptionById(target.SubscriptionId) is { } owner ? owner : domain.Subscription;

    private AliasTarget? Find(string path, string code, string text)
    {
        _findings.Add(new Finding(path, code, text));
        return null;
    }

    private bool IsWithinProduct(string path, Quota quota, Product product)
    {
        if (quota.Bytes is not { } requested)
        {
            if (product is { MailboxQuotaBytes: null, TotalQuotaBytes: null })
                return true;

            Find(path + ".quota", ErrorCodes.ExceedsProduct, $"The product '{product.Code}' has no unlimited mailboxes; order a number of bytes.");
            return false;
        }

        if (product.MailboxQuotaBytes is not { } maximum || requested <= maximum)
            return true;

        Fail(new DomainError.LimitExceeded("quota-per-mailbox", maximum, 0, requested));
        return false;
    }

    private void CheckLimits(Subscription subscription)
    {
        var (before, after) = (subjects.CountsBefore(subscription), subjects.Counts(subscription));
        var product = subscription.Product;
        Check("domains", product.MaxDomains, before.Domains, after.Domains);
        Check("mailboxes", product.MaxMailboxes, before.Mailboxes, after.Mailboxes);
        Check("aliases", product.MaxAliases, before.Aliases, after.Aliases);
        Check("quota-total", product.TotalQuotaBytes, before.QuotaBytes, after.QuotaBytes);
    }

    private void Check(string limit, long? maximum, long current, long requested)
    {
        if (requested > maximum)
            Fail(new DomainError.LimitExceeded(limit, maximum.Value, current, requested));
    }

    private Tenant? TenantFor(string path, SubscriptionItemRequest item)
    {
        if (subjects.Tenant(item.TenantNumber!) is { } tenant)
            return tenant;

        if (item.TenantName is null)
        {
            Find(path + ".tenantName", ErrorCodes.Required, $"The tenant '{item.TenantNumber}' is new; give its name.");
            return null;
        }

        if (actor.TenantId is null)
            return subjects.Add(new Tenant { Number = item.TenantNumber!, Name = item.TenantName, SearchName = SearchText.Fold(item.TenantName) });

        Fail(new DomainError.Forbidden("This caller may not create tenants."));
        return null;
    }

    private MailDomain? DomainFor(string path, DomainName name, Subscription subscription)
    {
        var domain = subjects.Domain(name);
        if (domain is null)
            Fail(new DomainError.NotFound("domain", name.Value));
        else if (!domain.Shared && domain.Subscription.TenantId != subscription.TenantId)
        {
            Find(path, ErrorCodes.ForeignDomain, $"The domain '{name}' belongs to another tenant and is not shared.");
            return null;
        }

        return domain;
    }

    private bool IsFree(string address)
    {
        if (subjects.AnyAddress(address) is null)
            return true;

        Fail(new DomainError.Conflict(ErrorCodes.AddressTaken, $"The address '{address}' is taken."));
        return false;
    }

    private Subscription? SubscriptionOf(string contractNumber)
    {
        if (subjects.Subscription(contractNumber) is { } subscription)
            return subscription;

        Fail(new DomainError.NotFound("subscription", contractNumber));
        return null;
    }

    private Product? Product(string code)
    {
        if (subjects.Product(code) is { } product)
            return product;

        Fail(new DomainError.NotFound("product", code));
        return null;
    }

    private bool MayDo(params ReadOnlySpan<Role> roles)
    {
        if (roles.Contains(actor.Role))
            return true;

        Fail(new DomainError.Forbidden($"The role {actor.Role} may not order this."));
        return false;
    }

    private static void Rename(Mailbox mailbox, string? displayName)
    {
        if (displayName is not null)
            (mailbox.DisplayName, mailbox.SearchName) = (displayName, SearchText.Fold(displayName));
    }

    private static string Hash(PasswordChange password) => password.IsHash ? password.Value : PasswordHash.Create(password.Value);

    private static string Changes(MailboxItemRequest item) => string.Join(", ", new[]
    {
        item.Password is null ? null : "password", item.Quota is null ? null : "quota", item.DisplayName is null ? null : "display name",
    }.OfType<string>());

    private void Fail(DomainError error) => _errors.Add(error);

    private void Done(OrderItemRequest item, string key, Subscription subscription, string sentence, Guid? mailboxId = null, OrderState state = OrderState.Completed)
    {
        var subject = OrderValidator.Subject(item);
        subjects.Touch(subscription);
        _tenants.Add(subscription.TenantId);
        Sentences.Add(sentence);
        Items.Add(new OrderItem { Position = Items.Count + 1, Action = item.Action, Subject = subject, Key = key, MailboxId = mailboxId, State = state });
        _audit.Add(new AuditEntry
        {
            At = now, Actor = $"{actor.Kind} {actor.Name}", Action = $"{subject}.{item.Action.ToString().ToLowerInvariant()}",
            Subject = key, TenantId = subscription.TenantId, Detail = sentence.Length <= 1000 ? sentence : sentence[..1000],
        });
    }

    private static AuditEntry Entry(AuditEntry entry, Guid orderId) => new()
    {
        At = entry.At, Actor = entry.Actor, Action = entry.Action, Subject = entry.Subject, TenantId = entry.TenantId, OrderId = orderId, Detail = entry.Detail,
    };

    private sealed record AliasTarget(Subscription Subscription, Mailbox? Mailbox, string? Forward);
}
