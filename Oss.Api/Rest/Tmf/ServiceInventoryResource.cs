using System.Text.Json;
using Oss.Api.Rest.Resources;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Subscriptions;

namespace Oss.Api.Rest.Tmf;

/// <summary>TMF638 service inventory, to be read: mailboxes as a list, each thing that an order can be about by its id.</summary>
internal static class ServiceInventoryResource
{
    private const string Path = TmfServices.Inventory + "/service";

    public static void MapServiceInventory(this RouteGroupBuilder api)
    {
        api.Get(Path, "TmfListServices", ApiScopes.ReadMailboxes, "Lists mailboxes as services.", ListAsync);
        api.Get(Path + "/{id}", "TmfGetService", ApiScopes.ReadMailboxes, "Shows a mailbox, contract, domain or address as a service.", GetAsync);
    }

    private static async Task<TmfReply> ListAsync(RestCall call, SearchMailboxes mailboxes, string name = "", int? offset = null, int? limit = null)
    {
        var (skip, rows) = TmfReply.Page(offset, limit);
        var page = await mailboxes.PageAsync(name, skip, rows, call.Actor, call.Aborted);
        return TmfReply.List(page.Items.Select(row => Service("mailbox", row.Address, row.DisplayName, StateOf(row.State), new RelatedPartyBody(row.TenantNumber, row.TenantName, "customer"), ("contractNumber", row.ContractNumber), ("address", row.Address))), page.Total);
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
        ("suspension", SuspensionBody.Of(mailbox.Suspension)), ("addresses", mailbox.Addresses)) with { StartDate = mailbox.CreatedAt };

    private static ServiceBody Of(SubscriptionView subscription) => Service(
        "subscription", subscription.ContractNumber, null, subscription.TerminatedAt is not null ? "terminated" : subscription.Suspension.IsNone ? "active" : "inactive",
        new RelatedPartyBody(subscription.TenantNumber, null, "customer"), ("contractNumber", subscription.ContractNumber), ("product", subscription.Product.Code)) with { EndDate = subscription.TerminatedAt };

    private static ServiceBody Of(DomainView domain) => Service(
        "domain", domain.Name, domain.DisplayName, "active", new RelatedPartyBody(domain.TenantNumber, null, "customer"), ("name", domain.Name), ("contractNumber", domain.ContractNumber), ("shared", domain.Shared));

    private static ServiceBody Of(AddressView address) => Service(
        "alias", address.Value, null, "active", null, ("address", address.Value), ("kind", address.Kind), ("contractNumber", address.ContractNumber),
        ("targets", address.Mailbox is { } mailbox ? [mailbox] : address.Targets));

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
