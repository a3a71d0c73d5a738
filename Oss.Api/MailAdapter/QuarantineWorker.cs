namespace Oss.Api.MailAdapter;

/// <summary>Releases what <c>oss quarantine release</c> asked for, on nodes with the role mail: the queue is theirs.</summary>
internal sealed partial class QuarantineWorker(Oss.MailEngine.MailEngine engine, TimeProvider time, ILogger<QuarantineWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await engine.ReleaseRequestedAsync(stoppingToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotReleased(e);
            }
        }
    }

    [LoggerMessage(3011, LogLevel.Error, "What is to be released from the quarantine could not be; it is tried again.")]
    private partial void NotReleased(Exception cause);
}
