using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Oss.Domain.Webhooks;

/// <summary>Numbers events and calls webhooks; any number of nodes may run it.</summary>
public sealed partial class WebhookWorker(WebhookDispatcher dispatcher, TimeProvider time, ILogger<WebhookWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await dispatcher.RunOnceAsync(stoppingToken) >= WebhookLimits.Round)
                {
                    // A full round: there is more.
                }

                await dispatcher.ForgetAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1010, LogLevel.Error, "Webhooks could not be called and will be tried again.")]
    private partial void WillTryAgain(Exception cause);
}
