namespace Oss.MailEngine.Directory;

/// <summary>
/// What the engine asks of its host: who receives mail for an address, and who may log in.
/// The engine knows no tenants, no products and no database; every answer it needs is here.
/// Implementations are thread-safe and are asked once per recipient and once per login.
/// </summary>
public interface IMailDirectory
{
    /// <summary>Resolves one envelope recipient. Never throws for an unknown address; a directory that
    /// cannot answer returns <see cref="RecipientResolution.Unavailable"/> so that the peer retries (RFC 5321 4.2.1, 451).</summary>
    /// <param name="recipient">The address as received in RCPT TO, without angle brackets; case and encoding as the peer sent them.</param>
    /// <param name="cancellationToken">Ends the look-up when the connection ends.</param>
    ValueTask<RecipientResolution> ResolveAsync(string recipient, CancellationToken cancellationToken);

    /// <summary>Checks a user name (canonical mailbox name or any alias of it) and password.
    /// Takes equally long for an unknown user and a wrong password.</summary>
    ValueTask<AuthenticationOutcome> AuthenticateAsync(LoginAttempt attempt, CancellationToken cancellationToken);

    /// <summary>What SCRAM-SHA-256 needs of a user; the same kind of answer after the same time for a name that is not there. <see langword="null"/> when the directory cannot answer.</summary>
    ValueTask<ScramChallenge?> GetScramChallengeAsync(string userName, CancellationToken cancellationToken) => ValueTask.FromResult<ScramChallenge?>(null);

    /// <summary>Lets somebody in whose password was proven by SCRAM: all but the password is checked.</summary>
    ValueTask<AuthenticationOutcome> AdmitAsync(ProvenLogin login, CancellationToken cancellationToken) =>
        ValueTask.FromResult<AuthenticationOutcome>(new AuthenticationOutcome.Unavailable());

    /// <summary>Checks an access token and lets in whom it is for. A token that is not valid, or not for the user named, is <see cref="AuthenticationOutcome.Rejected"/>.</summary>
    ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(TokenLogin login, CancellationToken cancellationToken) =>
        ValueTask.FromResult<AuthenticationOutcome>(new AuthenticationOutcome.Unavailable());

    /// <summary>The keys that sign what users send from a domain now: none, one, or one for each algorithm. A key that is to be rotated in is given once its record can be
    /// seen everywhere, and one that is rotated out no more while its record still stands.</summary>
    /// <param name="domain">The domain of the From field, in lower case.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<IReadOnlyList<DkimSigningKey>> GetSigningKeysAsync(string domain, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<DkimSigningKey>>([]);

    /// <summary>Finds a mailbox that an account may share folders with: nobody finds one of another tenant. <see langword="null"/> when there is none of that name, and for an account that shares with nobody.</summary>
    /// <param name="account">Who asks; asking for the account's own name tells its own community.</param>
    /// <param name="name">Canonical name or any alias.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="IOException">The directory cannot answer.</exception>
    ValueTask<Neighbour?> FindNeighbourAsync(MailboxAccount account, string name, CancellationToken cancellationToken) => ValueTask.FromResult<Neighbour?>(null);

    /// <summary>All mailboxes that a pool's storage is shared by, with a tree on a volume; asked once a minute for a pool in use. <see langword="null"/> when the directory cannot answer.</summary>
    /// <param name="pool">The <see cref="StoragePool.Id"/>.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    ValueTask<IReadOnlyList<MailboxAccount>?> ListPoolAsync(Guid pool, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<MailboxAccount>?>(null);

    /// <summary>Which of these logins hold no more: the mailbox is suspended or has ended, lost the service, or has another password. A directory that cannot answer says none.</summary>
    ValueTask<IReadOnlyCollection<OpenLogin>> FindRevokedAsync(IReadOnlyCollection<OpenLogin> logins, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<OpenLogin>>([]);

    /// <summary>Whether an account may send by an address that does not lead to its own mailbox: somebody gave it the right.</summary>
    ValueTask<bool> MaySendAsAsync(MailboxAccount account, string sender, CancellationToken cancellationToken) => ValueTask.FromResult(false);

    /// <summary>Whether the scripts of a mailbox may pass mail on to addresses in domains that are not served here. Asked when one does.</summary>
    /// <param name="mailbox">Its <see cref="MailboxAccount.Id"/>.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    /// <exception cref="IOException">The directory cannot answer.</exception>
    ValueTask<bool> MayForwardElsewhereAsync(Guid mailbox, CancellationToken cancellationToken) => ValueTask.FromResult(true);
}
