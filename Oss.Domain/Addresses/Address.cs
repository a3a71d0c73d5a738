using Oss.Domain.Mailboxes;

namespace Oss.Domain.Addresses;

/// <summary>
/// One row of the one table of addresses: whatever receives mail here, under one unique index, so that no two things can
/// ever own one address whichever way they come in. A catch-all is the row <c>@domain</c>.
/// </summary>
public sealed class Address
{
    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The normalised address; unique. Becomes another only when its whole domain does.</summary>
    public required string Value
    {
        get;
        set
        {
            field = value;
            Search = SearchText.FoldAddress(value);
        }
    }

    /// <summary><see cref="Value"/> folded for searching, its domain in Unicode.</summary>
    public string Search { get; private set; } = "";

    /// <summary>What the address is.</summary>
    public required AddressKind Kind { get; set; }

    /// <summary>The mail domain it lies in.</summary>
    public required Guid DomainId { get; set; }

    /// <summary>The subscription that pays for it.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The mailbox it leads to; <see langword="null"/> for a forward.</summary>
    public Guid? MailboxId { get; set; }

    /// <summary>The mailbox it leads to.</summary>
    public Mailbox? Mailbox { get; set; }

    /// <summary>Until when a freed address is nobody's but its former tenant's, UTC.</summary>
    public DateTime? QuarantinedUntil { get; set; }

    /// <summary>The mailbox that a freed address led to.</summary>
    public Guid? FormerMailboxId { get; set; }

    /// <summary>What a freed address was.</summary>
    public AddressKind? FormerKind { get; set; }

    /// <summary>The normalised addresses a forward leads to, separated by line feeds.</summary>
    public string? Targets { get; set; }
}

/// <summary>Kinds of <see cref="Address"/>.</summary>
public enum AddressKind
{
    /// <summary>The primary address of a mailbox.</summary>
    Mailbox,

    /// <summary>Another name of a mailbox.</summary>
    Alias,

    /// <summary>Passes mail on.</summary>
    Forward,

    /// <summary>Takes what nothing else in the domain owns.</summary>
    CatchAll,

    /// <summary>Was freed, and is kept from strangers for a time: they would receive what is meant for its former owner.</summary>
    Quarantined,

    /// <summary>Is known to the server that its domain's mail goes on to.</summary>
    Relayed,
}
