using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Takes up orders that a crash or an unreachable platform left open. Any number of nodes may run it: an order's lease is
/// taken by one conditional update, so that no two ever work on the same order.</summary>
public sealed partial class OrderWorker(
    IDbContextFactory<OssDbContext> contexts, OrderExecution execution, TimeProvider time, ILogger<OrderWorker> log) : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Resumes every open order whose lease has ended.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var due = await db.Orders.Where(o => (o.State == OrderState.InProgress || o.State == OrderState.Held) && o.LeasedUntil <= now)
            .OrderBy(o => o.LeasedUntil).Take(Batch).Select(o => new { o.Id, o.LeasedUntil }).ToListAsync(cancellationToken);

        var resumed = 0;
        foreach (var order in due)
        {
            if (await TakeAsync(order.Id, order.LeasedUntil, cancellationToken))
                resumed++;
        }

        return resumed;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await ResumeAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TakeAsync(Guid id, DateTime lease, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = time.GetUtcNow().UtcDateTime + OrderExecution.Lease;
        var taken = await db.Orders.Where(o => o.Id == id && o.LeasedUntil == lease && o.State != OrderState.Completed)
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.LeasedUntil, until).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
        if (taken == 0)
            return false;

        await execution.ContinueAsync(id, cancellationToken);
        return true;
    }

    [LoggerMessage(1003, LogLevel.Error, "The order worker could not look for open orders and will try again.")]
    private partial void WillTryAgain(Exception cause);
}
