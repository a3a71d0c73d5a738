using Oss.Domain.Mailboxes;

namespace Oss.Api.MailAdapter;

/// <summary>Ends sessions whose user may not be logged in any more, on nodes with the role mail: at once when an order of this node took the access, within a second of any other node's.</summary>
internal sealed class LoginWorker(Oss.MailEngine.MailEngine engine, AccessChanges access, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await access.WaitAsync(Interval, time, stoppingToken);
            await engine.CheckLoginsAsync(stoppingToken);
        }
    }
}
