using System.Xml.Serialization;
using Oss.Domain.Domains;
using Oss.Domain.Orders;

namespace Oss.Api.Soap.Integration;

/// <summary>Which orders; what is absent does not filter.</summary>
[XmlType("OrderFilter", Namespace = IntegrationContract.Namespace)]
public sealed class OrderFilterElement
{
    /// <summary>In this state.</summary>
    [XmlElement(Order = 0)]
    public OrderState State { get; set; }

    /// <summary>True when <see cref="State"/> is given.</summary>
    [XmlIgnore]
    public bool StateSpecified { get; set; }

    /// <summary>Of this system.</summary>
    [XmlElement(Order = 1)]
    public string? ExternalSystem { get; set; }

    /// <summary>With this number.</summary>
    [XmlElement(Order = 2)]
    public string? ExternalId { get; set; }

    /// <summary>Of this customer.</summary>
    [XmlElement(Order = 3)]
    public string? TenantNumber { get; set; }

    /// <summary>About this mailbox.</summary>
    [XmlElement(Order = 4)]
    public string? MailboxId { get; set; }
}

/// <summary>One order of a list.</summary>
[XmlType("OrderRow", Namespace = IntegrationContract.Namespace)]
public sealed class OrderRowElement
{
    /// <summary>The id the platform gave it.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>The CRM's name.</summary>
    [XmlElement(Order = 1)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>The CRM's order number.</summary>
    [XmlElement(Order = 2)]
    public string ExternalId { get; set; } = "";

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 3)]
    public OrderState State { get; set; }

    /// <summary>Who submitted it.</summary>
    [XmlElement(Order = 4)]
    public string SubmittedBy { get; set; } = "";

    /// <summary>When; UTC.</summary>
    [XmlElement(Order = 5)]
    public DateTime SubmittedAt { get; set; }

    /// <summary>The customer, when it is about one.</summary>
    [XmlElement(Order = 6)]
    public string? TenantNumber { get; set; }

    /// <summary>Name of the customer.</summary>
    [XmlElement(Order = 7)]
    public string? TenantName { get; set; }

    /// <summary>How many items it has.</summary>
    [XmlElement(Order = 8)]
    public int Items { get; set; }
}

/// <summary>Which domains; what is absent does not filter.</summary>
[XmlType("DomainFilter", Namespace = IntegrationContract.Namespace)]
public sealed class DomainFilterElement
{
    /// <summary>Beginning of the name.</summary>
    [XmlElement(Order = 0)]
    public string? Text { get; set; }

    /// <summary>Of this contract.</summary>
    [XmlElement(Order = 1)]
    public string? ContractNumber { get; set; }
}

/// <summary>One domain of a list.</summary>
[XmlType("DomainRow", Namespace = IntegrationContract.Namespace)]
public sealed class DomainRowElement
{
    /// <summary>Its name, as A-labels.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>Its name, as people read it.</summary>
    [XmlElement(Order = 1)]
    public string DisplayName { get; set; } = "";

