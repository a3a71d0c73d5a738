using Oss.Domain.Access;
using Oss.Domain.Orders;

namespace Oss.Domain.Audit;

/// <summary>Who changed what, in the same transaction as the change.</summary>
public sealed class AuditEntry
{
    /// <summary>Characters of <see cref="Detail"/>.</summary>
    public const int DetailLength = 1000;

    /// <summary>Immutable id, ascending in time.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>Kind and name of the actor, e.g. <c>ApiClient crm</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>For whom the actor acted, in its own words.</summary>
    public string? OnBehalfOf { get; init; }

    /// <summary>Why the actor acted, in its own words.</summary>
    public string? Reason { get; init; }

    /// <summary>What was done, e.g. <c>mailbox.provide</c>.</summary>
    public required string Action { get; init; }

    /// <summary>Key of the subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The tenant concerned.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The order that did it.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>What changed, as one sentence without secrets.</summary>
    public required string Detail { get; init; }

    /// <summary>An entry for something that no order does.</summary>
    public static AuditEntry By(Access.Actor actor, DateTime now, string action, string subject, Guid? tenant, string detail) => new()
    {
        At = now, Actor = $"{actor.Kind} {actor.Name}", OnBehalfOf = actor.OnBehalfOf, Reason = actor.Reason, Action = action, Subject = subject, TenantId = tenant, Detail = detail.Length <= DetailLength ? detail : detail[..DetailLength],
    };

    /// <summary>What somebody did with an order as a whole.</summary>
    public static AuditEntry OfOrder(Order order, Actor actor, string action, string detail, DateTime at) => new()
    {
        At = at, Actor = $"{actor.Kind} {actor.Name}", OnBehalfOf = actor.OnBehalfOf, Reason = actor.Reason, Action = action, Subject = $"{order.ExternalSystem}/{order.ExternalId}", TenantId = order.TenantId,
        OrderId = order.Id, Detail = detail.Length <= DetailLength ? detail : detail[..DetailLength],
    };
}
