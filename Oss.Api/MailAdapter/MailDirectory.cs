using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Relaying;
using Oss.MailEngine.Directory;

namespace Oss.Api.MailAdapter;

/// <summary>The domain behind the engine's port.</summary>
internal sealed partial class MailDirectory(
    ResolveAddress resolve, AuthenticateMailbox authenticate, FindScramKeys scram, LogInAsMaster masters, OpenIdTokens tokens, GetDkimSigningKeys signingKeys, FindNeighbour neighbours,
    FindRevokedLogins revoked, MaySendAs sendingRights, MayForwardElsewhere forwarding, ListPoolMailboxes pools, ILogger<MailDirectory> log) : IMailDirectory
{
    public async ValueTask<RecipientResolution> ResolveAsync(string recipient, CancellationToken cancellationToken)
    {
        try
        {
            return await resolve.ExecuteAsync(recipient, cancellationToken) switch
            {
                AddressResolution.ToMailbox { State: MailboxState.Active, Receive: ReceivePolicy.Refuse } => new RecipientResolution.Suspended(Temporary: false),
                AddressResolution.ToMailbox { State: MailboxState.Active, Receive: ReceivePolicy.Accept, RelayTo: { } route, Volume: { } volume } m =>
                    new RecipientResolution.Relay(Transport(route), m.RelayAs) { Owner = Account(m.Id, m.CanonicalName, volume, m.QuotaBytes, m.Allowance) },
                AddressResolution.ToServer to => new RecipientResolution.Relay(Transport(to.Route), to.Address == recipient ? null : to.Address) { MustBeKnownThere = to.Verify },
                AddressResolution.ToMailbox { State: MailboxState.Active, Receive: ReceivePolicy.Accept, Volume: { } volume } m =>
                    new RecipientResolution.Deliver(Account(m.Id, m.CanonicalName, volume, m.QuotaBytes, m.Allowance)),
                AddressResolution.ToMailbox => new RecipientResolution.Suspended(Temporary: true),
                AddressResolution.ToAddresses a => new RecipientResolution.Expand(a.Targets, a.OnlyHere),
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

    public ValueTask<AuthenticationOutcome> AuthenticateAsync(LoginAttempt attempt, CancellationToken cancellationToken) => OutcomeAsync(async () => attempt switch
    {
        { ActFor: null } => await authenticate.ExecuteAsync(attempt.UserName, attempt.Password, FeatureOf(attempt.Service), cancellationToken),
        // Another name of the same mailbox is no master's business. Masters may be called by an address too; whose password it is decides.
        _ when attempt.UserName.Contains('@', StringComparison.Ordinal)
            && await authenticate.ExecuteAsync(attempt.UserName, attempt.Password, FeatureOf(attempt.Service), cancellationToken) is MailboxLogin.Accepted
            && await authenticate.AdmitAsync(attempt.UserName, attempt.ActFor, FeatureOf(attempt.Service), cancellationToken) is MailboxLogin.Accepted own => own,
        // A master reads; what is sent in somebody's name is sent by that person.
        { Service: MailService.Submission } => new MailboxLogin.Rejected(),
        _ => await masters.ExecuteAsync(attempt.UserName, attempt.Password, attempt.ActFor, attempt.Service.ToString(), attempt.RemoteAddress?.ToString(), cancellationToken),
    });

    public async ValueTask<ScramChallenge?> GetScramChallengeAsync(string userName, CancellationToken cancellationToken)
    {
        try
        {
            var keys = await scram.ExecuteAsync(userName, cancellationToken);
            return new ScramChallenge(keys.Salt, keys.Iterations, keys.StoredKey, keys.ServerKey);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            return null;
        }
    }

    public ValueTask<AuthenticationOutcome> AdmitAsync(ProvenLogin login, CancellationToken cancellationToken) =>
        OutcomeAsync(() => authenticate.AdmitAsync(login.UserName, login.ActFor, FeatureOf(login.Service), cancellationToken));

    public ValueTask<AuthenticationOutcome> AuthenticateTokenAsync(TokenLogin login, CancellationToken cancellationToken) => OutcomeAsync(async () =>
        await tokens.FindUserAsync(login.Token, cancellationToken) is { } user
            ? await authenticate.AdmitAsync(user, login.UserName.Length > 0 ? login.UserName : null, FeatureOf(login.Service), cancellationToken)
            : new MailboxLogin.Rejected());

    private async ValueTask<AuthenticationOutcome> OutcomeAsync(Func<Task<MailboxLogin>> logIn)
    {
        try
        {
            return await logIn() switch
            {
                MailboxLogin.Accepted m => new AuthenticationOutcome.Accepted(Account(m.Id, m.CanonicalName, m.Volume, m.QuotaBytes, m.Allowance) with { Stamp = m.Stamp }),
                MailboxLogin.Denied => new AuthenticationOutcome.Denied(),
                MailboxLogin.Elsewhere => new AuthenticationOutcome.Elsewhere(),
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

    public async ValueTask<Neighbour?> FindNeighbourAsync(MailboxAccount account, string name, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever may not log in shares nothing: a mailbox that is closed is closed to guests.
            return await neighbours.ExecuteAsync(account.Id, name, cancellationToken) is { } found
                && await OutcomeAsync(() => authenticate.AdmitAsync(found.PrimaryAddress, null, ProductFeatures.Imap, cancellationToken)) is AuthenticationOutcome.Accepted { Mailbox: var mailbox }
                && mailbox.Id == found.Id
                ? new Neighbour(mailbox, $"tenant-{found.TenantId:N}")
                : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            throw new IOException("The directory cannot be asked.", e);
        }
    }

    public async ValueTask<IReadOnlyCollection<OpenLogin>> FindRevokedAsync(IReadOnlyCollection<OpenLogin> logins, CancellationToken cancellationToken)
    {
        try
        {
            var asked = logins.ToLookup(login => new LoginInUse(login.MailboxId, FeatureOf(login.Service), login.Stamp));
            return [.. (await revoked.ExecuteAsync([.. asked.Select(group => group.Key)], cancellationToken)).SelectMany(login => asked[login])];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nobody is thrown out because the database is away; whoever should be is when it is back.
            OutOfReach(e);
            return [];
        }
    }

    public async ValueTask<IReadOnlyList<MailboxAccount>?> ListPoolAsync(Guid pool, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await pools.ExecuteAsync(pool, cancellationToken)).Select(m => Account(m.Id, m.CanonicalName, m.Volume, m.QuotaBytes, m.Allowance))];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            return null;
        }
    }

    public async ValueTask<bool> MaySendAsAsync(MailboxAccount account, string sender, CancellationToken cancellationToken)
    {
        try
        {
            return await sendingRights.ExecuteAsync(account.Id, sender, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            return false;
        }
    }

    public async ValueTask<bool> MayForwardElsewhereAsync(Guid mailbox, CancellationToken cancellationToken)
    {
        try
        {
            return await forwarding.ExecuteAsync(mailbox, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            OutOfReach(e);
            throw new IOException("Nobody can say at present whether mail may be passed on there.", e);
        }
    }

    private static MailTransport? Transport(MailRoute route) => route.IsOwnExchangers ? null
        : MailTransport.TryParse(route.ToString()) ?? throw new InvalidOperationException($"The route {route} is none that mail can take.");

    private static MailboxAccount Account(Guid id, string name, string volume, long? quota, MailboxAllowance allowance) => new(id, name, volume, quota)
    {
        QuotaMessages = allowance.StoredMessages, TrashExtraBytes = allowance.TrashExtraBytes, MaxMessageBytes = allowance.MessageBytes, MaxMessagesPerHour = allowance.MessagesPerHour,
        Pool = allowance.Pool is { } pool ? new StoragePool(pool.SubscriptionId, pool.Bytes) : null,
    };

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
