using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Oss.Domain.Orders;

/// <summary>Takes up orders whose time has come: future-dated ones, those of a batch, and what a crash or an unreachable platform left open. Each lane has
/// a loop of its own, so that nobody at a console waits behind a CRM's batch. Any number of nodes may run it.</summary>
public sealed partial class OrderWorker(OrderLease lease, OrderExecution execution, OrdersAtWork atWork, TimeProvider time, ILogger<OrderWorker> log) : BackgroundService
{
    private const int Taken = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Takes up every order whose time has come, in both lanes.</summary>
    /// <returns>How many were taken up.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellationToken) =>
        await ResumeAsync(OrderLane.Interactive, cancellationToken) + await ResumeAsync(OrderLane.Batch, cancellationToken) + await ResumeAsync(OrderLane.Export, cancellationToken);

    /// <summary>Takes up every order of a lane whose time has come.</summary>
    public async Task<int> ResumeAsync(OrderLane lane, CancellationToken cancellationToken)
    {
        for (var resumed = 0; ;)
        {
            var due = await lease.TakeDueAsync(lane, Taken, cancellationToken);
            foreach (var id in due)
                await ContinueAsync(id, cancellationToken);

            resumed += due.Count;
            if (due.Count < Taken)
                return resumed;
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await atWork.DrainAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enum.GetValues<OrderLane>().Select(lane => Task.Run(() => RunAsync(lane, stoppingToken), stoppingToken)));

    private async Task RunAsync(OrderLane lane, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await ResumeAsync(lane, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // One order that cannot be carried out must not stop those behind it; its lease ends, and it is looked at again.
    private async Task ContinueAsync(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            await execution.ContinueAsync(id, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failed(id, e);
        }
    }

    [LoggerMessage(1003, LogLevel.Error, "The order worker could not look for open orders and will try again.")]
    private partial void WillTryAgain(Exception cause);

    [LoggerMessage(1005, LogLevel.Error, "Order {OrderId} could not be carried out; it is taken up again when its lease ends.")]
    private partial void Failed(Guid orderId, Exception cause);
}
