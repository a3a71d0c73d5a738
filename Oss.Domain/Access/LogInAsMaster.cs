using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>
/// Lets a console user into somebody else's mailbox, for support and for migration. The password is the console's, with the console's own lock after wrong ones; each entry, and each
/// that was refused to a right password, stands in the audit with both names before the mailbox opens. What the mailbox's owner may use does not matter: mail is moved from mailboxes without IMAP too.
/// Nobody sends mail in another's name this way; the host asks for reading only.
/// </summary>
public sealed class LogInAsMaster(IServiceScopeFactory scopes, IDbContextFactory<OssDbContext> contexts, AuthenticateMailbox mailboxes, IOptions<MasterLoginOptions> options, TimeProvider time)
{
    /// <summary>The audit's word for it.</summary>
    public const string Action = "mailbox.master-login";

    /// <summary>Checks the master's password and right, and finds the mailbox.</summary>
    /// <param name="master">The console user's name.</param>
    /// <param name="password">The console user's password.</param>
    /// <param name="mailboxName">Canonical name or any alias.</param>
    /// <param name="service">What it is opened by, for the record.</param>
    /// <param name="source">The client's address, for the record.</param>
    /// <param name="cancellationToken">Ends it before anything is recorded.</param>
    public Task<MailboxLogin> ExecuteAsync(string master, string password, string mailboxName, string service, string? source, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => LogInAsync(master, password, mailboxName, service, source, cancellationToken));

    private async Task<MailboxLogin> LogInAsync(string master, string password, string mailboxName, string service, string? source, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<ConsolePasswords>().VerifyAsync(master, password, cancellationToken) is not { MustChangePassword: false } user)
        {
            // An account that exists has its wrong password noted on disk, another has not.
            if (SignInConsoleUser.RefusalTime - time.GetElapsedTime(started) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, cancellationToken);
            return new MailboxLogin.Rejected();
        }

        var mailbox = await mailboxes.FindMailboxAsync(mailboxName, cancellationToken);
        var isSeen = mailbox is not null && (user.TenantId is null || user.TenantId == mailbox.Subscription.TenantId);
        var isOpen = isSeen && options.Value.Allows(user.Role) && mailbox is { State: MailboxState.Active or MailboxState.Suspended, Volume: not null };
        await RecordAsync(user.ToActor() with { Source = source }, isSeen ? mailbox : null, mailboxName, isOpen, service, cancellationToken);
        return isOpen
            ? new MailboxLogin.Accepted(mailbox!.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume!, mailbox.QuotaBytes) { Allowance = MailboxAllowance.Of(mailbox.Subscription), Stamp = MailboxLogin.MasterStamp }
            : isSeen ? new MailboxLogin.Denied() : new MailboxLogin.Rejected();
    }

    private async Task RecordAsync(Actor actor, Mailbox? mailbox, string name, bool isOpen, string service, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(AuditEntry.By(
            actor, time.GetUtcNow().UtcDateTime, isOpen ? Action : Action + "-refused", mailbox?.PrimaryAddress ?? Addresses.EmailAddress.TryParse(name)?.Value ?? "(no address)",
            mailbox?.Subscription.TenantId ?? actor.TenantId, isOpen ? $"Opened the mailbox by {service}." : $"Wanted to open the mailbox by {service} and was refused."));
        await db.SaveChangesAsync(cancellationToken);
    }
}