    /// <summary>The contract it belongs to.</summary>
    [XmlElement(Order = 2)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The customer it belongs to.</summary>
    [XmlElement(Order = 3)]
    public string TenantNumber { get; set; } = "";

    /// <summary>Whether mailboxes of other customers may lie in it.</summary>
    [XmlElement(Order = 4)]
    public bool Shared { get; set; }

    /// <summary>What is known of whether its customer owns it.</summary>
    [XmlElement(Order = 5)]
    public DomainOwnership Ownership { get; set; }
}

/// <summary>Which contracts; what is absent does not filter.</summary>
[XmlType("SubscriptionFilter", Namespace = IntegrationContract.Namespace)]
public sealed class SubscriptionFilterElement
{
    /// <summary>Of this customer.</summary>
    [XmlElement(Order = 0)]
    public string? TenantNumber { get; set; }
}

/// <summary>One contract of a list.</summary>
[XmlType("SubscriptionRow", Namespace = IntegrationContract.Namespace)]
public sealed class SubscriptionRowElement
{
    /// <summary>Its number.</summary>
    [XmlElement(Order = 0)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The customer.</summary>
    [XmlElement(Order = 1)]
    public string TenantNumber { get; set; } = "";

    /// <summary>Code of the product.</summary>
    [XmlElement(Order = 2)]
    public string Product { get; set; } = "";

    /// <summary>Domains it has.</summary>
    [XmlElement(Order = 3)]
    public long Domains { get; set; }

    /// <summary>Mailboxes it has.</summary>
    [XmlElement(Order = 4)]
    public long Mailboxes { get; set; }

    /// <summary>Aliases, forwards and catch-alls it has.</summary>
    [XmlElement(Order = 5)]
    public long Aliases { get; set; }

    /// <summary>What its mailboxes may have together, in bytes.</summary>
    [XmlElement(Order = 6)]
    public long QuotaBytes { get; set; }

    /// <summary>When it ended; UTC. Absent while it runs.</summary>
    [XmlElement(Order = 7)]
    public DateTime TerminatedAt { get; set; }

    /// <summary>True when <see cref="TerminatedAt"/> is given.</summary>
    [XmlIgnore]
    public bool TerminatedAtSpecified { get; set; }
}

/// <summary>Which entries; what is absent does not filter.</summary>
[XmlType("AuditFilter", Namespace = IntegrationContract.Namespace)]
public sealed class AuditFilterElement
{
    /// <summary>Kind and name, as in "ConsoleUser anna", or the name alone.</summary>
    [XmlElement(Order = 0)]
    public string? Actor { get; set; }

    /// <summary>Beginning of what was done, as in mailbox. or mailbox.provide.</summary>
    [XmlElement(Order = 1)]
    public string? Action { get; set; }

    /// <summary>Beginning of the key of what it was done to.</summary>
    [XmlElement(Order = 2)]
    public string? Subject { get; set; }

    /// <summary>The customer concerned.</summary>
    [XmlElement(Order = 3)]
    public string? TenantNumber { get; set; }

    /// <summary>Not before; UTC.</summary>
    [XmlElement(Order = 4)]
    public DateTime From { get; set; }

    /// <summary>True when <see cref="From"/> is given.</summary>
    [XmlIgnore]
    public bool FromSpecified { get; set; }

    /// <summary>Before; UTC.</summary>
    [XmlElement(Order = 5)]
    public DateTime Until { get; set; }

    /// <summary>True when <see cref="Until"/> is given.</summary>
    [XmlIgnore]
    public bool UntilSpecified { get; set; }
}

/// <summary>One entry of the audit.</summary>
[XmlType("AuditRow", Namespace = IntegrationContract.Namespace)]
public sealed class AuditRowElement
{
    /// <summary>Its id.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>When; UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime At { get; set; }

    /// <summary>Kind and name of who did it.</summary>
    [XmlElement(Order = 2)]
    public string Actor { get; set; } = "";

    /// <summary>What was done.</summary>
    [XmlElement(Order = 3)]
    public string Action { get; set; } = "";

    /// <summary>The key of what it was done to.</summary>
    [XmlElement(Order = 4)]
    public string Subject { get; set; } = "";

    /// <summary>The customer concerned.</summary>
    [XmlElement(Order = 5)]
    public string? TenantNumber { get; set; }

    /// <summary>Name of the customer.</summary>
    [XmlElement(Order = 6)]
    public string? TenantName { get; set; }

    /// <summary>The order that did it.</summary>
    [XmlElement(Order = 7)]
    public string? OrderId { get; set; }

    /// <summary>What changed, in a sentence.</summary>
    [XmlElement(Order = 8)]
    public string Detail { get; set; } = "";

    /// <summary>For whom it was done, in the actor's words.</summary>
    [XmlElement(Order = 9)]
    public string? OnBehalfOf { get; set; }

    /// <summary>Why, in the actor's words.</summary>
    [XmlElement(Order = 10)]
    public string? Reason { get; set; }

    /// <summary>From where: an address or a system.</summary>
    [XmlElement(Order = 11)]
    public string? Source { get; set; }

    /// <summary>What there was, as JSON without secrets.</summary>
    [XmlElement(Order = 12)]
    public string? Before { get; set; }

    /// <summary>What there is, as JSON without secrets.</summary>
    [XmlElement(Order = 13)]
    public string? After { get; set; }
}
