using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders.Batches;

/// <summary>
/// Takes a batch: all its orders are stored in one transaction, and carried out one by one in the batch lane, where they keep nobody waiting. Each order is
/// checked when its turn comes: one that cannot be done is rejected by itself and holds up no other.
/// </summary>
public sealed class SubmitBatch(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    private static readonly OrderValidator Validator = new();

    /// <summary>Stores the batch; the same content under the same number again is a replay.</summary>
    /// <exception cref="DomainException">The batch breaks rules or contains a number used before; nothing was stored.</exception>
    public async Task<SubmitBatchResult> ExecuteAsync(OrderBatchRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Findings(request) is { Count: > 0 } findings)
            throw new DomainException(new DomainError.Validation(findings));

        NewOrder.EnsureAllowed(request.Orders.SelectMany(order => order.Items), actor);
        var fingerprints = request.Orders.Select(OrderFingerprint.Of).ToList();
        var whole = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', request.Orders.Zip(fingerprints, (order, hash) => $"{order.ExternalId} {hash}")))));
        var hashed = request.Orders.Select(order => order with { Items = OrderContent.Hashed(order.Items) }).ToList();
        return await FindOrder.OnceMoreAsync(() => StoreAsync(request with { Orders = hashed }, fingerprints, whole, actor, cancellationToken));
    }

    private async Task<SubmitBatchResult> StoreAsync(
        OrderBatchRequest request, List<string> fingerprints, string whole, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.OrderBatches.AsNoTracking()
            .FirstOrDefaultAsync(b => b.ExternalSystem == request.ExternalSystem && b.ExternalId == request.ExternalId, cancellationToken);
        if (known is not null)
        {
            return known.PayloadHash == whole && (actor.TenantId is null || actor.TenantId == known.TenantId)
                ? new SubmitBatchResult(await GetBatch.ViewAsync(db, known, cancellationToken), Replayed: true)
                : throw new DomainException(new DomainError.Conflict(
                    ErrorCodes.OrderMismatch, $"The batch '{request.ExternalId}' of '{request.ExternalSystem}' was submitted before with another content."));
        }

        await EnsureUnusedAsync(db, request, cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var batch = new OrderBatch
        {
            ExternalSystem = request.ExternalSystem, ExternalId = request.ExternalId, PayloadHash = whole, SubmittedBy = actor.Name, TenantId = actor.TenantId,
            SubmittedAt = now, Orders = request.Orders.Count,
        };
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        db.OrderBatches.Add(batch);
        for (var i = 0; i < request.Orders.Count; i++)
        {
            var order = NewOrder.From(request.Orders[i], fingerprints[i], actor, now, (batch.Id, i + 1));
            order.Accept(now);
            db.Orders.Add(order);
        }

        await db.SaveChangesAsync(cancellationToken);
        return new SubmitBatchResult(await GetBatch.ViewAsync(db, batch, cancellationToken), Replayed: false);
    }

    private static async Task EnsureUnusedAsync(OssDbContext db, OrderBatchRequest request, CancellationToken cancellationToken)
    {
        const int Chunk = 500;
        foreach (var numbers in request.Orders.Select(order => order.ExternalId).Chunk(Chunk))
        {
            var used = await db.Orders.Where(o => o.ExternalSystem == request.ExternalSystem && numbers.Contains(o.ExternalId))
                .Select(o => o.ExternalId).FirstOrDefaultAsync(cancellationToken);
            if (used is not null)
                throw new DomainException(new DomainError.Conflict(ErrorCodes.OrderMismatch, $"The order '{used}' of '{request.ExternalSystem}' was submitted before."));
        }
    }

    private static List<Finding> Findings(OrderBatchRequest request)
    {
        if (request.Orders.Count is 0 or > OrderLimits.BatchOrders)
            return [new Finding("orders", ErrorCodes.Length, $"A batch has 1 to {OrderLimits.BatchOrders} orders.")];
        if (request.Orders.Sum(order => (long)order.Items.Count) > OrderLimits.BatchItems)
            return [new Finding("orders", ErrorCodes.Length, $"The orders of a batch have at most {OrderLimits.BatchItems} items together.")];
        if (request.Orders.SelectMany(order => order.Items).Count(item => item is MailboxItemRequest { Password.IsHash: false }) > OrderLimits.BatchClearTextPasswords)
            return [new Finding("orders", ErrorCodes.Length, $"A batch has at most {OrderLimits.BatchClearTextPasswords} passwords in clear text; send the others as hashes.")];

        var (findings, numbers) = (new List<Finding>(), new HashSet<string>());
        if (string.IsNullOrWhiteSpace(request.ExternalId) || request.ExternalId.Length > OrderLimits.ExternalIdLength)
            findings.Add(new Finding("externalId", ErrorCodes.Length, $"1 to {OrderLimits.ExternalIdLength} characters."));
        for (var i = 0; i < request.Orders.Count && findings.Count < Page.MaxLimit; i++)
        {
            var order = request.Orders[i];
            findings.AddRange(Validator.Findings(order).Select(finding => finding with { Path = $"orders[{i}].{finding.Path}" }));
            if (order.ExternalSystem != request.ExternalSystem)
                findings.Add(new Finding($"orders[{i}].externalSystem", ErrorCodes.NotApplicable, "All orders of a batch are of the batch's system."));
            if (!numbers.Add(order.ExternalId))
                findings.Add(new Finding($"orders[{i}].externalId", ErrorCodes.AlreadyExists, "The number stands twice in the batch."));
        }

        return findings;
    }
}
