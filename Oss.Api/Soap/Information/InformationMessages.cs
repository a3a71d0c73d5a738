using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Information;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Finds whatever a caller can mean by one text.</summary>
[MessageContract(WrapperName = "Search", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("Search", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchRequest : RequestMessage
{
    /// <summary>Beginning of an address, name, customer number or contract number; a domain, a contract or an order (its id, or system/number) as a whole.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Text { get; set; } = "";
}

/// <summary>The first hits of each kind.</summary>
[MessageContract(WrapperName = "SearchResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchResponse
{
    /// <summary>What was found; empty when nothing was.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Hit")]
    public HitElement[] Hits { get; set; } = [];
}

/// <summary>Lists mailboxes part by part: by primary address; those found by a text, by what they are found.</summary>
[MessageContract(WrapperName = "SearchMailboxes", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchMailboxes", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchMailboxesRequest : RequestMessage
{
    /// <summary>Which mailboxes; all when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public MailboxFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "SearchMailboxesResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchMailboxesResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchMailboxesResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Mailbox")]
    public MailboxRowElement[] Mailboxes { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Lists customers part by part: by number; those found by a text, first by number and then by name.</summary>
[MessageContract(WrapperName = "SearchTenants", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchTenants", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchTenantsRequest : RequestMessage
{
    /// <summary>Beginning of the number or of a word of the name.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string? Text { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "SearchTenantsResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchTenantsResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchTenantsResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Tenant")]
    public TenantRowElement[] Tenants { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Shows a customer with all contracts and domains.</summary>
[MessageContract(WrapperName = "GetTenant", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetTenant", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetTenantRequest : RequestMessage
{
    /// <summary>The customer number.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Number { get; set; } = "";
}

/// <summary>The customer.</summary>
[MessageContract(WrapperName = "GetTenantResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetTenantResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetTenantResponse
{
    /// <summary>The customer.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public TenantOverviewElement Tenant { get; set; } = new();
}

/// <summary>Shows a contract with what it has and may have.</summary>
[MessageContract(WrapperName = "GetSubscription", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetSubscription", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetSubscriptionRequest : RequestMessage
{
    /// <summary>The contract number.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string ContractNumber { get; set; } = "";
}

/// <summary>The contract.</summary>
[MessageContract(WrapperName = "GetSubscriptionResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetSubscriptionResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetSubscriptionResponse
{
    /// <summary>The contract.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public SubscriptionElement Subscription { get; set; } = new();
}

/// <summary>Shows a mailbox, whichever of its addresses is named.</summary>
[MessageContract(WrapperName = "GetMailbox", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetMailbox", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetMailboxRequest : RequestMessage
{
    /// <summary>Its primary address or an alias.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";
}

/// <summary>The mailbox.</summary>
[MessageContract(WrapperName = "GetMailboxResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetMailboxResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetMailboxResponse
{
    /// <summary>The mailbox.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public MailboxOverviewElement Mailbox { get; set; } = new();
}

/// <summary>Measures what a mailbox uses.</summary>
[MessageContract(WrapperName = "GetQuota", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetQuota", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetQuotaRequest : RequestMessage
{
    /// <summary>Its primary address or an alias.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";
}

/// <summary>Limit and use.</summary>
[MessageContract(WrapperName = "GetQuotaResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetQuotaResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetQuotaResponse
{
    /// <summary>The storage limit.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public QuotaElement Quota { get; set; } = new();

    /// <summary>What it uses, measured now; absent while the mailbox is being created.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public UsageElement? Usage { get; set; }
}

/// <summary>Lists addresses of every kind, part by part.</summary>
[MessageContract(WrapperName = "ListAddresses", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListAddresses", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListAddressesRequest : RequestMessage
{
    /// <summary>Which addresses; all when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public AddressFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListAddressesResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListAddressesResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListAddressesResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Address")]
    public AddressRowElement[] Addresses { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Says whether an address can be ordered, why not, and what is free instead.</summary>
[MessageContract(WrapperName = "CheckAddress", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("CheckAddress", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class CheckAddressRequest : RequestMessage
{
    /// <summary>The address as somebody typed it.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>The name of who is to have it, for better suggestions.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public string? DisplayName { get; set; }
}

/// <summary>Whether it is free.</summary>
[MessageContract(WrapperName = "CheckAddressResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("CheckAddressResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class CheckAddressResponse
{
    /// <summary>The address, normalised where it is one.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>True when an order for it would not fail on its name.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public bool Available { get; set; }

    /// <summary>Why not, for programs.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    public string? ReasonCode { get; set; }

    /// <summary>Why not, for people.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 3)]
    public string? Reason { get; set; }

    /// <summary>Addresses like it that are free, the likeliest first; absent when there is nothing to suggest.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 4)]
    [XmlArrayItem("Suggestion")]
    public string[]? Suggestions { get; set; }
}

/// <summary>Shows a domain with the records that its DNS should have, as they were when last looked at.</summary>
[MessageContract(WrapperName = "GetDomain", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetDomain", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetDomainRequest : RequestMessage
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Domain { get; set; } = "";
}

/// <summary>The domain.</summary>
[MessageContract(WrapperName = "GetDomainResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetDomainResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetDomainResponse
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public DomainDetailsElement Domain { get; set; } = new();
}
