using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Oss.Domain.Audit;

/// <summary>Seals audit entries; any number of nodes may run it.</summary>
public sealed partial class AuditWorker(AuditSealer sealer, TimeProvider time, ILogger<AuditWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await sealer.AdvanceAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1030, LogLevel.Error, "Audit entries could not be sealed and will be later.")]
    private partial void WillTryAgain(Exception cause);
}
