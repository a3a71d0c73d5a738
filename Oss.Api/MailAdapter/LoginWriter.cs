using Oss.Domain.SmtpAuthRollout;
using Oss.Domain.Statistics;

namespace Oss.Api.MailAdapter;

/// <summary>Writes logins every few seconds, and at the end of the node.</summary>
internal sealed partial class LoginWriter(LoginTally tally, RecordLogins logins, RecordUnauthenticatedUse uses, TimeProvider time, ILogger<LoginWriter> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            using var patience = new CancellationTokenSource(LastPatience, time);
            await WriteAsync(patience.Token);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var (counted, used, dropped) = tally.Take();
        if (dropped > 0)
            Dropped(dropped);
        try
        {
            await logins.ExecuteAsync(counted, cancellationToken);
            await uses.ExecuteAsync(used, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotWritten(counted.Count + used.Count, e);
        }
    }

    [LoggerMessage(3023, LogLevel.Error, "{Count} records of logins could not be written and are lost.")]
    private partial void NotWritten(int count, Exception cause);

    [LoggerMessage(3024, LogLevel.Warning, "{Count} logins were not recorded, there were too many different ones.")]
    private partial void Dropped(long count);
}
