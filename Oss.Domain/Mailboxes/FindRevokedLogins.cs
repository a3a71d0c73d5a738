using Microsoft.EntityFrameworkCore;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>A login in use somewhere.</summary>
/// <param name="MailboxId">Whose.</param>
/// <param name="Service">For what.</param>
/// <param name="Stamp">What <see cref="MailboxLogin.Accepted.Stamp"/> was when it began.</param>
public sealed record LoginInUse(Guid MailboxId, ProductFeatures Service, string? Stamp);

/// <summary>Finds logins that hold no more: the mailbox or its contract is suspended or has ended, the product lost the service, the password is another.</summary>
public sealed class FindRevokedLogins(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Those of the given ones.</summary>
    /// <param name="logins">Some hundreds at most: all are asked for in one query.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public Task<IReadOnlyCollection<LoginInUse>> ExecuteAsync(IReadOnlyCollection<LoginInUse> logins, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyCollection<LoginInUse>>(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ids = logins.Select(login => login.MailboxId).Distinct().ToList();
        var mailboxes = await db.Mailboxes.AsNoTracking().Include(m => m.Subscription.Product).Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        return [.. logins.Where(login => !mailboxes.TryGetValue(login.MailboxId, out var mailbox) || !Holds(login, mailbox))];
    });

    private static bool Holds(LoginInUse login, Mailbox mailbox) => login.Stamp == MailboxLogin.MasterStamp
        ? mailbox.State is MailboxState.Active or MailboxState.Suspended
        : AuthenticateMailbox.Admit(mailbox, login.Service) is MailboxLogin.Accepted accepted && (login.Stamp is null || login.Stamp == accepted.Stamp);
}
