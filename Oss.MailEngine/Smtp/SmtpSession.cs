using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Policy;

namespace Oss.MailEngine.Smtp;

/// <summary>One SMTP, submission or LMTP connection from greeting to goodbye. What may be said is in <see cref="SmtpCommands"/>, one file a command.</summary>
internal sealed class SmtpSession(MailConnection connection, MailListener listener, SmtpServices services)
{
    private int _errors;
    private bool _finished;

    public MailConnection Connection => connection;

    public MailListener Listener => listener;

    public SmtpServices Services => services;

    public string HostName => services.Options.HostName;

    public bool IsLmtp => listener == MailListener.Lmtp;

    /// <summary>The name the client gave; empty before its greeting.</summary>
    public string Client { get; private set; } = "";

    /// <summary>Whether it greeted with EHLO or LHLO, and may use extensions.</summary>
    public bool IsExtended { get; private set; }

    public bool IsSubmission => listener == MailListener.Submission;

    /// <summary>Whether mail to other platforms is taken: from who logged in, and from networks that need not.</summary>
    public bool MayRelay => User is not null || (!IsLmtp && connection.RemoteAddress is { } address && services.Options.RelayNetworks.Any(network => network.Contains(address)));

    /// <summary>Whether the peer is a relay of this platform whose own content filters are believed.</summary>
    public bool IsTrustedRelay => connection.RemoteAddress is { } address && services.Options.ContentFilters.TrustedNetworks.Any(network => network.Contains(address));

    /// <summary>Who authenticated.</summary>
    public MailboxAccount? User { get; set; }

    /// <summary>Octets of one message.</summary>
    public long MessageLimit => User?.MessageLimit(services.Options.MaxMessageBytes) ?? services.Options.MaxMessageBytes;

    /// <summary>The rules about this client; none for LMTP, whose router has its own.</summary>
    public PolicySession? Policy { get; private set; }

    /// <summary>The message begun by MAIL.</summary>
    public SmtpTransaction? Transaction { get; set; }

    /// <summary>How mail comes in here now, by RFC 3848.</summary>
    public string ProtocolName => (Transaction?.IsUtf8 == true ? "UTF8" : "") + (IsLmtp ? "LMTP" : IsExtended && Transaction?.IsUtf8 != true ? "ESMTP" : "SMTP")
        + (connection.IsEncrypted ? "S" : "") + (User is null ? "" : "A");

    private SmtpStates State => Client.Length == 0 ? SmtpStates.Connected : Transaction switch
    {
        null => SmtpStates.Greeted,
        { Chunks: not null } => SmtpStates.Chunks,
        { Recipients.Count: 0 } => SmtpStates.Sender,
        _ => SmtpStates.Recipients,
    };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WelcomeAsync(cancellationToken);
            while (!_finished)
            {
                if (connection.IsFlushDue())
                    await connection.FlushAsync(cancellationToken);
                var line = await connection.ReadLineAsync(SmtpLimits.CommandLine, SmtpLimits.CommandPatience, cancellationToken);
                if (line.Kind == LineKind.End)
                    break;
                await HandleAsync(line, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            Reply($"421 4.4.2 {HostName} waited too long");
        }
        catch (OperationCanceledException) when (!connection.Closed.IsCancellationRequested)
        {
            // The node stops. Nothing of an unfinished message was answered, so the peer sends it again.
            Reply(connection.EndReason is { } reason ? $"421 4.7.0 {reason}" : $"421 4.3.2 {HostName} is going down");
            cancellationToken = connection.Closed;
        }

        finally
        {
            Forget();
            Policy?.Dispose();
        }

        await connection.FlushAsync(cancellationToken);
    }

    /// <summary>Greets the client, whoever it is by now; a listed proxy may have named another.</summary>
    public async Task WelcomeAsync(CancellationToken cancellationToken)
    {
        Policy?.Dispose();
        Policy = IsLmtp ? null : services.Policy.Begin(connection.Id, connection.RemoteAddress, connection);
        if (Policy is not null && await AskPolicyAsync(policy => policy.ConnectAsync(cancellationToken)))
            return;
        Reply($"220 {HostName} {(IsLmtp ? "LMTP" : "ESMTP")} ready");
    }

    /// <summary>Asks the rules of a stage before RCPT.</summary>
    /// <returns>Whether they ended the connection.</returns>
    public async ValueTask<bool> AskPolicyAsync(Func<PolicySession, ValueTask<string?>> ask)
    {
        if (Policy is not { } policy)
            return false;

        (policy.IsSubmission, policy.Facts.Account, policy.Facts.IsEncrypted) = (IsSubmission || MayRelay, User?.CanonicalName, connection.IsEncrypted);
        if (await ask(policy) is not { } ending)
            return false;
        services.Refused.Tell(connection.RemoteAddress, Client, ProtocolName, policy.Facts.Sender, ending, policy.Findings.LastOrDefault(f => f.Reply == ending)?.Rule);
        Reply(ending);
        Finish();
        return true;
    }

    /// <summary>Answers; leaves with the next flush.</summary>
    public void Reply(string line) => connection.WriteLine(line);

    /// <summary>Answers what a well-behaved client does not do; many of these end the connection.</summary>
    public void Error(string reply)
    {
        Reply(reply);
        if (++_errors >= SmtpLimits.Errors && !_finished)
        {
            Finish();
            Reply("421 4.7.0 Too many errors");
        }
    }

    /// <summary>Takes the client's name, and ends a transaction.</summary>
    public void Greeted(string client, bool isExtended)
    {
        Forget();
        (Client, IsExtended) = (client, isExtended);
    }

    /// <summary>Ends the transaction.</summary>
    public void Forget()
    {
        // Only a file is closed and deleted here; it is gone before the reply that says so.
        Transaction?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        Transaction = null;
    }

    /// <summary>The session is as it was after connecting.</summary>
    public void ForgetAll()
    {
        Forget();
        (Client, IsExtended, User) = ("", false, null);
    }

    /// <summary>Ends the session after the replies written so far.</summary>
    public void Finish() => _finished = true;

    private Task HandleAsync(Line line, CancellationToken cancellationToken)
    {
        if (line.Kind == LineKind.TooLong)
            Error("500 5.5.6 The line is too long");
        else if (line.Kind == LineKind.Malformed)
            Error("500 5.5.2 A line ends in CR LF and has neither inside");
        else
        {
            var space = line.Octets.AsSpan().IndexOf((byte)' ');
            var verb = Encoding.ASCII.GetString(space < 0 ? line.Octets : line.Octets.AsSpan(0, space)).ToUpperInvariant();
            if (SmtpCommands.Find(verb, this) is not { } command)
                Error("500 5.5.1 Unknown command");
            else if (!command.States.HasFlag(State))
                Error(State == SmtpStates.Connected ? $"503 5.5.1 {(IsLmtp ? "LHLO" : "EHLO")} first" : "503 5.5.1 Not now");
            else
                return command.Handle(this, space < 0 ? [] : line.Octets.AsSpan(space + 1).Trim((byte)' ').ToArray(), cancellationToken);
        }

        return Task.CompletedTask;
    }
}
