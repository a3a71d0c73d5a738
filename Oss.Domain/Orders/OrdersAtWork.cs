using System.Collections.Concurrent;

namespace Oss.Domain.Orders;

/// <summary>The orders that this node carries out on behalf of callers. A caller may stop waiting; the node does not stop before they are done.</summary>
public sealed class OrdersAtWork(TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, Task<OrderView?>> _running = new();

    /// <summary>Carries an order out and waits for it, up to a time.</summary>
    /// <returns>The order at its end, or as <paramref name="accepted"/> when the time ran out or the outcome could not be stored.</returns>
    internal async Task<OrderView> RunAsync(OrderView accepted, Func<Task<OrderView?>> execute, TimeSpan wait)
    {
        if (wait == TimeSpan.Zero)
            return accepted;

        var run = execute();
        if (!run.IsCompleted)
        {
            _running[accepted.Id] = run;
            _ = run.ContinueWith(_ => _running.TryRemove(accepted.Id, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            using var timeout = new CancellationTokenSource(wait, time);
            await Task.WhenAny(run, Task.Delay(Timeout.InfiniteTimeSpan, timeout.Token));
            if (!run.IsCompleted)
                return accepted;
        }

        return await run ?? accepted;
    }

    /// <summary>Waits until none is running; for the end of the node.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (_running.Values.FirstOrDefault() is { } run)
            await run.ContinueWith(_ => { }, cancellationToken, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
