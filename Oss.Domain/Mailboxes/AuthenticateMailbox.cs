using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Packages;
using Oss.Domain.Passwords;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>What became of a login.</summary>
public abstract record MailboxLogin
{
    private MailboxLogin()
    {
    }

    /// <summary>The <see cref="Accepted.Stamp"/> of a master's login, which what the owner is denied does not end.</summary>
    public const string MasterStamp = "master";

    /// <summary>The password is right and the product has the service.</summary>
    public sealed record Accepted(Guid Id, string CanonicalName, string Volume, long? QuotaBytes) : MailboxLogin
    {
        /// <summary>What else the mailbox may.</summary>
        public MailboxAllowance Allowance { get; init; } = MailboxAllowance.None;

        /// <summary>Names the password that is the mailbox's now: a login of another stamp holds no more.</summary>
        public string? Stamp { get; init; }
    }

    /// <summary>Unknown user or wrong password.</summary>
    public sealed record Rejected : MailboxLogin;

    /// <summary>The password is right, but the mailbox's mail lies on another server.</summary>
    /// <param name="Route">Where its mail goes.</param>
    public sealed record Elsewhere(Relaying.MailRoute Route) : MailboxLogin;

    /// <summary>The password is right, but the mailbox is not active, the service is suspended, or its product lacks it.</summary>
    public sealed record Denied : MailboxLogin;
}

/// <summary>Checks a user name, canonical or any alias, and password.</summary>
public sealed class AuthenticateMailbox(IDbContextFactory<OssDbContext> contexts, VerifiedPasswords passwords, DirectoryChanges changes, TimeProvider time)
{
    private const ProductFeatures Reading = ProductFeatures.Imap | ProductFeatures.Pop3 | ProductFeatures.Sieve;

    // Whose the names are that logged in a moment ago. Of use to a password that is known to be right alone: what a wrong one costs must not tell who logged in.
    private readonly DirectoryMemory<Mailbox> _known = new(changes, time);

    // Every login asks this, so what the query means is worked out once.
    private readonly Func<OssDbContext, string, CancellationToken, Task<Address?>> _owner = EF.CompileAsyncQuery(
        (OssDbContext db, string address, CancellationToken _) => db.Addresses.AsNoTracking().Include(a => a.Mailbox!.Subscription.Product)
            .FirstOrDefault(a => a.Value == address && (a.Kind == AddressKind.Mailbox || a.Kind == AddressKind.Alias)));

    /// <summary>Checks a login; takes equally long for an unknown user and a wrong password.</summary>
    public Task<MailboxLogin> ExecuteAsync(string userName, string password, ProductFeatures service, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => LogInAsync(userName, password, service, cancellationToken));

    /// <summary>Lets a user in who has proven to be it in another way: everything but the password is checked.</summary>
    /// <param name="userName">Canonical name or any alias.</param>
    /// <param name="actFor">Another name of the same mailbox, or <see langword="null"/>; nobody acts for somebody else.</param>
    /// <param name="service">The service asked for.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public Task<MailboxLogin> AdmitAsync(string userName, string? actFor, ProductFeatures service, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => LetInAsync(userName, actFor, service, cancellationToken));

    /// <summary>The mailbox of a name, whatever its state; <see langword="null"/> for none.</summary>
    internal Task<Mailbox?> FindMailboxAsync(string userName, CancellationToken cancellationToken) => FindAsync(userName, cancellationToken);

    private async Task<MailboxLogin> LogInAsync(string userName, string password, ProductFeatures service, CancellationToken cancellationToken)
    {
        if (_known.TryRecall(userName, out var known) && passwords.IsKnown(known.PasswordHash, password))
            return Admit(known, service);

        var now = _known.Now;
        var (mailbox, isFoundAtOnce) = await LookUpAsync(userName, cancellationToken);
        if (mailbox is null)
        {
            passwords.VerifyNobody(password);
            return new MailboxLogin.Rejected();
        }

        if (passwords.Verify(mailbox.PasswordHash, password))
        {
            _known.Remember(userName, mailbox, now);
            return Admit(mailbox, service);
        }

        // What a name that is not there costs beyond this: the database is asked as often.
        if (isFoundAtOnce)
            await FindOriginalAsync(userName, cancellationToken);
        return new MailboxLogin.Rejected();
    }

    private async Task<MailboxLogin> LetInAsync(string userName, string? actFor, ProductFeatures service, CancellationToken cancellationToken)
    {
        if (await FindAsync(userName, cancellationToken) is not { } mailbox || (actFor is not null && (await FindAsync(actFor, cancellationToken))?.Id != mailbox.Id))
            return new MailboxLogin.Rejected();

        return Admit(mailbox, service);
    }

    /// <summary>Lets a mailbox in, if it may: whoever asks knows whose it is.</summary>
    internal static MailboxLogin Admit(Mailbox mailbox, ProductFeatures service)
    {
        var suspended = mailbox.Suspension.And(mailbox.Subscription.Suspension);
        var admitted = mailbox is { State: MailboxState.Active, Volume: not null } && mailbox.Subscription.Product.Features.HasFlag(service)
            && !(service == ProductFeatures.SmtpAuth ? suspended.Send : suspended.Login);
        return !admitted ? new MailboxLogin.Denied()
            // What is read here would not be the user's mail; sending is the same from everywhere.
            : mailbox.RelayTo is { } route && (service & Reading) != 0 ? new MailboxLogin.Elsewhere(route)
            : new MailboxLogin.Accepted(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume!, mailbox.QuotaBytes) { Allowance = MailboxAllowance.Of(mailbox.Subscription), Stamp = StampOf(mailbox.PasswordHash) };
    }

    /// <summary>Names a password without saying anything about it.</summary>
    internal static string StampOf(string passwordHash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passwordHash)).AsSpan(0, 8));

    private async Task<Mailbox?> FindAsync(string userName, CancellationToken cancellationToken) => (await LookUpAsync(userName, cancellationToken)).Mailbox;

    private async Task<(Mailbox? Mailbox, bool IsFoundAtOnce)> LookUpAsync(string userName, CancellationToken cancellationToken)
    {
        if (EmailAddress.TryParse(userName) is not { } address)
            return (null, false);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await _owner(db, address.Value, cancellationToken) is { Mailbox: { } mailbox })
            return (mailbox, true);
        return await OriginalOf(db, address, cancellationToken) is { } original
            ? ((await _owner(db, EmailAddress.TryParse($"{address.LocalPart}@{original}")!.Value, cancellationToken))?.Mailbox, false)
            : (null, false);
    }

    private async Task FindOriginalAsync(string userName, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await OriginalOf(db, EmailAddress.TryParse(userName)!, cancellationToken);
    }

    // The domain that an address's domain is another name of.
    private static Task<string?> OriginalOf(OssDbContext db, EmailAddress address, CancellationToken cancellationToken) =>
        db.MailDomains.Where(d => d.Name == address.Domain.Value).Select(d => d.AliasOf!.Name).FirstOrDefaultAsync(cancellationToken);
}
