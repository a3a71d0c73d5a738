using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Trace;

/// <summary>A message's way to one recipient, with all that happened on it.</summary>
/// <param name="Row">In a line.</param>
/// <param name="TenantNumber">Whose side it is; absent for nobody's.</param>
/// <param name="ClientName">The name that the client gave itself.</param>
/// <param name="Protocol">How it came, in the words of RFC 3848.</param>
/// <param name="Events">What happened, in its order.</param>
public sealed record TracedRecipient(TraceRow Row, string? TenantNumber, string? ClientName, string? Protocol, IReadOnlyList<TraceEvent> Events);

/// <summary>Looks up one message: its ways to all recipients that the actor may see.</summary>
public sealed class GetTracedMessage(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    private const int MaxRecipients = 200;

    /// <summary>The ways, in the order in which they began.</summary>
    /// <param name="message">The message, as <see cref="TraceRow.Message"/> names it.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<IReadOnlyList<TracedRecipient>> ExecuteAsync(Guid message, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => LoadAsync(message, actor, cancellationToken));

    private async Task<IReadOnlyList<TracedRecipient>> LoadAsync(Guid message, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var records = db.TraceRecords.AsNoTracking().Where(r => r.Message == message);
        if (actor.TenantId is { } tenant)
            records = records.Where(r => r.TenantId == tenant);
        var found = await records.OrderBy(r => r.Id).Take(MaxRecipients)
            .Select(r => new { Record = r, Tenant = db.Tenants.Where(t => t.Id == r.TenantId).Select(t => t.Number).FirstOrDefault() }).ToListAsync(cancellationToken);
        if (found.Count == 0)
            throw new DomainException(new DomainError.NotFound("message", message.ToString()));

        await read.ExecuteAsync("trace", $"message {message}", found[0].Record.TenantId, actor, cancellationToken);
        return [.. found.Select(f => new TracedRecipient(SearchTrace.RowOf(f.Record), f.Tenant, f.Record.ClientName, f.Record.Protocol, TraceEvent.Read(f.Record.Events)))];
    }
}
