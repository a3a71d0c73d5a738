using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;

namespace Oss.Api.Rest.Resources;

/// <summary>Contracts: products of customers.</summary>
internal static class SubscriptionsResource
{
    public static void MapSubscriptions(this RouteGroupBuilder api)
    {
        api.Get("/subscriptions", "ListSubscriptions", ApiScopes.ReadCustomers, "Lists contracts by number.", ListAsync).Lists<SubscriptionShown>();
        api.Post("/subscriptions", "ProvideSubscription", ApiScopes.WriteCustomers, "Gives a customer a product under a contract number; a customer that is new is made.", ProvideAsync)
            .Takes<SubscriptionNew>().Changes().Returns<ChangeBody>(StatusCodes.Status201Created);
        api.Get("/subscriptions/{contract}", "GetSubscription", ApiScopes.ReadCustomers, "Shows a contract with what it has and may have.", GetAsync).Returns<SubscriptionShown>();
        api.Patch("/subscriptions/{contract}", "ModifySubscription", ApiScopes.WriteCustomers, "Changes product, limits or the customer's name.", ModifyAsync).Takes<SubscriptionChanges>().Changes();
        api.Delete("/subscriptions/{contract}", "TerminateSubscription", ApiScopes.WriteCustomers, "Ends a contract that has nothing left.", TerminateAsync).Changes();
        api.Get("/subscriptions/{contract}/status", "GetSubscriptionStatus", ApiScopes.ReadCustomers, "Shows what is suspended for all mailboxes of a contract.", StatusAsync).Returns<SuspensionBody>();
        api.Put("/subscriptions/{contract}/status", "SetSubscriptionStatus", ApiScopes.WriteCustomers, "Suspends and resumes all mailboxes of a contract, axis by axis.", SetStatusAsync).Takes<SuspensionBody>().Changes();
        api.Post("/subscriptions/{contract}:transfer", "TransferSubscription", ApiScopes.WriteCustomers, "Gives a contract with all it has to another customer.", TransferAsync).Takes<TransferBody>().Changes().Guarded();
    }

    private static async Task<Reply> ListAsync(RestCall call, GetSubscription subscriptions, string? tenantNumber = null)
    {
        var part = await subscriptions.ListAsync(tenantNumber, call.Cut, call.Actor, call.Aborted);
        return Reply.List(call, part.Of(SubscriptionShown.Of));
    }

    private static async Task<Reply> GetAsync(RestCall call, string contract, GetSubscription subscriptions)
    {
        var found = await subscriptions.ExecuteAsync(contract, call.Actor, call.Aborted);
        return Reply.Show(SubscriptionShown.Of(found), found.Version);
    }

    private static async Task<Reply> ProvideAsync(RestCall call, RestChange change)
    {
        var body = await call.ReadAsync<SubscriptionNew>();
        RequireLimits(body.Limits);
        return await change.ExecuteAsync(
            call, new SubscriptionItemRequest(OrderAction.Provide, body.ContractNumber, body.TenantNumber, body.TenantName, body.Product, Limits: body.Limits?.Select(limit => limit.ToOverride()).ToArray()),
            location: $"/subscriptions/{Uri.EscapeDataString(body.ContractNumber)}");
    }

    private static async Task<Reply> ModifyAsync(RestCall call, string contract, GetSubscription subscriptions, RestChange change)
    {
        var body = await call.ReadAsync<SubscriptionChanges>();
        RequireLimits(body.Limits);
        return await ChangeAsync(call, contract, subscriptions, change, _ => new SubscriptionItemRequest(
            OrderAction.Modify, contract, TenantName: body.TenantName, Product: body.Product, Limits: body.Limits?.Select(limit => limit.ToOverride()).ToArray(),
            ForbidExternalForwarding: body.ForbidExternalForwarding, EvenIfForwarding: body.EvenIfForwarding));
    }

    private static Task<Reply> TerminateAsync(RestCall call, string contract, GetSubscription subscriptions, RestChange change) =>
        ChangeAsync(call, contract, subscriptions, change, _ => new SubscriptionItemRequest(OrderAction.Terminate, contract));

    private static async Task<Reply> StatusAsync(RestCall call, string contract, GetSubscription subscriptions)
    {
        var found = await subscriptions.ExecuteAsync(contract, call.Actor, call.Aborted);
        return Reply.Show(SuspensionBody.Of(found.Suspension), found.Version);
    }

    private static async Task<Reply> SetStatusAsync(RestCall call, string contract, GetSubscription subscriptions, RestChange change)
    {
        var (found, wanted) = (await subscriptions.ExecuteAsync(contract, call.Actor, call.Aborted), await call.ReadAsync<SuspensionBody>());
        var version = call.Match(SuspensionBody.Of(found.Suspension), found.Version, SubscriptionShown.Of(found));
        return await change.ExecuteAsync(call, new SubscriptionItemRequest(OrderAction.Suspend, contract, Suspension: MailboxSettingsResource.Whole(wanted), ExpectedVersion: version));
    }

