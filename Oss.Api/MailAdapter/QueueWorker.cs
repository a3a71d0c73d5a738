namespace Oss.Api.MailAdapter;

/// <summary>Delivers what is queued, on nodes with the role mail.</summary>
internal sealed class QueueWorker(Oss.MailEngine.MailEngine engine) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => engine.RunQueueAsync(stoppingToken);
}
