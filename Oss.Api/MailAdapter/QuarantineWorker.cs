namespace Oss.Api.MailAdapter;

/// <summary>Does what was wished of the quarantine, and removes what is too old, on nodes with the role mail: the queue is theirs.</summary>
internal sealed partial class QuarantineWorker(Oss.MailEngine.MailEngine engine, TimeProvider time, ILogger<QuarantineWorker> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExpireEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        long? expired = null;
        do
        {
            try
            {
                await engine.Quarantine.ReleaseWishedAsync(stoppingToken);
                if (expired is { } last && time.GetElapsedTime(last) < ExpireEvery)
                    continue;
                expired = time.GetTimestamp();
                if (await engine.Quarantine.ExpireAsync(stoppingToken) is > 0 and var gone)
                    Expired(gone);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotDone(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(3011, LogLevel.Error, "What is wished of the quarantine, or too old for it, could not be done; it is tried again.")]
    private partial void NotDone(Exception cause);

    [LoggerMessage(3012, LogLevel.Information, "{Messages} messages were in quarantine for as long as they may, and are deleted.")]
    private partial void Expired(int messages);
}
