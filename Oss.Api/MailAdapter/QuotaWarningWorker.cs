using Oss.MailEngine;

namespace Oss.Api.MailAdapter;

/// <summary>Warns users whose storage runs out, by a message in the mailbox by whose mail a threshold was crossed, and notes it for operators.</summary>
internal sealed partial class QuotaWarningWorker(Oss.MailEngine.MailEngine engine, QuotaWarnings warnings, ILogger<QuotaWarningWorker> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var notice in warnings.ReadAsync(stoppingToken))
            await WarnAsync(notice, stoppingToken);
    }

    private async Task WarnAsync(QuotaNotice notice, CancellationToken cancellationToken)
    {
        if (!notice.IsAbove)
            return;
        Crossed(notice.Mailbox.CanonicalName, notice.Percent, notice.Pool is null ? "its quota" : "what it shares", notice.Resource, notice.Used, notice.Limit);
        try
        {
            if (!await engine.WarnOfQuotaAsync(notice, cancellationToken))
                NoRoom(notice.Mailbox.CanonicalName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            NotWarned(notice.Mailbox.CanonicalName, e);
        }
    }

    [LoggerMessage(3031, LogLevel.Information, "{Mailbox} uses {Percent} % of {What}: {Resource} {Used} of {Limit}.")]
    private partial void Crossed(string mailbox, int percent, string what, QuotaResource resource, long used, long limit);

    [LoggerMessage(3032, LogLevel.Information, "There is no room in {Mailbox} for a message that says so.")]
    private partial void NoRoom(string mailbox);

    [LoggerMessage(3033, LogLevel.Error, "The user of {Mailbox} could not be warned that storage runs out.")]
    private partial void NotWarned(string mailbox, Exception cause);
}
