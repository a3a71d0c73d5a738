using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>Does what time alone brings: the mail of mailboxes whose grace period is over is deleted, by order like everything else, and freed addresses become
/// anybody's; and claims to a domain that nobody proved are ended, so that its owner can have it. Any number of nodes may run it.</summary>
public sealed partial class LifeCycleWorker(IDbContextFactory<OssDbContext> contexts, SubmitOrder submit, ExpireArchives archives, TimeProvider time, ILogger<LifeCycleWorker> log) : BackgroundService
{
    private const string System = "platform";
    private const int AtOnce = 200;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Does what is due.</summary>
    /// <returns>How many mailboxes were purged, addresses set free and claims ended.</returns>
    public async Task<(int Purged, int Freed, int Lapsed)> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.Mailboxes.Where(m => m.PurgeAt <= now && m.State == MailboxState.Terminated).OrderBy(m => m.PurgeAt).Take(AtOnce)
            .Select(m => new { m.Id, m.PrimaryAddress }).ToListAsync(cancellationToken);
        foreach (var mailbox in due)
        {
            // One number for ever: two nodes at once are one order and its replay.
            await submit.ExecuteAsync(
                new OrderRequest(System, $"purge-{mailbox.Id}", [new MailboxItemRequest(OrderAction.Purge, mailbox.PrimaryAddress, MailboxId: mailbox.Id)]), Actor.System, cancellationToken);
        }

        var freed = await db.Addresses.Where(a => a.Kind == AddressKind.Quarantined && a.QuarantinedUntil <= now).OrderBy(a => a.QuarantinedUntil).Take(AtOnce)
            .Select(a => a.Id).ToListAsync(cancellationToken);
        return (
            due.Count, await db.Addresses.Where(a => freed.Contains(a.Id) && a.Kind == AddressKind.Quarantined && a.QuarantinedUntil <= now).ExecuteDeleteAsync(cancellationToken),
            await EndClaimsAsync(db, now, cancellationToken));
    }

    private async Task<int> EndClaimsAsync(OssDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var lapsed = await db.MailDomains
            .Where(d => d.ClaimedUntil <= now && d.Ownership == DomainOwnership.Pending && !db.Addresses.Any(a => a.DomainId == d.Id) && !db.MailDomains.Any(o => o.AliasOfId == d.Id))
            .OrderBy(d => d.ClaimedUntil).Take(AtOnce).Select(d => new { d.Id, d.Name, d.Version }).ToListAsync(cancellationToken);
        foreach (var domain in lapsed)
        {
            try
            {
                // Of the version that was seen: whoever proves it in this very moment has it.
                await submit.ExecuteAsync(
                    new OrderRequest(System, $"claim-{domain.Id}-{domain.Version}", [new DomainItemRequest(OrderAction.Terminate, domain.Name, ExpectedVersion: domain.Version)]), Actor.System, cancellationToken);
            }
            catch (DomainException e) when (e.Error is DomainError.Conflict or DomainError.NotFound)
            {
                StaysClaimed(domain.Name, e.Error.Sentence());
            }
        }

        return lapsed.Count;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                while (await RunOnceAsync(stoppingToken) is { Purged: AtOnce } or { Freed: AtOnce } or { Lapsed: AtOnce })
                {
                    // A full round: there is more.
                }

                await archives.ExecuteAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                WillTryAgain(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(1020, LogLevel.Error, "Ended mailboxes could not be looked after and will be later.")]
    private partial void WillTryAgain(Exception cause);

    [LoggerMessage(1021, LogLevel.Information, "The claim to {Domain} is not ended: {Reason}")]
    private partial void StaysClaimed(string domain, string reason);
}
