using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;

namespace Oss.Domain.Access;

/// <summary>A person signed in to the own mailbox's settings.</summary>
/// <param name="MailboxId">The mailbox.</param>
/// <param name="Address">Its primary address.</param>
/// <param name="TenantId">Whose it is.</param>
/// <param name="Stamp">Another one when the password is.</param>
public sealed record MailUser(Guid MailboxId, string Address, Guid TenantId, string Stamp)
{
    /// <summary>Whom the use cases see.</summary>
    public Actor ToActor() => new(ActorKind.MailUser, Address, Role.MailUser, TenantId) { MailboxId = MailboxId };

    internal static MailUser Of(Mailbox mailbox) => new(
        mailbox.Id, mailbox.PrimaryAddress, mailbox.Subscription.TenantId, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mailbox.PasswordHash)))[..32]);
}

/// <summary>Lets a mailbox's own user in to its settings, by any of its addresses and its password.</summary>
public sealed class SignInMailUser(IDbContextFactory<OssDbContext> contexts, AuthenticateMailbox authenticate, TimeProvider time)
{
    /// <summary>Wrong passwords for one address, or from one network address, within <see cref="Window"/>, before none is looked at any more.</summary>
    public const int Attempts = 10;

    /// <summary>How long a wrong password counts.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly PasswordGuesses _guesses = new(contexts, time, Attempts, Window);

    /// <summary>The person, or <see langword="null"/>: unknown, closed, or not the password; which of them, the caller never learns.</summary>
    /// <param name="address">Any address of the mailbox.</param>
    /// <param name="password">The mailbox's password.</param>
    /// <param name="from">The network address it comes from.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public async Task<MailUser?> ExecuteAsync(string address, string password, string from, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var user = await SignInAsync(address, password, from, cancellationToken);
        if (user is null && SignInConsoleUser.RefusalTime - time.GetElapsedTime(started) is { Ticks: > 0 } rest)
            await Task.Delay(rest, time, cancellationToken);
        return user;
    }

    private async Task<MailUser?> SignInAsync(string address, string password, string from, CancellationToken cancellationToken)
    {
        // Charged before it is looked at, so that a hundred guesses at once are no more than the limit.
        string[] keys = [$"address {EmailAddress.TryParse(address)?.Value}", $"from {from}"];
        if (!await _guesses.TryChargeAsync(keys, cancellationToken) || await authenticate.ExecuteAsync(address, password, ProductFeatures.None, cancellationToken) is not MailboxLogin.Accepted login)
            return null;

        await _guesses.TakeBackAsync(keys, cancellationToken);
        return await DatabaseErrors.OrUnavailableAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var user = MailUser.Of(await db.Mailboxes.AsNoTracking().Include(m => m.Subscription).SingleAsync(m => m.Id == login.Id, cancellationToken));
            db.AuditEntries.Add(AuditEntry.By(user.ToActor() with { Source = from }, time.GetUtcNow().UtcDateTime, "mail-user.sign-in", user.Address, user.TenantId, "Signed in to the mailbox's settings."));
            await db.SaveChangesAsync(cancellationToken);
            return user;
        });
    }
}

/// <summary>Says whether a session of a mailbox's user still holds; asked at each request, so that a new password or a suspension counts at once.</summary>
public sealed class FindMailUser(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>The person, or <see langword="null"/> when the mailbox is gone or closed to logins, or its password changed since.</summary>
    /// <exception cref="DomainException">The database is out of reach.</exception>
    public async Task<MailUser?> ExecuteAsync(Guid mailbox, string stamp, CancellationToken cancellationToken) =>
        await LatestAsync(mailbox, cancellationToken) is { } user && user.Stamp == stamp ? user : null;

    /// <summary>The person as the database has it now.</summary>
    internal Task<MailUser?> LatestAsync(Guid mailbox, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Mailboxes.AsNoTracking().Include(m => m.Subscription).FirstOrDefaultAsync(m => m.Id == mailbox && m.State == MailboxState.Active, cancellationToken);
        return found is not null && !found.Suspension.And(found.Subscription.Suspension).Login ? MailUser.Of(found) : null;
    });
}
