using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.MailEngine.Directory;

namespace Oss.Api.MailAdapter;

/// <summary>The domain behind the engine's port.</summary>
internal sealed partial class MailDirectory(ResolveAddress resolve, AuthenticateMailbox authenticate, GetDkimSigningKeys signingKeys, ILogger<MailDirectory> log) : IMailDirectory
{
    public async ValueTask<RecipientResolution> ResolveAsync(string recipient, CancellationToken cancellationToken)
    {
        try
        {
            return await resolve.ExecuteAsync(recipient, cancellationToken) switch
            {
                AddressResolution.ToMailbox { State: MailboxState.Active, Receive: ReceivePolicy.Refuse } => new RecipientResolution.Suspended(Temporary: false),
                AddressResolution.ToMailbox { State: MailboxState.Active, Receive: ReceivePolicy.Accept, Volume: { } volume } m =>
                    new RecipientResolution.Deliver(new MailboxAccount(m.Id, m.CanonicalName, volume, m.QuotaBytes)),
                AddressResolution.ToMailbox => new RecipientResolution.Suspended(Temporary: true),
                AddressResolution.ToAddresses a => new RecipientResolution.Expand(a.Targets),
                AddressResolution.UnknownUser => new RecipientResolution.UnknownUser(),
                _ => new RecipientResolution.UnknownDomain(),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            return new RecipientResolution.Unavailable();
        }
    }

    public async ValueTask<AuthenticationOutcome> AuthenticateAsync(LoginAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await authenticate.ExecuteAsync(attempt.UserName, attempt.Password, FeatureOf(attempt.Service), cancellationToken) switch
            {
                MailboxLogin.Accepted m => new AuthenticationOutcome.Accepted(new MailboxAccount(m.Id, m.CanonicalName, m.Volume, m.QuotaBytes)),
                MailboxLogin.Denied => new AuthenticationOutcome.Denied(),
                _ => new AuthenticationOutcome.Rejected(),
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            return new AuthenticationOutcome.Unavailable();
        }
    }

    public async ValueTask<IReadOnlyList<DkimSigningKey>> GetSigningKeysAsync(string domain, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await signingKeys.ExecuteAsync(domain, cancellationToken)).Select(key => new DkimSigningKey(
                key.Selector, key.Algorithm == DkimKeyAlgorithm.Ed25519 ? DkimAlgorithm.Ed25519Sha256 : DkimAlgorithm.RsaSha256, key.PrivateKey))];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The message was let in already: it goes out without a signature rather than not at all.
            NotSigned(domain, e);
            return [];
        }
    }

    private static ProductFeatures FeatureOf(MailService service) => service switch
    {
        MailService.Imap => ProductFeatures.Imap,
        MailService.Pop3 => ProductFeatures.Pop3,
        MailService.Submission => ProductFeatures.SmtpAuth,
        _ => ProductFeatures.Sieve,
    };

    [LoggerMessage(3002, LogLevel.Error, "The signing keys of {Domain} could not be read; mail leaves without a signature.")]
    private partial void NotSigned(string domain, Exception cause);

    [LoggerMessage(3001, LogLevel.Error, "The directory could not be asked; the peer was told to try again.")]
    private partial void OutOfReach(Exception cause);
}
