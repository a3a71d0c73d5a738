using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>Looks again at domains that are verified or were, and deletes DKIM keys whose overlap is over. Any number of nodes may run it.</summary>
public sealed partial class DomainWorker(
    IDbContextFactory<OssDbContext> contexts, CheckDomain check, RemoveDkimKey keys, IOptions<DomainOptions> options, TimeProvider time, ILogger<DomainWorker> log) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Does what is due.</summary>
    /// <returns>How many domains were looked at and keys deleted.</returns>
    public async Task<(int Checked, int Retired)> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var before = time.GetUtcNow().UtcDateTime - options.Value.RecheckInterval;
        var due = await db.DomainChecks.Where(c => c.At <= before).Join(db.MailDomains, c => c.DomainId, d => d.Id, (c, d) => new { c.At, d.Name, d.Ownership })
            .Where(d => d.Ownership != DomainOwnership.Pending).OrderBy(d => d.At).Take(AtOnce).Select(d => d.Name).ToListAsync(cancellationToken);
        foreach (var name in due)
        {
            try
            {
                await check.ExecuteAsync(name, Actor.System, cancellationToken);
            }
            catch (DomainException e) when (e.Error is DomainError.NotFound)
            {
                // It has ended meanwhile.
            }
        }

        return (due.Count, await keys.RetireDueAsync(cancellationToken));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await RunOnceAsync(stoppingToken) is { Checked: AtOnce })
                {
                    // A full round: there is more.
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1040, LogLevel.Error, "Domains could not be looked after and will be later.")]
    private partial void WillTryAgain(Exception cause);
}
