using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oss.Domain.Persistence;

namespace Oss.Domain.Trace;

/// <summary>Deletes what is older than it may get, some rows at a time so that nobody waits for it. Any number of nodes may run it.</summary>
public sealed partial class TraceWorker(IDbContextFactory<OssDbContext> contexts, IOptions<TraceOptions> options, TimeProvider time, ILogger<TraceWorker> log) : BackgroundService
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(50);

    /// <summary>Deletes one step.</summary>
    /// <returns>How many records were deleted; fewer than a step has when there is no more.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // A range at the beginning of the primary key, as long as a step.
        var old = TraceIds.From(now.AddDays(-options.Value.KeepDays));
        var step = await db.TraceRecords.Where(r => r.Id.CompareTo(old) < 0).OrderBy(r => r.Id).Select(r => r.Id).Skip(AtOnce - 1).Take(1).ToListAsync(cancellationToken);
        var end = step is [var last] ? last : old;
        var deleted = await db.TraceRecords.Where(r => r.Id.CompareTo(end) <= 0 && r.Id.CompareTo(old) < 0).ExecuteDeleteAsync(cancellationToken);
        if (deleted < AtOnce)
        {
            var hour = now.AddDays(-options.Value.KeepCountersDays);
            await db.UsageCounts.Where(c => c.Hour < hour).ExecuteDeleteAsync(cancellationToken);
        }

        return deleted;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await RunOnceAsync(stoppingToken) >= AtOnce)
                    await Task.Delay(Breath, time, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1050, LogLevel.Error, "Old records of messages could not be deleted and will be later.")]
    private partial void WillTryAgain(Exception cause);
}
