using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;
using Oss.Domain.Statistics;

namespace Oss.Domain.SmtpAuthRollout;

/// <summary>A mailbox whose user sends without a login.</summary>
/// <param name="MailboxId">The mailbox.</param>
/// <param name="Address">Its primary address.</param>
/// <param name="TenantNumber">The customer's number.</param>
/// <param name="Client">From where.</param>
/// <param name="Count">Messages begun in this way.</param>
/// <param name="FirstAt">The first, UTC.</param>
/// <param name="LastAt">The last, UTC.</param>
/// <param name="LastLoginAt">When the same mailbox last sent after a login; absent when that is not known: nothing there is set up for it yet.</param>
public sealed record UnauthenticatedUseView(Guid MailboxId, string Address, string TenantNumber, string Client, long Count, DateTime FirstAt, DateTime LastAt, DateTime? LastLoginAt);

/// <summary>Says who could not send any more if SMTP-AUTH became mandatory: whoever sent without a login since a day.</summary>
public sealed class ListUnauthenticatedUse(IDbContextFactory<OssDbContext> contexts, RecordRead read, TimeProvider time)
{
    /// <summary>How far back is looked when no day is given.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromDays(30);

    /// <summary>The part behind <paramref name="after"/> rows; of the last thirty days when no day is given.</summary>
    public async Task<Part<UnauthenticatedUseView>> PartAsync(DateTime? since, long? after, int limit, Actor actor, CancellationToken cancellationToken)
    {
        var offset = (int)Math.Clamp(after ?? 0, 0, int.MaxValue);
        var page = await ExecuteAsync(since, offset, limit, actor, cancellationToken);
        var seen = offset + page.Items.Count;
        return new Part<UnauthenticatedUseView>(page.Items, seen < page.Total && page.Items.Count > 0 ? seen.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>One page; who sent last is first.</summary>
    public Task<Page<UnauthenticatedUseView>> ExecuteAsync(DateTime? since, int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("sending-without-login", actor, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var first = since ?? time.GetUtcNow().UtcDateTime - Recent;
        var uses = db.UnauthenticatedUses.AsNoTracking().Where(u => u.LastAt >= first).Join(db.Mailboxes, u => u.MailboxId, m => m.Id, (u, m) => new { Use = u, Mailbox = m });
        if (actor.TenantId is { } tenant)
            uses = uses.Where(u => u.Mailbox.Subscription.TenantId == tenant);
        var total = await uses.CountAsync(cancellationToken);
        var rows = await uses.OrderByDescending(u => u.Use.LastAt).ThenBy(u => u.Use.MailboxId).ThenBy(u => u.Use.Client).Skip(Math.Max(0, offset)).Take(Page.Bound(limit)).Select(u => new UnauthenticatedUseView(
            u.Use.MailboxId, u.Mailbox.PrimaryAddress, u.Mailbox.Subscription.Tenant.Number, u.Use.Client, u.Use.Count, u.Use.FirstAt, u.Use.LastAt,
            db.LoginRecords.Where(l => l.MailboxId == u.Use.MailboxId && l.Service == "Submission" && l.Result == LoginResult.Accepted).Max(l => (DateTime?)l.LastAt))).ToListAsync(cancellationToken);
        return new Page<UnauthenticatedUseView>(rows, total);
    });
}