    private static async Task<Reply> TransferAsync(RestCall call, string contract, GetSubscription subscriptions, RestChange change)
    {
        var body = await call.ReadAsync<TransferBody>();
        return await ChangeAsync(call, contract, subscriptions, change, _ => new SubscriptionItemRequest(OrderAction.Transfer, contract, body.TenantNumber, body.TenantName));
    }

    private static async Task<Reply> ChangeAsync(RestCall call, string contract, GetSubscription subscriptions, RestChange change, Func<SubscriptionView, SubscriptionItemRequest> item)
    {
        var found = await subscriptions.ExecuteAsync(contract, call.Actor, call.Aborted);
        return await change.ExecuteAsync(call, item(found) with { ExpectedVersion = call.Match(SubscriptionShown.Of(found), found.Version) });
    }

    private static void RequireLimits(IReadOnlyList<LimitChangeBody>? limits)
    {
        if (LimitChangeBody.Findings(limits, "limits").ToArray() is { Length: > 0 } findings)
            throw new DomainException(new DomainError.Validation(findings));
    }
}

/// <summary>A contract to be made.</summary>
/// <param name="ContractNumber">The CRM's contract number.</param>
/// <param name="TenantNumber">The CRM's customer number.</param>
/// <param name="Product">Product code.</param>
/// <param name="TenantName">Name of the customer; required when it is new.</param>
/// <param name="Limits">Limits of its own.</param>
internal sealed record SubscriptionNew(string ContractNumber, string TenantNumber, string Product, string? TenantName = null, IReadOnlyList<LimitChangeBody>? Limits = null);

/// <summary>Changes of a contract; what is absent stays as it is.</summary>
/// <param name="Product">Another product's code.</param>
/// <param name="TenantName">Another name of the customer.</param>
/// <param name="Limits">Limits of its own, or back to the product's; those not named stay as they are.</param>
/// <param name="ForbidExternalForwarding">Whether mail of the customer, under all its contracts, may no longer be passed on to addresses outside the platform.</param>
/// <param name="EvenIfForwarding">Whether that may be forbidden though some of its mail is passed on so: it goes on no more. Otherwise the change is refused, and says which.</param>
internal sealed record SubscriptionChanges(
    string? Product = null, string? TenantName = null, IReadOnlyList<LimitChangeBody>? Limits = null, bool? ForbidExternalForwarding = null, bool? EvenIfForwarding = null);

/// <summary>To whom a contract goes over.</summary>
/// <param name="TenantNumber">The CRM's customer number.</param>
/// <param name="TenantName">Name of the customer; required when it is new.</param>
internal sealed record TransferBody(string TenantNumber, string? TenantName = null);

/// <summary>A product under a contract.</summary>
/// <param name="ContractNumber">The contract number.</param>
/// <param name="TenantNumber">The customer.</param>
/// <param name="Product">Product code.</param>
/// <param name="TerminatedAt">When it ended.</param>
/// <param name="Uses">What it has, and what it may have.</param>
/// <param name="Limits">All limits that hold: its own, else the product's.</param>
/// <param name="OwnLimits">Those that are its own: the others follow the product.</param>
internal sealed record SubscriptionShown(
    string ContractNumber, string TenantNumber, string Product, DateTime? TerminatedAt, IReadOnlyList<UseShown> Uses, IReadOnlyList<NamedLimit> Limits, IReadOnlyList<ProductLimit> OwnLimits)
{
    public static SubscriptionShown Of(SubscriptionView subscription) => new(
        subscription.ContractNumber, subscription.TenantNumber, subscription.Product.Code, subscription.TerminatedAt,
        [
            Use("domains", subscription.Domains, subscription.Limits[ProductLimit.Domains]),
            Use("mailboxes", subscription.Mailboxes, subscription.Limits[ProductLimit.Mailboxes]),
            Use("aliases", subscription.Aliases, subscription.Limits[ProductLimit.Aliases]),
            Use("quota-total", subscription.QuotaBytes, subscription.Limits[ProductLimit.QuotaTotal]),
            .. subscription.PoolBytes is { } pool ? (UseShown[])[Use("quota-pool", pool, subscription.Limits[ProductLimit.QuotaPool])] : [],
        ],
        NamedLimit.Of(subscription.Limits), [.. subscription.Own]);

    private static UseShown Use(string name, long current, long? maximum) => new(name, current, LimitShown.Of(maximum));
}

/// <summary>How much of a limit is used.</summary>
/// <param name="Name">domains, mailboxes, aliases, quota-total, or quota-pool where the mailboxes share storage and one contract is shown.</param>
/// <param name="Current">What is used now; bytes for quota.</param>
/// <param name="Limit">What is allowed.</param>
internal sealed record UseShown(string Name, long Current, LimitShown Limit);

/// <summary>A limit.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Limit">What is allowed.</param>
internal sealed record NamedLimit(ProductLimit Name, LimitShown Limit)
{
    public static IReadOnlyList<NamedLimit> Of(IReadOnlyDictionary<ProductLimit, long?> limits) =>
        [.. limits.OrderBy(limit => limit.Key).Select(limit => new NamedLimit(limit.Key, LimitShown.Of(limit.Value)))];
}
