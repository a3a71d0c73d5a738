namespace Oss.Domain.Orders.Batches;

/// <summary>Orders that came in together and are carried out one by one in a lane of their own.</summary>
public sealed class OrderBatch
{
    /// <summary>The platform's id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The CRM's name for itself; unique together with <see cref="ExternalId"/>.</summary>
    public required string ExternalSystem { get; init; }

    /// <summary>The CRM's number of the batch.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Fingerprint of the content.</summary>
    public required string PayloadHash { get; init; }

    /// <summary>Name of the actor.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>The only tenant that its submitter may touch; for whom the batch is visible.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime SubmittedAt { get; init; }

    /// <summary>How many orders it has.</summary>
    public required int Orders { get; init; }
}

/// <summary>A batch as it comes in.</summary>
/// <param name="ExternalSystem">The CRM's name for itself, of the batch and of each of its orders.</param>
/// <param name="ExternalId">The CRM's number of the batch.</param>
/// <param name="Orders">1 to <see cref="OrderLimits.BatchOrders"/> orders, each with a number of its own.</param>
public sealed record OrderBatchRequest(string ExternalSystem, string ExternalId, IReadOnlyList<OrderRequest> Orders);

/// <summary>How far a batch is.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="ExternalSystem">The CRM's name.</param>
/// <param name="ExternalId">The CRM's number of the batch.</param>
/// <param name="SubmittedBy">Name of the actor.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="Orders">How many orders it has.</param>
/// <param name="States">How many of them are in which state.</param>
/// <param name="Ended">How many have come to their end.</param>
public sealed record OrderBatchView(
    Guid Id, string ExternalSystem, string ExternalId, string SubmittedBy, DateTime SubmittedAt, int Orders, IReadOnlyDictionary<OrderState, int> States, int Ended);

/// <summary>The answer to a submitted batch.</summary>
/// <param name="Batch">The batch as it stands.</param>
/// <param name="Replayed">True when this number was submitted before with the same content.</param>
public sealed record SubmitBatchResult(OrderBatchView Batch, bool Replayed);
