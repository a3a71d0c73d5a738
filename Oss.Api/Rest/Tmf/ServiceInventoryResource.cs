using System.Text.Json;
using Oss.Api.Rest.Resources;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Subscriptions;

namespace Oss.Api.Rest.Tmf;

/// <summary>TMF638 service inventory, to be read: each kind of thing that an order can be about as a list, and each by its id, with what it relies on.</summary>
internal static class ServiceInventoryResource
{
    private const string Path = TmfServices.Inventory + "/service";

    public static void MapServiceInventory(this RouteGroupBuilder api)
    {
        api.Get(Path, "TmfListServices", ApiScopes.ReadMailboxes, "Lists mailboxes as services, or with serviceType contracts, domains or further addresses.", ListAsync);
        api.Get(Path + "/{id}", "TmfGetService", ApiScopes.ReadMailboxes, "Shows a mailbox, contract, domain or address as a service.", GetAsync);
    }

    private static async Task<TmfReply> ListAsync(
        RestCall call, SearchMailboxes mailboxes, GetSubscription subscriptions, GetDomain domains, GetAddress addresses, string serviceType = "mailbox", string name = "", int? offset = null, int? limit = null)
    {
        var (skip, rows) = TmfReply.Page(offset, limit);
        return serviceType switch
        {
            "mailbox" => await MailboxesAsync(call, mailboxes, name, skip, rows),
            "subscription" => Listed(await subscriptions.PageAsync(skip, rows, call.Actor, call.Aborted), Of),
            "domain" => Listed(await domains.PageAsync(name, skip, rows, call.Actor, call.Aborted), Of),
            "alias" => Listed(await addresses.PageAsync(skip, rows, call.Actor, call.Aborted), Of),
            _ => throw new DomainException(new DomainError.Validation([new Finding("serviceType", ErrorCodes.NotApplicable, $"One of {string.Join(", ", ServiceKinds.All)}.")])),
        };
    }

    private static TmfReply Listed<T>(Page<T> page, Func<T, ServiceBody> service) => TmfReply.List(page.Items.Select(service), page.Total);

    private static async Task<TmfReply> MailboxesAsync(RestCall call, SearchMailboxes mailboxes, string name, int skip, int rows)
    {
        var page = await mailboxes.PageAsync(name, skip, rows, call.Actor, call.Aborted);
        return TmfReply.List(page.Items.Select(row => Service("mailbox", row.Address, row.DisplayName, StateOf(row.State), new RelatedPartyBody(row.TenantNumber, row.TenantName, "customer"), ("contractNumber", row.ContractNumber), ("address", row.Address)) with { ServiceRelationship = ReliesOn(("subscription", row.ContractNumber), ("domain", DomainOf(row.Address))) }), page.Total);
    }

    private static async Task<TmfReply> GetAsync(RestCall call, string id, GetMailbox mailboxes, GetAddress addresses, GetSubscription subscriptions, GetDomain domains)
    {
        var (kind, key) = id.Split(':', 2) is [var one, var two] ? (one, two) : ("mailbox", id);
        return TmfReply.Of(kind switch
        {
            "mailbox" => Of(await MailboxesResource.FindAsync(call, key, mailboxes, addresses)),
            "subscription" => Of(await subscriptions.ExecuteAsync(key, call.Actor, call.Aborted)),
            "domain" => Of(await domains.ExecuteAsync(key, call.Actor, call.Aborted)),
            "alias" => Of(await addresses.ExecuteAsync(key, call.Actor, call.Aborted)),
            _ => throw new DomainException(new DomainError.NotFound("service", id)),
        });
    }

    private static ServiceBody Of(MailboxDetails mailbox) => Service(
        "mailbox", mailbox.Address, mailbox.DisplayName, mailbox.Suspension.And(mailbox.ContractSuspension).IsNone ? StateOf(mailbox.State) : "inactive",
        new RelatedPartyBody(mailbox.TenantNumber, mailbox.TenantName, "customer"), ("address", mailbox.Address), ("contractNumber", mailbox.ContractNumber), ("quota", QuotaBody.Of(mailbox.Quota)),
        ("suspension", SuspensionBody.Of(mailbox.Suspension)), ("addresses", mailbox.Addresses)) with
        {
            StartDate = mailbox.CreatedAt, ServiceRelationship = ReliesOn(("subscription", mailbox.ContractNumber), ("domain", DomainOf(mailbox.Address))),
        };

    private static ServiceBody Of(SubscriptionView subscription) => Service(
        "subscription", subscription.ContractNumber, null, subscription.TerminatedAt is not null ? "terminated" : subscription.Suspension.IsNone ? "active" : "inactive",
        new RelatedPartyBody(subscription.TenantNumber, null, "customer"), ("contractNumber", subscription.ContractNumber), ("product", subscription.Product.Code)) with { EndDate = subscription.TerminatedAt };

    private static ServiceBody Of(DomainView domain) => Service(
        "domain", domain.Name, domain.DisplayName, "active", new RelatedPartyBody(domain.TenantNumber, null, "customer"), ("name", domain.Name), ("contractNumber", domain.ContractNumber), ("shared", domain.Shared),
        ("ownership", domain.Ownership)) with { ServiceRelationship = ReliesOn([("subscription", domain.ContractNumber), .. domain.AliasOf is { } original ? [("domain", original)] : Array.Empty<(string, string)>()]) };

    private static ServiceBody Of(AddressView address) => Service(
        "alias", address.Value, null, "active", null, ("address", address.Value), ("kind", address.Kind), ("contractNumber", address.ContractNumber),
        ("targets", address.Mailbox is { } mailbox ? [mailbox] : address.Targets)) with
        {
            ServiceRelationship = ReliesOn([("subscription", address.ContractNumber), ("domain", DomainOf(address.Value)), .. address.Mailbox is { } leads ? [("mailbox", leads)] : Array.Empty<(string, string)>()]),
        };

    // What a service would not be there without: TMF638's relationship of two services.
    private static List<ServiceRelationshipBody> ReliesOn(params IEnumerable<(string Kind, string Key)> services) =>
        [.. services.Select(one => new ServiceRelationshipBody("reliesOn", new ServiceReferenceBody($"{one.Kind}:{one.Key}", $"{Path}/{one.Kind}:{Uri.EscapeDataString(one.Key)}")))];

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    // States of TMF638: feasabilityChecked, designed, reserved, inactive, active, terminated.
    private static string StateOf(MailboxState state) => state switch
    {
        MailboxState.Provisioning => "reserved",
        MailboxState.Active => "active",
        MailboxState.Suspended => "inactive",
        _ => "terminated",
    };

    private static ServiceBody Service(string kind, string key, string? name, string state, RelatedPartyBody? customer, params (string Name, object? Value)[] characteristics) => new()
    {
        Id = $"{kind}:{key}", Href = $"{Path}/{kind}:{Uri.EscapeDataString(key)}", Name = name ?? key, ServiceType = kind, State = state, IsServiceEnabled = state == "active",
        ServiceSpecification = SpecificationRef.Of(kind), RelatedParty = customer is null ? null : [customer],
        ServiceCharacteristic = [.. characteristics.Select(one => new CharacteristicBody(one.Name, JsonSerializer.SerializeToNode(one.Value, RestJson.Options), one.Value is string ? "string" : "object"))],
        Type = "Service",
    };
}
