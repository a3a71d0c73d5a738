using Oss.Domain.Access;
using Oss.Domain.Orders;

namespace Oss.Domain.Audit;

/// <summary>
/// Who did what, in the same transaction as the change. Afterwards the entry is sealed: it gets a number and a hash over the one before it, so that none can be changed or
/// removed unseen. What is personal is outside the chain, which holds only a salted digest of it: it can be erased and the chain still closes.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>Characters of <see cref="Detail"/>.</summary>
    public const int DetailLength = 1000;

    /// <summary>Characters of <see cref="Source"/>.</summary>
    public const int SourceLength = 300;

    /// <summary>Immutable id, ascending in time.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Kind and name of the actor, e.g. <c>ApiClient crm</c>. Personal.</summary>
    public required string Actor { get; set; }

    /// <summary>What was done, e.g. <c>mailbox.provide</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Key of the subject. Personal.</summary>
    public required string Subject { get; set; }

    /// <summary>The tenant concerned.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The order that did it.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>What changed, as one sentence without secrets. Personal.</summary>
    public required string Detail { get; set; }

    /// <summary>For whom the actor acted. Personal.</summary>
    public string? OnBehalfOf { get; set; }

    /// <summary>Why, in the actor's words. Personal.</summary>
    public string? Reason { get; set; }

    /// <summary>From where: address or system. Personal.</summary>
    public string? Source { get; set; }

    /// <summary>What there was, as JSON without secrets. Personal.</summary>
    public string? Before { get; set; }

    /// <summary>What there is, as JSON without secrets. Personal.</summary>
    public string? After { get; set; }

    /// <summary>Place in the chain, from 1; <see langword="null"/> until it is sealed.</summary>
    public long? Sequence { get; set; }

    /// <summary>Makes the digest say nothing about what it is of once the salt is gone; <see langword="null"/> when what is personal was erased.</summary>
    public string? Salt { get; set; }

    /// <summary>Digest of salt and personal data.</summary>
    public string? Digest { get; set; }

    /// <summary>Hash over the entry before and this one.</summary>
    public string? Hash { get; set; }

    /// <summary>The entry that says who erased what is personal.</summary>
    public Guid? ErasedBy { get; set; }

    /// <summary>An entry for something that no order does.</summary>
    public static AuditEntry By(Actor actor, DateTime now, string action, string subject, Guid? tenant, string detail, Guid? order = null, Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(), At = now, Actor = $"{actor.Kind} {actor.Name}", Action = action, Subject = subject, TenantId = tenant, OrderId = order, Detail = Cut(detail, DetailLength)!,
        OnBehalfOf = Cut(actor.OnBehalfOf, Access.Actor.OnBehalfOfLength), Reason = Cut(actor.Reason, Access.Actor.ReasonLength), Source = Cut(actor.Source, SourceLength),
    };

    /// <summary>What somebody did with an order as a whole.</summary>
    public static AuditEntry OfOrder(Order order, Actor actor, string action, string detail, DateTime at) =>
        By(actor, at, action, $"{order.ExternalSystem}/{order.ExternalId}", order.TenantId, detail, order.Id);

    private static string? Cut(string? text, int length) => text?.Length > length ? text[..length] : text;
}
