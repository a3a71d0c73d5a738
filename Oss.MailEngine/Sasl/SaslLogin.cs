using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Sasl;

/// <summary>Lets users in: mechanisms and the protocols' own login commands, framed by each protocol in its own way. The throttle is inside, so that all share it.</summary>
internal sealed class SaslLogin(IMailDirectory directory, LoginThrottle throttle, LoginBeforeTls beforeTls = LoginBeforeTls.Never, BearerOptions? bearer = null)
{
    /// <summary>Between a mailbox and the master who opens it, in a user name (as Dovecot's <c>auth_master_user_separator</c>).</summary>
    public const char MasterSeparator = '*';

    /// <summary>Whose tokens are taken; <see langword="null"/> for none.</summary>
    public BearerOptions? Bearer => bearer;

    public IMailDirectory Directory => directory;

    /// <summary>Who is logged in.</summary>
    public OpenLogins Open { get; } = new(directory);

    /// <summary>Told of each login that came to an end.</summary>
    public Action<LoginNotice>? Ended { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether a password may be sent as it is.</summary>
    public bool MaySendPassword(MailConnection connection) => IsPrivate(connection) || beforeTls == LoginBeforeTls.Password;

    /// <summary>The mechanisms announced now.</summary>
    public IReadOnlyList<string> Mechanisms(MailConnection connection) =>
        [.. SaslMechanism.All.Where(mechanism => mechanism.IsPossible(this, connection) && IsAllowed(mechanism, connection)).Select(mechanism => mechanism.Name)];

    /// <summary>Runs an exchange.</summary>
    /// <param name="connection">The client.</param>
    /// <param name="service">The service asked for.</param>
    /// <param name="name">The mechanism's name as sent.</param>
    /// <param name="initial">The initial response, base64, <c>=</c> for an empty one; <see langword="null"/> when there is none.</param>
    /// <param name="challenge">Sends a base64 challenge and gives the next line; <see langword="null"/> when the peer hung up.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task<SaslStep.Finished> RunAsync(
        MailConnection connection, MailService service, string name, string? initial, Func<string, Task<string?>> challenge, CancellationToken cancellationToken)
    {
        var mechanism = SaslMechanism.All.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && m.IsPossible(this, connection));
        if (mechanism is null ? Mechanisms(connection).Count == 0 : !IsAllowed(mechanism, connection))
            return new SaslStep.Finished(SaslResult.NeedsEncryption);
        if (mechanism is null)
            return new SaslStep.Finished(SaslResult.UnknownMechanism);

        var exchange = mechanism.Start(new SaslAttempt(this, connection, service) { Mechanism = mechanism.Name });
        var line = initial ?? await challenge(Convert.ToBase64String(exchange.Opening));
        for (var i = 0; i < SaslLimits.Responses; i++)
        {
            if (line is null or "*")
                return new SaslStep.Finished(SaslResult.Cancelled);
            if (Decode(line) is not { } response)
                return new SaslStep.Finished(SaslResult.Malformed);

            var step = await exchange.RespondAsync(response, cancellationToken);
            if (step is SaslStep.Finished finished)
                return finished;
            line = await challenge(Convert.ToBase64String(((SaslStep.Challenge)step).Octets));
        }

        return new SaslStep.Finished(SaslResult.Malformed);
    }

    /// <summary>Checks a user name and password as a protocol's own command brings them.</summary>
    public Task<SaslStep.Finished> LoginAsync(MailConnection connection, MailService service, string user, string password, CancellationToken cancellationToken) =>
        CheckAsync(new SaslAttempt(this, connection, service), user, password, "", cancellationToken);

    /// <summary>Checks a user name and password.</summary>
    /// <param name="attempt">Who wants in.</param>
    /// <param name="user">As typed; <c>mailbox*master</c> names both.</param>
    /// <param name="password">The user's, or the master's.</param>
    /// <param name="mailbox">The mailbox to act for; empty for the user's own.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task<SaslStep.Finished> CheckAsync(SaslAttempt attempt, string user, string password, string mailbox, CancellationToken cancellationToken)
    {
        // The star comes after the domain: a local part may have one too (RFC 5322 3.2.3).
        if (user.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && user.IndexOf(MasterSeparator, at) is > 0 and var star)
            (mailbox, user) = (mailbox.Length > 0 ? mailbox : user[..star], user[(star + 1)..]);
        // The turn is the master's own: guessing at one through many mailboxes is guessing at one account.
        var actFor = mailbox.Length > 0 && mailbox != user ? mailbox : null;
        return await AskAsync(
            attempt with { ActFor = actFor }, user, password,
            () => directory.AuthenticateAsync(new LoginAttempt(user, password, attempt.Service, attempt.Connection.RemoteAddress) { ActFor = actFor }, cancellationToken),
            cancellationToken);
    }

    /// <summary>Asks in the account's turn, and tells the throttle what came of it.</summary>
    /// <param name="attempt">Who wants in.</param>
    /// <param name="account">The account that is guessed at, should it be a guess.</param>
    /// <param name="guess">What a repetition of the same guess is known by.</param>
    /// <param name="ask">Asks.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task<SaslStep.Finished> AskAsync(
        SaslAttempt attempt, string account, string guess, Func<ValueTask<AuthenticationOutcome>> ask, CancellationToken cancellationToken)
    {
        using var turn = await throttle.EnterAsync(attempt.Connection.RemoteAddress, account, cancellationToken);
        switch (await ask())
        {
            case AuthenticationOutcome.Accepted accepted:
                turn.Succeeded();
                Tell(attempt, account, LoginOutcome.Accepted, accepted.Mailbox.Id);
                Open.Enter(attempt.Connection, new OpenLogin(accepted.Mailbox.Id, attempt.Service, accepted.Mailbox.Stamp));
                return new SaslStep.Finished(SaslResult.Accepted, accepted.Mailbox);
            case AuthenticationOutcome.Denied:
                turn.Succeeded();
                Tell(attempt, account, LoginOutcome.Denied, null);
                return new SaslStep.Finished(SaslResult.Denied);
            case AuthenticationOutcome.Elsewhere:
                turn.Succeeded();
                Tell(attempt, account, LoginOutcome.Denied, null);
                return new SaslStep.Finished(SaslResult.Elsewhere);
            case AuthenticationOutcome.Unavailable:
                return new SaslStep.Finished(SaslResult.Unavailable);
            default:
                turn.Failed(guess);
                Tell(attempt, account, LoginOutcome.Rejected, null);
                return new SaslStep.Finished(SaslResult.Rejected);
        }
    }

    private void Tell(SaslAttempt attempt, string account, LoginOutcome outcome, Guid? mailbox) =>
        Ended?.Invoke(new LoginNotice(attempt.Service, outcome, attempt.Mechanism, account, attempt.Connection.RemoteAddress, Time.GetUtcNow()) { ActFor = attempt.ActFor, Mailbox = mailbox });

    private static bool IsPrivate(MailConnection connection) => connection.IsEncrypted || connection.IsLocal;

    private bool IsAllowed(SaslMechanism mechanism, MailConnection connection) =>
        MaySendPassword(connection) || (!mechanism.ShowsSecret && beforeTls == LoginBeforeTls.Proof);

    private static byte[]? Decode(string base64)
    {
        if (base64 == "=")
            return [];

        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var length) ? buffer[..length] : null;
    }
}
