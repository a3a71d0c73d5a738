using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Statistics;

/// <summary>Logins to a mailbox that were alike.</summary>
/// <param name="LastAt">The last, UTC.</param>
/// <param name="FirstAt">The first that is known, UTC.</param>
/// <param name="Count">How often.</param>
/// <param name="Service"><c>Imap</c>, <c>Pop3</c>, <c>Submission</c>, <c>ManageSieve</c>.</param>
/// <param name="Result">How they ended.</param>
/// <param name="Client">The client's address.</param>
/// <param name="Mechanism">The SASL mechanism; <c>password</c> for the protocols' own commands.</param>
/// <param name="Master">Who opened the mailbox in its owner's place; absent for the owner.</param>
public sealed record LoginView(DateTime LastAt, DateTime FirstAt, long Count, string Service, LoginResult Result, string? Client, string Mechanism, string? Master);

/// <summary>Lists the last logins to a mailbox.</summary>
public sealed class ListMailboxLogins(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>The newest first.</summary>
    /// <exception cref="DomainException">There is no such mailbox that the actor may see.</exception>
    public Task<IReadOnlyList<LoginView>> ExecuteAsync(Guid mailbox, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await Mailboxes.GetMailbox.FindAsync(db, mailbox, actor, cancellationToken);
        await read.ExecuteAsync("logins", found.PrimaryAddress, found.Subscription.TenantId, actor, cancellationToken);
        return (IReadOnlyList<LoginView>)await db.LoginRecords.AsNoTracking().Where(l => l.MailboxId == mailbox).OrderByDescending(l => l.LastAt)
            .Select(l => new LoginView(l.LastAt, l.FirstAt, l.Count, l.Service, l.Result, l.Client == "" ? null : l.Client, l.Mechanism, l.Master == "" ? null : l.Master)).ToListAsync(cancellationToken);
    });
}
