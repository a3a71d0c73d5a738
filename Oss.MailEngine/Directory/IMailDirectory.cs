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
}
